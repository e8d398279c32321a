from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, ExpressionWrapper, F, Min, Q, Value, When

from les_portal.jobs.handlers import long_kinds

STANDS_BACK = timedelta(minutes=1)


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

    def in_turn(self) -> Self:
        """As they fell due; but what takes long stands back for a minute, so that no letter waits behind a pile of it.

        No longer than that: a mail server that does not answer must not hold up what else there is to do.
        """
        later = ExpressionWrapper(F("due_at") + STANDS_BACK, output_field=models.DateTimeField())
        return self.order_by(Case(When(kind__in=long_kinds(), then=later), default=F("due_at")), "pk")

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
