"""How far the network has come: what is listed, what is confirmed in time, and which schools nobody keeps.

Figures are read for a page of schools at a time, in as many queries for fifty as for one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from les_portal.listings.filters.coverage import with_nobody
from les_portal.listings.models import Revision
from les_portal.listings.reminding import AT_MOST, schools_to_ask_again
from les_portal.organisations.models import Country, Membership
from programmes.models import Programme
from programmes.querysets import KEEPERS
from schools.models import School

Status = Programme.Status


@dataclass(frozen=True)
class Figures:
    """Of a school, of a side or of all."""

    published: int = 0
    overdue: int = 0
    drafts: int = 0

    @property
    def in_time(self) -> int:
        return self.published - self.overdue

    @property
    def share(self) -> int | None:
        """Confirmed in time, in whole %; None where there is nothing to confirm. 100 only when it is all of them."""
        return self.in_time * 100 // self.published if self.published else None

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.published + other.published, self.overdue + other.overdue, self.drafts + other.drafts)


@dataclass(frozen=True)
class SchoolRow:
    school: School
    figures: Figures
    keepers: int
    last_on: date | None  # confirmed or edited, whichever was later
    was_asked_twice: bool
    may_be_asked: bool


@dataclass(frozen=True)
class SideRow:
    country: Country | None  # None: all sides together
    figures: Figures
    schools: int
    nobody: int  # of the schools


_NUMBERS = {
    "published": Count("pk", filter=Q(status=Status.PUBLISHED)),
    "overdue": Count("pk", filter=Q(status=Status.PUBLISHED, is_overdue=True)),
    "drafts": Count("pk", filter=Q(status__in=[Status.DRAFT, Status.PROPOSED])),
}


def sides() -> list[SideRow]:
    """Each side that has schools, then all together. Three queries."""
    country = "school__organisation__country"
    listings = Programme.objects.filter(school__retired_on=None).order_by().values(country).annotate(**_NUMBERS)
    figures = {row.pop(country): Figures(**row) for row in listings}
    schools, nobody = _by_country(School.objects.active()), _by_country(with_nobody())
    rows = [
        SideRow(side, figures.get(side, Figures()), schools[side], nobody.get(side, 0))
        for side in Country
        if schools.get(side)
    ]
    together = SideRow(None, sum(figures.values(), Figures()), sum(schools.values()), sum(nobody.values()))
    return [*rows, together]


def _by_country(schools) -> dict[str, int]:
    return dict(schools.order_by().values_list("organisation__country").annotate(Count("pk")))


def rows_of(schools: Iterable[School]) -> list[SchoolRow]:
    """Four queries."""
    schools = list(schools)
    ids = [school.pk for school in schools]
    listed = {row.pop("school"): row for row in _listings(ids)}
    keepers, edited = _keepers(schools), _edited(ids)
    askable = set(schools_to_ask_again(timezone.localdate()).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        _row(school, listed.get(school.pk, {}), keepers, edited, may_be_asked=school.pk in askable)
        for school in schools
    ]


def _row(school: School, listed: dict[str, Any], keepers: dict, edited: dict, *, may_be_asked: bool) -> SchoolRow:
    said = [each for each in (listed.get("confirmed"), edited.get(school.pk)) if each]
    return SchoolRow(
        school=school,
        figures=Figures(**{name: listed.get(name, 0) for name in _NUMBERS}),
        keepers=keepers.get(school.organisation_id, 0),
        last_on=max(said, default=None),
        was_asked_twice=bool(listed.get("unanswered")),
        may_be_asked=may_be_asked,
    )


def _listings(schools: list[int]):
    unanswered = Q(status=Status.PUBLISHED, is_overdue=True, times_reminded__gte=AT_MOST)
    rows = Programme.objects.filter(school__in=schools).order_by().values("school")
    return rows.annotate(**_NUMBERS, confirmed=Max("confirmed_on"), unanswered=Count("pk", filter=unanswered))


def _keepers(schools: list[School]) -> dict[int, int]:
    held = Membership.objects.active().filter(
        role__in=KEEPERS, organisation__in=[school.organisation_id for school in schools]
    )
    return dict(held.order_by().values_list("organisation").annotate(Count("user", distinct=True)))


def _edited(schools: list[int]) -> dict[int, date]:
    by_people = Revision.objects.filter(programme__school__in=schools).exclude(updated_by=None).order_by()
    last = by_people.values_list("programme__school").annotate(Max("updated_at"))
    return {school: timezone.localdate(moment) for school, moment in last}


def batches(schools, size: int = 500) -> Iterator[SchoolRow]:
    """All of them, for a file."""
    found = list(schools)
    for first in range(0, len(found), size):
        yield from rows_of(found[first : first + size])
