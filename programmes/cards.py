"""What a card in a list tells. Read as raw columns, in as many queries for one card as for fifty."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from les_portal.geo import Point, distance_km
from les_portal.organisations.models import Country
from programmes.models import BottleneckStatus, Occupation, Offering, OpenDay, Programme, Sector
from schools.models import Campus, School


@dataclass(slots=True)
class Text:
    """A translated text with the language it is really in."""

    text: str
    language: str
    is_overdue: bool = False  # of a listing's title

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def translated(row: dict[str, Any], column: str) -> Text:
    """The visitor's language, or else the first of nl, fr, en that has something."""
    languages = [get_language() or settings.LANGUAGE_CODE, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES]
    for language in languages:
        if text := row.get(f"{column}_{language}"):
            return Text(text, language)
    return Text("", languages[0])


def in_languages(*columns: str) -> list[str]:
    """The raw column of each language: reading them costs a third of what a translated object costs."""
    return [f"{column}_{code}" for column in columns for code, _name in settings.LANGUAGES]


@dataclass(slots=True)
class ProgrammeCard:
    id: int
    url: str
    title: Text
    summary: Text
    country: Country
    form: Text
    sector: Sector
    level: str
    eqf: int | None
    duration_months: int | None
    language: str
    school: str
    is_demo: bool
    is_overdue: bool
    is_bottleneck: bool = False
    towns: list[str] = field(default_factory=list)
    distance: float | None = None


@dataclass(slots=True)
class CampusCard:
    id: int
    place_id: int
    url: str
    name: str
    school: str
    country: Country
    type: str
    address: str
    town: str
    lat: float | None
    lon: float | None
    stages: list[Text] = field(default_factory=list)
    programmes: list[Text] = field(default_factory=list)
    programme_count: int = 0
    distance: float | None = None
    open_day: datetime | None = None
    open_day_kind: str = ""


_WHERE = ("campus__place__municipality", "campus__place__lat", "campus__place__lon")


def programme_cards(programmes: QuerySet[Programme], *, origin: Point | None = None) -> list[ProgrammeCard]:
    """Cards of a page of programmes, in its order. Three queries."""
    columns = in_languages("title", "summary", "form__name")
    rows = programmes.rewrite(False).values(
        "id", "slug", "school__organisation__name", "school__organisation__country", "field__sector", "language",
        "level__framework", "level__code", "level__eqf", "duration_months", "is_demo", "is_overdue", *columns,
    )  # fmt: skip
    cards = [_programme_card(row) for row in rows]
    by_id = {card.id: card for card in cards}
    # Whether a campus is still there is looked at here: asked in SQL, SQLite walks through all that are.
    places = (
        Offering.objects.filter(programme__in=by_id)
        .order_by("campus__sort_key")
        .values_list("programme_id", "campus__retired_on", "campus__closed_on", *_WHERE)
    )
    for programme_id, retired_on, closed_on, town, lat, lon in places:
        card = by_id[programme_id]
        if retired_on or closed_on:
            continue
        if town not in card.towns:
            card.towns.append(town)
        if origin and lat is not None:
            away = distance_km(origin, Point(lat, lon))
            card.distance = away if card.distance is None else min(away, card.distance)
    for programme_id in _on_a_shortage_list(by_id):
        by_id[programme_id].is_bottleneck = True
    return cards


def _programme_card(row: dict[str, Any]) -> ProgrammeCard:
    return ProgrammeCard(
        id=row["id"],
        url=reverse("programmes:programme", args=[row["slug"]]),
        title=translated(row, "title"),
        summary=translated(row, "summary"),
        country=Country(row["school__organisation__country"]),
        form=translated(row, "form__name"),
        sector=Sector(row["field__sector"]),
        level=f"{row['level__framework']} {row['level__code']}" if row["level__code"] else "",
        eqf=row["level__eqf"],
        duration_months=row["duration_months"],
        language=Programme.Language(row["language"]).label,
        school=row["school__organisation__name"],
        is_demo=row["is_demo"],
        is_overdue=row["is_overdue"],
    )


def _on_a_shortage_list(programme_ids) -> QuerySet:
    listed = BottleneckStatus.objects.current().values("occupation_id")
    return (
        Occupation.programmes.through.objects.filter(programme_id__in=list(programme_ids), occupation_id__in=listed)
        .values_list("programme_id", flat=True)
        .distinct()
    )


def campus_cards(campuses: QuerySet[Campus] | Sequence[int], *, origin: Point | None = None) -> list[CampusCard]:
    """Cards of a page of campuses, in its order: a queryset, or ids in the order wanted. Five queries."""
    ids = list(campuses.values_list("pk", flat=True)) if isinstance(campuses, QuerySet) else list(campuses)
    rows = Campus.objects.filter(pk__in=ids).values(
        "id", "place_id", "slug", "name", "school_id", "school__type",
        "school__organisation__slug", "school__organisation__name", "place__country", "place__street",
        "place__house_number", "place__postcode", "place__municipality", "place__lat", "place__lon",
    )  # fmt: skip
    by_id = {row["id"]: row for row in rows}
    stages = _stages({row["school_id"] for row in by_id.values()})
    cards = {pk: _campus_card(row, stages[row["school_id"]], origin) for pk, row in by_id.items()}
    taught = defaultdict(set)
    titles = (
        Offering.objects.filter(campus__in=ids)
        .order_by("programme__is_overdue", "programme__sort_key")
        .values(
            "campus_id", "programme_id", "programme__status", "programme__is_overdue",
            *in_languages("programme__title"),
        )
    )  # fmt: skip
    for row in titles:
        if row["programme__status"] != Programme.Status.PUBLISHED:
            continue
        card = cards[row["campus_id"]]
        title = translated(row, "programme__title")
        title.is_overdue = row["programme__is_overdue"]
        card.programmes.append(title)
        card.programme_count += 1
        taught[row["campus_id"]].add(row["programme_id"])
    days = _open_days({row["school_id"] for row in by_id.values()})
    for pk, card in cards.items():
        _name_the_next(card, pk, days[by_id[pk]["school_id"]], taught[pk])
    return [cards[pk] for pk in ids if pk in cards]


def _open_days(school_ids: set[int]) -> dict[int, list[tuple]]:
    """The days to come of each school, the first one first."""
    rows = OpenDay.objects.upcoming().filter(school__in=school_ids).order_by("starts_at", "pk")
    days = defaultdict(list)
    for school, *day in rows.values_list("school_id", "campus_id", "programme_id", "starts_at", "kind"):
        days[school].append(day)
    return days


def _name_the_next(card: CampusCard, campus: int, days: list[tuple], taught: set[int]) -> None:
    for of_campus, of_programme, starts_at, kind in days:
        if of_campus == campus or (of_campus is None and (of_programme is None or of_programme in taught)):
            card.open_day, card.open_day_kind = starts_at, OpenDay.Kind(kind).label
            return


def _stages(school_ids: set[int]) -> dict[int, list[Text]]:
    through = School.stages.through
    rows = (
        through.objects.filter(school_id__in=school_ids)
        .order_by("educationstage_id")
        .values("school_id", *in_languages("educationstage__name"))
    )
    stages = defaultdict(list)
    for row in rows:
        stages[row["school_id"]].append(translated(row, "educationstage__name"))
    return stages


def _campus_card(row: dict[str, Any], stages: list[Text], origin: Point | None) -> CampusCard:
    lat, lon = row["place__lat"], row["place__lon"]
    street = f"{row['place__street']} {row['place__house_number']}".strip()
    town = f"{row['place__postcode']} {row['place__municipality']}"
    return CampusCard(
        id=row["id"],
        place_id=row["place_id"],
        url=reverse("schools:campus", args=[row["school__organisation__slug"], row["slug"]]),
        name=row["name"] or row["school__organisation__name"],
        school=row["school__organisation__name"],
        country=Country(row["place__country"]),
        type=School.Type(row["school__type"]).label,
        address=f"{street}, {town}".lstrip(", "),
        town=row["place__municipality"],
        lat=lat,
        lon=lon,
        stages=stages,
        distance=distance_km(origin, Point(lat, lon)) if origin and lat is not None else None,
    )
