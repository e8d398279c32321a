"""The websites that schools give: which are tried today, and what was found."""

from collections import defaultdict
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from les_portal.jobs.queue import enqueue
from les_portal.listings.models import WebsiteCheck
from les_portal.listings.quality.writing import LOOKED_AT, look_at_schools
from programmes.models import Programme
from schools.models import Campus, School

MOST_A_DAY = 500
AT_ONCE = 2  # of one host, in one job: each may take as long as it is given
BETWEEN = timedelta(seconds=10)  # two visits to the same host

Results = dict[int, str]  # per id of a WebsiteCheck its problem


def in_use() -> dict[str, set[int]]:
    """Per address the schools that give it where visitors see it. Three queries."""
    listings = Programme.objects.filter(status__in=LOOKED_AT, school__retired_on=None)
    given = [
        (School.objects.active(), "organisation__website", "pk"),
        (Campus.objects.active(), "website", "school"),
        (listings, "website", "school"),
    ]
    used = defaultdict(set)
    for rows, website, school in given:
        for url, pk in rows.exclude(**{website: ""}).order_by().values_list(website, school):
            used[url].add(pk)
    return used


def plan() -> None:
    """Today's visits: a chain of jobs per host, so that none is called upon twice at once. Inside a transaction."""
    used = set(in_use())
    known = dict(WebsiteCheck.objects.values_list("url", "pk"))
    WebsiteCheck.objects.filter(pk__in=[pk for url, pk in known.items() if url not in used]).delete()
    WebsiteCheck.objects.bulk_create([WebsiteCheck(url=url) for url in sorted(used - known.keys())], batch_size=500)
    hosts = defaultdict(list)
    for pk, url in WebsiteCheck.objects.due().values_list("pk", "url")[:MOST_A_DAY]:
        hosts[urlsplit(url).hostname].append(pk)
    for checks in hosts.values():
        enqueue("listings.visit_websites", {"checks": checks})


def note(results: Results, *, left: list[int]) -> None:
    """What was found, the hints that it leads to, and the next visits to this host. Inside a transaction."""
    turned = [check.url for check in WebsiteCheck.objects.filter(pk__in=results) if _note(check, results[check.pk])]
    if turned:
        used = in_use()
        look_at_schools(set().union(*(used.get(url, set()) for url in turned)))
    if left:
        enqueue("listings.visit_websites", {"checks": left}, due_at=timezone.now() + BETWEEN)


def _note(check: WebsiteCheck, problem: str) -> bool:
    """Whether schools should hear something else about it now."""
    said = (check.is_dead, check.problem)
    now = timezone.now()
    if not problem:
        check.failing_since, check.failed_days = None, 0
    elif not _failed_today(check, now):
        check.failing_since = check.failing_since or now
        check.failed_days += 1
    check.problem, check.checked_at = problem, now
    check.save()
    return said != (check.is_dead, check.problem) and (said[0] or check.is_dead)


def _failed_today(check: WebsiteCheck, now) -> bool:
    return bool(check.problem) and timezone.localdate(check.checked_at) == timezone.localdate(now)
