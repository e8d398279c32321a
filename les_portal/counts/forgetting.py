from datetime import date, timedelta

from django.utils import timezone

from les_portal.counts.models import Count, Miss

KEPT = timedelta(days=400)  # so that a month can be held against the same one a year ago


def forget_old_days(today: date | None = None) -> int:
    """How many rows that were."""
    first = (today or timezone.localdate()) - KEPT
    return Count.objects.filter(day__lt=first).delete()[0] + Miss.objects.filter(week__lt=first).delete()[0]
