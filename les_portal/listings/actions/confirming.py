"""A school says that its listings are still right: one by one when it edits them, or many at once."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record_all
from les_portal.activity.verbs import verb
from les_portal.publication.changes import together
from programmes.freshness import confirm_many
from programmes.models import Programme
from schools.models import School

CONFIRMED = verb("programmes.programme.confirm", gettext_lazy("confirmed that this listing is right"))


def confirm_listings(school: School, ids: Iterable[int], *, by, since: date | None = None) -> list[int]:
    """Those that visitors see and nobody confirmed since that day (today, when none is given): their ids.

    Whoever calls it has seen to it that `by` keeps the listings of this school.
    """
    with transaction.atomic(), together():
        confirmed = confirm_many(school, ids, since=since or timezone.localdate())
        record_all(CONFIRMED, Programme, confirmed, by=by)
    return confirmed
