"""What must hold over all listings and open days."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils import timezone

from les_portal.invariants import invariant
from programmes.freshness import due_after
from programmes.models import Offering, OpenDay, Programme

# Marked once a night; and a portal that did not run last night has no broken data.
MARKED_WITHIN = timedelta(days=2)


@invariant("A listing is due when the rhythm of its school says, and overdue only after that")
def due_at_another_time(today: date | None = None) -> Iterator[Programme]:
    today = today or timezone.localdate()
    seen = Programme.objects.filter(status=Programme.Status.PUBLISHED).select_related("school")
    yield from seen.filter(due_on=None, is_overdue=True)
    for listing in seen.exclude(due_on=None).iterator():
        since = listing.confirmed_on or timezone.localdate(listing.created_at)
        is_in_time = listing.due_on == due_after(since, listing.school.rhythm_months)
        may_be = {False} if listing.due_on >= today else {True, listing.due_on < today - MARKED_WITHIN}
        if not is_in_time or listing.is_overdue not in may_be:
            yield listing


@invariant("A listing is taught at campuses of its own school")
def taught_elsewhere() -> Iterable[Offering]:
    rows = Offering.objects.exclude(campus__school=F("programme__school"))
    return rows.select_related("programme", "campus__school__organisation")


@invariant("An open day is of one school, wherever it is and whatever it is about")
def open_days_of_two_schools() -> Iterable[OpenDay]:
    at = Q(campus__isnull=False) & ~Q(campus__school=F("school"))
    about = Q(programme__isnull=False) & ~Q(programme__school=F("school"))
    return OpenDay.objects.filter(at | about).select_related("programme", "campus__school__organisation")
