from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Min, Q, Value, When


def _due(now: datetime) -> Q:
    return Q(state="waiting", due_at__lte=now)


def _left(now: datetime) -> Q:
    return Q(state="running", leased_until__lt=now)


class JobQuerySet(models.QuerySet):
    def claimable(self, now: datetime) -> Self:
        """Due and nobody's: never begun, to be tried again, or of a worker whose lease ran out."""
        return self.filter(_due(now) | _left(now))

    def late(self, now: datetime, seconds: float | None = None) -> Self:
        """Claimable, and nobody was told lately: never, too many seconds ago, or before its worker was lost."""
        before = now - timedelta(seconds=settings.JOB_LATE if seconds is None else seconds)
        told_long_ago = Q(published_at__isnull=True) | Q(published_at__lt=before)
        told_before_it_was_left = Q(published_at__lt=F("leased_until"))
        return self.filter((_due(now) & told_long_ago) | (_left(now) & (told_long_ago | told_before_it_was_left)))

    def forsaken(self, now: datetime) -> Self:
        """Claimable for so long that those who were told are not there, or cannot keep up."""
        lease, late = timedelta(seconds=settings.JOB_LEASE), timedelta(seconds=settings.JOB_LATE)
        return self.filter(_due(now - late - lease) | _left(now - lease))

    def worst_first(self) -> Self:
        """As an administrator looks at them: what failed, what is being done, what waits, and the rest by its age."""
        order = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(["failed", "running", "waiting"])),
            default=Value(3),
        )
        return self.order_by(order, "-created_at", "-pk")

    def counts(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the one that waits longest could have been begun."""
        return self.filter(_due(now)).aggregate(Min("due_at"))["due_at__min"]
