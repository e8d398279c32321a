from collections.abc import Callable
from datetime import time
from functools import partial

from django.utils.translation import gettext_lazy as _

from les_portal.jobs.handlers import handles
from les_portal.jobs.queue import enqueue
from les_portal.listings.models import WebsiteCheck
from les_portal.listings.quality import websites
from les_portal.listings.quality.visiting import problem_of
from les_portal.listings.quality.writing import SCHOOLS_AT_ONCE, look_at_schools
from schools.models import School


@handles("listings.look_at_all", label=_("Look for hints about the data of all schools"), daily_at=time(1))
def look_at_all() -> Callable[[], None]:
    """What runs out by its date was not changed by anybody."""
    schools = list(School.objects.order_by("pk").values_list("pk", flat=True))
    batches = [schools[first : first + SCHOOLS_AT_ONCE] for first in range(0, len(schools), SCHOOLS_AT_ONCE)]

    def ask() -> None:
        for batch in batches:
            enqueue("listings.look_at_schools", {"schools": batch})

    return ask


@handles("listings.look_at_schools", label=_("Look for hints about the data of some schools"), is_long=True)
def look_at_some(schools: list[int]) -> Callable[[], None]:
    return partial(look_at_schools, schools)


@handles("listings.plan_websites", label=_("Plan which websites to try"), daily_at=time(2))
def plan_websites() -> Callable[[], None]:
    return websites.plan


@handles("listings.visit_websites", label=_("Try whether websites open"), is_long=True)
def visit_websites(checks: list[int]) -> Callable[[], None]:
    now, later = checks[: websites.AT_ONCE], checks[websites.AT_ONCE :]
    found = {check.pk: problem_of(check.url) for check in WebsiteCheck.objects.filter(pk__in=now)}
    return partial(websites.note, found, left=later)
