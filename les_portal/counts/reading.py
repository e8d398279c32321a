"""What was counted, in as many queries for 300 objects as for one."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from les_portal.counts.models import Count, Miss

LATELY = 30  # days, today among them

Ids = Iterable[int]  # or a query for them


class Numbers(NamedTuple):
    views: int = 0
    clicks: int = 0

    def __str__(self) -> str:
        """ "34 views, 5 clicks in the last 30 days" """
        views = ngettext("%(number)d view", "%(number)d views", self.views) % {"number": self.views}
        clicks = ngettext("%(number)d click", "%(number)d clicks", self.clicks) % {"number": self.clicks}
        return _("%(views)s, %(clicks)s in the last %(days)d days") % {"views": views, "clicks": clicks, "days": LATELY}


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def totals(kind: str, ids: Ids, *, since: date) -> dict[int, dict[str, int]]:
    """Per id how often which event; what never happened is not in it. One query."""
    rows = Count.objects.filter(kind=kind, object_id__in=ids, day__gte=since).order_by()
    found = {}
    for pk, event, number in rows.values_list("object_id", "event").annotate(Sum("number")):
        found.setdefault(pk, {})[event] = number
    return found


def lately(kind: str, ids: list[int]) -> dict[int, Numbers]:
    """Of each of these ids, also where nothing happened. One query."""
    found = totals(kind, ids, since=days_ago(LATELY - 1))
    return {pk: numbers_of(found.get(pk, {})) for pk in ids}


def numbers_of(events: Mapping[str, int]) -> Numbers:
    return Numbers(events.get(Count.Event.VIEW, 0), events.get(Count.Event.CLICK, 0))


def per_day(objects: Mapping[str, Ids], *, since: date) -> dict[date, Numbers]:
    """All of these objects together, per kind their ids; a day without anything is not in it. One query."""
    wanted = Q(pk__in=[])
    for kind, ids in objects.items():
        wanted |= Q(kind=kind, object_id__in=ids)
    rows = Count.objects.filter(wanted, day__gte=since).order_by()
    found = {}
    for day, event, number in rows.values_list("day", "event").annotate(Sum("number")):
        found.setdefault(day, {})[event] = number
    return {day: numbers_of(events) for day, events in found.items()}


OFTEN_ENOUGH = 3  # a term that fewer used may be one person's


def misses(kind: str, *, since: date) -> list[dict]:
    """The terms that were looked for often enough since then: how often, and in which week last. One query."""
    rows = Miss.objects.filter(kind=kind, week__gte=since).order_by().values("term")
    rows = rows.annotate(times=Sum("number"), last=Max("week")).filter(times__gte=OFTEN_ENOUGH)
    return list(rows.order_by("-times", "term"))
