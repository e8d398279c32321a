from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet):
    def claimable(self, now: datetime) -> Self:
        """Due and nobody's: never begun, to be tried again, or of a worker whose lease ran out."""
        return self.filter(Q(state="waiting", due_at__lte=now) | Q(state="running", leased_until__lt=now))
