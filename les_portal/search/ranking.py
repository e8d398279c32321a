"""Rows in the order in which a search found them, as a queryset that can still be filtered and paged."""

from collections.abc import Sequence

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, StrIndex


def ranked_by(rows: QuerySet, ids: Sequence[int]) -> QuerySet:
    """Only `ids`, annotated with `rank` (smaller is better).

    The rank is where the id stands in one string: one parameter, and the same expression on both databases.
    """
    order = Value(f",{','.join(map(str, ids))},")
    here = Concat(Value(","), Cast(F("pk"), CharField()), Value(","))
    return rows.filter(pk__in=ids).annotate(rank=StrIndex(order, here))
