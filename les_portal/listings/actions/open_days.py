"""What a school does with its open days. Visitors see it at once, and so does whoever has them in a calendar."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.publication.changes import together
from programmes.models import OpenDay
from schools.models import School

ANNOUNCED = verb("open_days.announced", _("announced this"))
CHANGED = verb("open_days.changed", _("changed this"))
CANCELLED = verb("open_days.cancelled", _("cancelled this"))
RESTORED = verb("open_days.restored", _("let this go on after all"))
REMOVED = verb("open_days.removed", _("took an open day away that was a mistake"))

Values = dict[str, Any]


class ChangedMeanwhile(Exception):
    """Somebody else did something with it since it was read."""


@transaction.atomic
def announce(school: School, several: Iterable[Values], *, by) -> list[OpenDay]:
    """One edition for all of them."""
    with together():
        days = [OpenDay.objects.create(school=school, **values) for values in several]
    for day in days:
        record(ANNOUNCED, day, by=by)
    return days


@transaction.atomic
def change(day: OpenDay, values: Values, *, seen: int, by) -> bool:
    """Whether anything is different now. `seen` is its number when it was read. Raises ChangedMeanwhile."""
    _take(day, by_number=seen, is_cancelled=False)
    changes = {name: [said(getattr(day, name)), said(value)] for name, value in values.items()}
    changes = {name: both for name, both in changes.items() if both[0] != both[1]}
    if not changes:
        transaction.set_rollback(True)
        return False
    for name, value in values.items():
        setattr(day, name, value)
    day.save()
    record(CHANGED, day, by=by, changes=changes)
    return True


@transaction.atomic
def cancel(day: OpenDay, *, by) -> None:
    """It stays, and says so until it would have been over. Raises ChangedMeanwhile when it is cancelled already."""
    _take(day, is_cancelled=False)
    day.cancelled_at = timezone.now()
    day.save()
    record(CANCELLED, day, by=by)


@transaction.atomic
def restore(day: OpenDay, *, by) -> None:
    _take(day, is_cancelled=True)
    day.cancelled_at = None
    day.save()
    record(RESTORED, day, by=by)


@transaction.atomic
def remove(day: OpenDay, *, by) -> None:
    """Only what nobody can have counted on. Raises ValidationError."""
    _take(day)
    if not day.may_be_a_mistake:
        raise ValidationError("This has been there for visitors: cancel it.")
    # Its own history goes with it, so the school's tells that it was there.
    record(REMOVED, day.school, by=by, comment=f"{day}, {day.begins:%Y-%m-%d %H:%M}")
    day.delete()


def _take(day: OpenDay, *, by_number: int | None = None, is_cancelled: bool | None = None) -> None:
    """Count the change first, which is the lock, and read what it is now."""
    rows = OpenDay.objects.filter(pk=day.pk)
    if by_number is not None:
        rows = rows.filter(sequence=by_number)
    if is_cancelled is not None:
        rows = rows.filter(cancelled_at__isnull=not is_cancelled)
    if not rows.update(sequence=F("sequence") + 1):
        raise ChangedMeanwhile
    day.refresh_from_db()


def said(value: Any) -> Any:
    """As history keeps it: moments on the clock of the schools, and what points elsewhere by its name."""
    if isinstance(value, bool):
        return value
    if hasattr(value, "astimezone"):
        return f"{timezone.localtime(value, timezone.get_default_timezone()):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
