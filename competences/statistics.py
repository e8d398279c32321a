"""How far the region has come with descriptions, what is asked for, and what is due. A constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from competences.missed import KIND
from competences.models import AuthorisedDescription, Comparison, SignOff
from les_portal.counts.models import Count
from les_portal.counts.reading import days_ago, misses, totals
from les_portal.organisations.models import Country
from programmes.models import Counterpart, Programme, Qualification

Status = AuthorisedDescription.Status
SINCE = 365  # days that are counted
SOON = timedelta(days=90)  # before a description is no longer valid
MOST_WISHES = 20
DIRECTIONS = ((Country.BE, Country.NL), (Country.NL, Country.BE))


@dataclass(frozen=True)
class Direction:
    source: Country
    target: Country
    diplomas: int  # of the source that somebody teaches in the region
    described: int

    @property
    def percent(self) -> int:
        return 100 * self.described // self.diplomas if self.diplomas else 0


@dataclass
class Pair:
    """One direction of two diplomas that people compare, how it stands, and how much it is asked for."""

    source: Qualification
    target: Qualification
    comparison: Comparison | None = None
    current: AuthorisedDescription | None = None
    making: AuthorisedDescription | None = None
    views: int = 0  # of its description, or of the page of the diploma held where there is none
    downloads: int = 0
    asks: int = 0

    @property
    def stand(self) -> str:
        """How it stands, in words."""
        newest = self.current or self.making
        if newest:
            return str(newest.get_status_display())
        return str(self.comparison.get_status_display()) if self.comparison else _("Not begun")

    @property
    def demand(self) -> tuple[int, int, bool]:
        """Asked for, looked at, begun."""
        return self.asks, self.views, self.comparison is not None


@dataclass(frozen=True)
class Due:
    description: AuthorisedDescription
    why: str
    since: date | None = None
    days: int = 0  # since then, where it lies behind us


@dataclass
class Wishes:
    """What people look for: terms without a description, and diplomas that they asked one for."""

    terms: list[dict] = field(default_factory=list)
    diplomas: list[tuple[Qualification, int]] = field(default_factory=list)


def in_region() -> QuerySet[Qualification]:
    """Those that a school of the region teaches towards."""
    taught = Programme.objects.published().order_by().values("qualification")
    return Qualification.objects.filter(pk__in=taught)


def directions() -> list[Direction]:
    region = in_region().order_by()
    in_force = AuthorisedDescription.objects.counting().filter(status__in=AuthorisedDescription.COUNTING)
    rows = []
    for source, target in DIRECTIONS:
        described = in_force.filter(comparison__target__country=target, comparison__source__in=region.values("pk"))
        diplomas = described.filter(comparison__source__country=source).order_by().values("comparison__source")
        rows.append(Direction(source, target, region.filter(country=source).count(), diplomas.distinct().count()))
    return rows


def pairs() -> list[Pair]:
    """Every pair that people compare and every comparison, both ways; the most wanted first."""
    rows = {(pair.source.pk, pair.target.pk): pair for pair in _compared()}
    for comparison in Comparison.objects.select_related("source", "target"):
        key = (comparison.source_id, comparison.target_id)
        rows.setdefault(key, Pair(comparison.source, comparison.target)).comparison = comparison
    by_comparison = {pair.comparison.pk: pair for pair in rows.values() if pair.comparison}
    for description in _living():
        pair = by_comparison[description.comparison_id]
        if description.is_current:
            pair.current = description
        else:
            pair.making = description
    _count(rows.values())
    return sorted(rows.values(), key=lambda pair: pair.demand, reverse=True)


def _compared() -> Iterable[Pair]:
    for row in Counterpart.objects.select_related("flemish", "dutch").order_by("pk"):
        yield Pair(row.flemish, row.dutch)
        yield Pair(row.dutch, row.flemish)


def _living() -> QuerySet[AuthorisedDescription]:
    """What counts, and what is in the making; without the long snapshot."""
    alive = Q(is_current=True) | Q(status__in=AuthorisedDescription.MAKING)
    rows = AuthorisedDescription.objects.filter(alive).defer("snapshot").order_by("pk")
    return rows.select_related("comparison__source", "comparison__target")


def _count(rows: Iterable[Pair]) -> None:
    rows, since = list(rows), days_ago(SINCE - 1)
    described = totals("description", [pair.current.pk for pair in rows if pair.current], since=since)
    diplomas = totals("qualification", {pair.source.pk for pair in rows}, since=since)
    for pair in rows:
        of_diploma = diplomas.get(pair.source.pk, {})
        counted = described.get(pair.current.pk, {}) if pair.current else of_diploma
        pair.views = counted.get(Count.Event.VIEW, 0)
        pair.downloads = counted.get(Count.Event.DOWNLOAD, 0)
        pair.asks = of_diploma.get(Count.Event.ASK, 0)


def wishes() -> Wishes:
    asked = Count.objects.filter(kind="qualification", event=Count.Event.ASK, day__gte=days_ago(SINCE - 1)).order_by()
    ids = list(asked.values_list("object_id", flat=True).distinct())
    number = {pk: events[Count.Event.ASK] for pk, events in _asks(ids).items()}
    diplomas = sorted(Qualification.objects.filter(pk__in=number), key=lambda row: (-number[row.pk], row.pk))
    return Wishes(misses(KIND, since=days_ago(SINCE - 1)), [(row, number[row.pk]) for row in diplomas[:MOST_WISHES]])


def _asks(ids: list[int]) -> dict[int, dict[str, int]]:
    found = totals("qualification", ids, since=days_ago(SINCE - 1))
    return {pk: events for pk, events in found.items() if Count.Event.ASK in events}


def due(today: date | None = None) -> list[Due]:
    """What waits for somebody: decided, signed, looked at again or renewed."""
    today = today or timezone.localdate()
    waiting = SignOff.objects.filter(status=SignOff.Status.WAITING, description__status=Status.REVIEW).order_by()
    asked = dict(waiting.values_list("description").annotate(Min("asked_at")))
    found = [reason for row in _living() if (reason := _why_due(row, asked.get(row.pk), today))]
    told = [replace(row, days=max(0, (today - row.since).days)) if row.since else row for row in found]
    return sorted(told, key=lambda row: (row.since or today, row.description.pk))


def _why_due(row: AuthorisedDescription, asked, today: date) -> Due | None:
    if row.status == Status.UNDER_REVIEW:
        return Due(row, _("Under review: decide whether it still holds."))
    if row.status == Status.EXPIRED:
        return Due(row, _("Expired: make a new version, or let it rest."), row.valid_until)
    if asked:
        return Due(row, _("Waits for a signature."), timezone.localtime(asked).date())
    if row.status != Status.PUBLISHED:
        return None
    if row.valid_until and row.valid_until <= today + SOON:
        return Due(row, _("Valid until this day: begin a new version."), row.valid_until)
    if row.review_on and row.review_on <= today:
        return Due(row, _("To be looked at again since this day."), row.review_on)
    return None
