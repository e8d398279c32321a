"""What is done with descriptions every day without being asked for."""

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competences.actions import watching
from les_portal.jobs.handlers import Effect, handles


# Before the daily summary of mail is closed, so that it is in today's.
@handles("descriptions.daily", label=_("Look which descriptions expire or are due"), is_long=True, daily_at=time(5))
def look_at_days() -> Effect:
    """Each description in a transaction of its own: what was done before it was stopped stays done."""
    today = timezone.localdate()
    watching.expire(today)
    watching.remind(today)
    return watching.ask_to_look


@handles(watching.LOOK, label=_("Look whether descriptions still fit what they were made from"), is_long=True)
def look_at_some(*, descriptions: list[int]) -> None:
    for description in watching.watched().filter(pk__in=descriptions).order_by("pk"):
        watching.look_at(description)
