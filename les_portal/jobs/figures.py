"""How the outbox is doing, in a few numbers."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from les_portal.jobs.models import Job

PATIENCE = 120  # seconds a job may wait before somebody should look at the workers


class Figures(NamedTuple):
    counts: dict[str, int]  # by state, each of them
    oldest_due: datetime | None
    now: datetime

    @property
    def waited(self) -> int:
        """Seconds since the job that waits longest could have been begun."""
        return int((self.now - self.oldest_due).total_seconds()) if self.oldest_due else 0

    @property
    def is_late(self) -> bool:
        return self.waited > PATIENCE


def figures() -> Figures:
    now = timezone.now()
    counts = dict.fromkeys(Job.State.values, 0) | Job.objects.counts()
    return Figures(counts, Job.objects.oldest_due(now), now)
