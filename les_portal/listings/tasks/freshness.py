from datetime import time
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from les_portal.jobs.handlers import Effect, handles
from les_portal.jobs.queue import enqueue
from les_portal.listings.reminding import remind, schools_to_remind
from programmes.freshness import fill_due_dates, mark_overdue


@handles("listings.freshness", label=_("Look which listings are to be confirmed"), is_long=True, daily_at=time(4))
def look_at_freshness() -> Effect:
    """What is overdue is marked at once, in steps of its own; what was done before it was stopped stays done."""
    fill_due_dates()
    mark_overdue()
    today = timezone.localdate()
    schools = list(schools_to_remind(today).values_list("pk", flat=True))

    def ask() -> None:
        for school in schools:
            enqueue("listings.remind", {"school": school}, key=f"remind:{school}:{today}")

    return ask


@handles("listings.remind", label=_("Remind a school of listings to confirm"))
def remind_school(*, school: int) -> Effect:
    return partial(remind, school)
