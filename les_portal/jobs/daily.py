"""What is done once a day without being asked for: `@handles("…", daily_at=time(4))`."""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from les_portal.jobs.handlers import Handler, handlers
from les_portal.jobs.models import Job
from les_portal.jobs.queue import enqueue

EVERY = 600  # seconds between two looks; a job is asked for up to a day before


def ask_for_daily_jobs() -> list[Job]:
    """Those that are next, each once, whoever asks and how often. A day on which no worker ran is left out."""
    asked = []
    for handler in handlers().values():
        if handler.daily_at:
            due_at = _next_time(handler)
            with transaction.atomic():
                asked.append(enqueue(handler.kind, {}, key=f"{handler.kind}:{due_at:%Y-%m-%d}", due_at=due_at))
    return asked


def _next_time(handler: Handler) -> datetime:
    zone = timezone.get_default_timezone()
    now = timezone.now().astimezone(zone)
    day = now.date() if now.time() < handler.daily_at else now.date() + timedelta(days=1)
    return datetime.combine(day, handler.daily_at, tzinfo=zone)


class Calendar:
    """Asks now and then, for a worker that looks at the table all the time."""

    def __init__(self) -> None:
        self._due = 0.0

    def look(self) -> None:
        if time.monotonic() >= self._due:
            ask_for_daily_jobs()
            self._due = time.monotonic() + EVERY
