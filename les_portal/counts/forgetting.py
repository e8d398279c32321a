from datetime import date, timedelta

from django.utils import timezone

from les_portal.counts.models import Count

KEPT = timedelta(days=400)  # so that a month can be held against the same one a year ago


def forget_old_days(today: date | None = None) -> int:
    """How many rows that were."""
    return Count.objects.filter(day__lt=(today or timezone.localdate()) - KEPT).delete()[0]
