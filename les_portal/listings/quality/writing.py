"""Keeps the findings as the data is now: new ones are added, others stay with their day, what was mended goes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from les_portal.listings.models import Finding, WebsiteCheck
from les_portal.listings.quality import checks
from les_portal.listings.quality.places import middles_of
from programmes.models import Offering, Programme
from schools.models import Campus, School
from schools.querysets import is_open

SCHOOLS_AT_ONCE, LISTINGS_AT_ONCE = 200, 500
# What visitors see, or are about to: nobody is told that what they are still writing is not finished.
LOOKED_AT = (Programme.Status.PUBLISHED, Programme.Status.PROPOSED)

Key = tuple[int, int | None, int | None, str]  # school, campus, listing, code


def look_at_schools(ids: Iterable[int]) -> None:
    """Whole: the school, its campuses and its listings. As many queries for 200 as for one."""
    for some in _batches(ids, SCHOOLS_AT_ONCE):
        _keep(Finding.objects.filter(school__in=some, programme=None), _of_schools(some))
        look_at_listings(Programme.objects.filter(school__in=some).order_by().values_list("pk", flat=True))


def look_at_listings(ids: Iterable[int]) -> None:
    for some in _batches(ids, LISTINGS_AT_ONCE):
        _keep(Finding.objects.filter(programme__in=some), _of_listings(some))


def _of_schools(ids: list[int]) -> dict[Key, dict[str, Any]]:
    schools = list(School.objects.active().filter(pk__in=ids).select_related("organisation"))
    campuses = list(Campus.objects.active().filter(school__in=ids).select_related("place"))
    dead = _dead([each.organisation.website for each in schools] + [each.website for each in campuses])
    middles = middles_of(campus.place for campus in campuses)
    of_school = defaultdict(list)
    for campus in campuses:
        of_school[campus.school_id].append(campus)
    found = {
        (school.pk, None, None, code): details
        for school in schools
        for code, details in checks.of_school(school, of_school[school.pk], dead)
    }
    for campus in campuses:
        for code, details in checks.of_campus(campus, middles, dead):
            found[campus.school_id, campus.pk, None, code] = details
    return found


def _of_listings(ids: list[int]) -> dict[Key, dict[str, Any]]:
    at_open_campus = Offering.objects.filter(is_open("campus__"), programme=OuterRef("pk"))
    reachable = Campus.objects.open().filter(~Q(email="") | ~Q(phone=""), school=OuterRef("school"))
    listings = (
        Programme.objects.filter(pk__in=ids, status__in=LOOKED_AT, school__retired_on=None)
        .select_related("school__organisation", "form", "level", "qualification__level")
        .annotate(has_campus=Exists(at_open_campus), school_can_be_asked=Exists(reachable))
        .order_by()
    )
    dead, today = _dead([listing.website for listing in listings]), timezone.localdate()
    return {
        (listing.school_id, None, listing.pk, code): details
        for listing in listings
        for code, details in checks.of_listing(listing, dead, today)
    }


def _dead(urls: Iterable[str]) -> checks.Dead:
    wanted = {url for url in urls if url}
    return dict(WebsiteCheck.objects.dead().filter(url__in=wanted).values_list("url", "problem")) if wanted else {}


def _keep(before: QuerySet[Finding], found: dict[Key, dict[str, Any]]) -> None:
    known = {(each.school_id, each.campus_id, each.programme_id, each.code): each for each in before}
    if gone := [each.pk for key, each in known.items() if key not in found]:
        Finding.objects.filter(pk__in=gone).delete()
    other = [each for key, each in known.items() if key in found and each.details != found[key]]
    for each in other:  # the same kind of thing about other data: who dismissed it had not seen this
        each.details = found[each.school_id, each.campus_id, each.programme_id, each.code]
        each.dismissed_at = each.dismissed_by = None
    Finding.objects.bulk_update(other, ["details", "dismissed_at", "dismissed_by"], batch_size=500)
    new = [_finding(key, details) for key, details in found.items() if key not in known]
    # Somebody else may have found the same at this moment.
    Finding.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)


def _finding(key: Key, details: dict[str, Any]) -> Finding:
    school, campus, listing, code = key
    return Finding(school_id=school, campus_id=campus, programme_id=listing, code=code, details=details)


def _batches(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    rows = iter(ids)
    while batch := list(islice(rows, size)):
        yield batch
