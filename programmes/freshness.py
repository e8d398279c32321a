"""Whether a school still stands behind a listing, and until when.

Its word holds for as long as the school's rhythm says: `due_on` is the last day on which it does, and from the day
after the listing is overdue. `times_reminded` counts the mails about it since it was confirmed.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from les_portal.publication.changes import changed
from programmes.models import Programme
from schools.models import School

SOON = timedelta(days=14)
BATCH = 500


def shown_otherwise() -> None:
    """Pages are another edition; their words and hints are not about dates, and need not be made anew."""
    changed("programme", ())


def due_after(confirmed_on: date, rhythm_months: int) -> date:
    """The same day of the month, or the last one where it is shorter: 31 August and six months is 28 February."""
    return confirmed_on + relativedelta(months=rhythm_months)


def due(today: date) -> Q:
    """What a school is asked to look at: visitors see it, and its time is over or nearly."""
    return Q(status=Programme.Status.PUBLISHED, school__retired_on=None, due_on__lte=today + SOON)


def confirm(listing: Programme) -> None:
    """Its school says today that it is right, whoever said so on its behalf. Saves it."""
    _say(listing)
    listing.save()


def confirm_all(listings: Sequence[Programme]) -> None:
    """As `confirm`, for listings of one school, in one write. Inside a transaction."""
    said = [_say(listing) for listing in listings]
    if said:
        Programme.objects.filter(pk__in=[listing.pk for listing in listings]).update(**said[0])
        shown_otherwise()


def _say(listing: Programme) -> dict:
    said = _said_by(listing.school, timezone.localdate())
    for name, value in said.items():
        setattr(listing, name, value)
    return said


def confirm_many(school: School, ids: Iterable[int], *, since: date) -> list[int]:
    """As `confirm`, for those of `ids` that visitors see and that nobody confirmed since that day: their ids.

    Of two who say so at the same moment one is told that they did. Inside a transaction.
    """
    today, now = timezone.localdate(), timezone.now()
    # First, because it is the lock: the rhythm by which it is reckoned does not change meanwhile.
    School.objects.filter(pk=school.pk).update(rhythm_months=F("rhythm_months"))
    school.refresh_from_db(fields=["rhythm_months"])
    # No join: PostgreSQL would not look again at a row for which it had to wait.
    theirs = Programme.objects.filter(pk__in=list(ids), school=school)
    waiting = theirs.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=since), status=Programme.Status.PUBLISHED)
    if not waiting.update(**_said_by(school, today), updated_at=now):
        return []
    confirmed = list(theirs.filter(updated_at=now).order_by("pk").values_list("pk", flat=True))
    shown_otherwise()
    return confirmed


def _said_by(school: School, today: date) -> dict:
    return {
        "confirmed_on": today,
        "confirmed_by": school.organisation,
        "due_on": due_after(today, school.rhythm_months),
        "is_overdue": False,
        "times_reminded": 0,
    }


# --- reckoned for many --------------------------------------------------------------------------


def reckon(listing: Programme, today: date) -> None:
    """When it is due and whether that is over. One that nobody ever confirmed had its time since it was written."""
    since = listing.confirmed_on or timezone.localdate(listing.created_at)
    listing.due_on = due_after(since, listing.school.rhythm_months)
    listing.is_overdue = listing.due_on < today


def reckon_anew(school: School) -> None:
    """After its rhythm changed. Inside that transaction."""
    today = timezone.localdate()
    listings = list(school.programmes.filter(status=Programme.Status.PUBLISHED))
    was_overdue = {listing.pk: listing.is_overdue for listing in listings}
    for listing in listings:
        listing.school = school
        reckon(listing, today)
    Programme.objects.bulk_update(listings, ["due_on", "is_overdue"], batch_size=BATCH)
    if any(listing.is_overdue != was_overdue[listing.pk] for listing in listings):
        shown_otherwise()


def fill_due_dates() -> int:
    """For what was published before there were any, or by somebody who did not say. How many that were."""
    bare = Programme.objects.filter(status=Programme.Status.PUBLISHED, due_on=None)
    today, filled = timezone.localdate(), 0
    while listings := list(bare.select_related("school").order_by("pk")[:BATCH]):
        for listing in listings:
            reckon(listing, today)
        # What somebody confirms at this moment has a date by then, and keeps it.
        bare.bulk_update(listings, ["due_on"])
        filled += len(listings)
    return filled


def mark_overdue() -> int:
    """How many became so since the last time. A transaction for each batch: nobody waits long for it."""
    late = Programme.objects.filter(
        status=Programme.Status.PUBLISHED, is_overdue=False, due_on__lt=timezone.localdate()
    ).order_by()
    marked = 0
    while ids := list(late.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            marked += late.filter(pk__in=ids).update(is_overdue=True)
            shown_otherwise()
    return marked
