"""Listings that are to be confirmed, and the mail that asks for it."""

import re
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.listings.actions.confirming import CONFIRMED
from les_portal.mail.models import Mail
from les_portal.publication.changes import together
from programmes.models import Programme
from tests.factories.programmes import ProgrammeFactory

LONG_AGO = date(2025, 3, 10)


def days(number: int) -> date:
    """From today."""
    return timezone.localdate() + timedelta(days=number)


def due(campus, *, in_days: int = 5, **fields) -> Programme:
    """Published and confirmed long ago; to be confirmed in so many days, or before today when that is less than 0."""
    known = {
        "school": campus.school,
        "published": True,
        "confirmed_on": LONG_AGO,
        "due_on": days(in_days),
        "is_overdue": in_days < 0,
    }
    return ProgrammeFactory(at=[campus], **known | fields)


def many_due(campus, number: int, **fields) -> list[Programme]:
    """Made ready for visitors once, and not one by one."""
    with transaction.atomic(), together():
        return [due(campus, **fields) for _ in range(number)]


def reminders() -> list[Mail]:
    return list(Mail.objects.filter(kind="reminders").order_by("to_email"))


def link_in(mail: Mail) -> str:
    """The path of the address in its text."""
    return re.search(r"https?://[^/\s]+(/\w\w/still-right/\S+)", mail.text).group(1)


def confirmations(listing: Programme) -> list:
    """Who said that it is right, in order."""
    return [entry.actor for entry in Entry.objects.about(listing).filter(verb=CONFIRMED).order_by("pk")]


def again(row):
    row.refresh_from_db()
    return row
