"""When a person wants mail of a kind, and when the next daily summary is sent."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.mail.kinds import MailKind
from les_portal.mail.models import MailChoice

Frequency = MailChoice.Frequency

SUMMARY_AT = time(7)
# What is written while the summary of that moment is being made would be kept for a summary that has just gone. No
# transaction lasts this long.
CLOSES_BEFORE = timedelta(minutes=5)


def allowed(kind: MailKind) -> tuple[Frequency, ...]:
    """A secret link cannot wait: it ends, and a summary would keep it."""
    daily = [] if kind.secret or kind.urgent else [Frequency.DAILY]
    never = [Frequency.NEVER] if kind.optional else []
    return (Frequency.AT_ONCE, *daily, *never)


def frequency_of(user: User, kind: MailKind) -> Frequency:
    chosen = MailChoice.objects.filter(user=user, kind=kind.code).values_list("frequency", flat=True).first()
    return Frequency(chosen) if chosen in allowed(kind) else Frequency.AT_ONCE


def next_summary(now: datetime) -> datetime:
    """Seven o'clock on the portal's own clock, whatever the season."""
    zone = timezone.get_default_timezone()
    closed = (now + CLOSES_BEFORE).astimezone(zone)
    day = closed.date() if closed.time() < SUMMARY_AT else closed.date() + timedelta(days=1)
    return datetime.combine(day, SUMMARY_AT, tzinfo=zone)
