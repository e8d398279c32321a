"""Which signposts stand on the way of a diploma to the other side."""

from django.db.models import Q, QuerySet

from competences.models import Signpost
from programmes.models import Qualification

Case = Signpost.Case
HIGHER_FROM = 5  # EQF: associate degrees, graduate and bachelor programmes


def signposts_for(source: Qualification, country: str) -> QuerySet[Signpost]:
    """Those that name the diploma, and those for all diplomas of its kind. One query."""
    rows = Signpost.objects.between(source.country, country)
    named = Q(qualifications=source)
    general = Q(qualifications=None, case__in=cases_of(source))
    return rows.filter(named | general).distinct()


def cases_of(source: Qualification) -> list[str]:
    is_higher = source.level is not None and source.level.eqf >= HIGHER_FROM
    return [Case.HIGHER if is_higher else Case.LEVEL, Case.EXPERIENCE]
