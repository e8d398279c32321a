"""Open data as csv: what the JSON tells, a row for each, flat. All rows that fit the question, without pages.

Columns stay where they are: a new one comes at the end. Texts come per language; several values in a cell stand with a
semicolon between them.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from programmes.api import rows
from programmes.api.features import features
from schools.models import Campus, School

Row = dict[str, Any]
MOST_ROWS = 50_000
AT_ONCE = 1000  # rows that are read together

LANGUAGES = ("nl", "fr", "en")


def in_languages(name: str) -> list[str]:
    return [f"{name}_{language}" for language in LANGUAGES]


PROGRAMMES = (
    "id", "url", *in_languages("title"), *in_languages("summary"), "school_id", "school", "country", "sector",
    "field", *in_languages("field_name"), "form", *in_languages("form_name"), "level_framework", "level", "eqf",
    "qualification_kind", "qualification_code", *in_languages("qualification_title"), "language", "duration_months",
    "workplace_share", "website", "email", "phone", "confirmed_on", "confirmed_by", "is_demo", "occupations",
    "esco_uris", "bottleneck", "campus_ids", "municipalities", "distance_km",
)  # fmt: skip
SCHOOLS = (
    "id", "url", "name", "type", "country", "network", "register", "register_number", "stages", "eqf_from", "eqf_to",
    "website", "email", "phone", "programme_count", "campus_ids", "municipalities", "distance_km",
)  # fmt: skip
CAMPUSES = (
    "id", "url", "name", "school_id", "school", "school_type", "school_url", "country", "address", "postcode",
    "municipality", "lat", "lon", "precision", "programmes", "sectors", "distance_km",
)  # fmt: skip


def programmes(found: QuerySet, site: str) -> Iterator[list[Any]]:
    yield list(PROGRAMMES)
    yield from _flat(PROGRAMMES, found, lambda some: rows.programmes(some, site), _programme)


def schools(found: QuerySet[School], site: str) -> Iterator[list[Any]]:
    yield list(SCHOOLS)
    yield from _flat(SCHOOLS, found, lambda some: rows.schools(some, site), _school)


def campuses(found: QuerySet[Campus], site: str) -> Iterator[list[Any]]:
    yield list(CAMPUSES)
    yield from _flat(CAMPUSES, found, lambda some: features(some, site), _campus)


def _flat(
    columns: tuple[str, ...], found: QuerySet, describe: Callable[[QuerySet], list[Row]], flatten: Callable[[Row], Row]
) -> Iterator[list[Any]]:
    """The order is found once, and the rows are told some at a time."""
    for first in range(0, MOST_ROWS, AT_ONCE):
        some = describe(found[first : first + AT_ONCE])
        for row in some:
            flat = flatten(row)
            yield [flat.get(column) for column in columns]
        if len(some) < AT_ONCE:
            return


def _programme(row: Row) -> Row:
    level, qualification = row["level"] or {}, row["qualification"] or {}
    return row | _texts("title", row["title"]) | _texts("summary", row["summary"]) | {
        "school_id": row["school"]["id"],
        "school": row["school"]["name"],
        "field": row["field"]["code"],
        **_texts("field_name", row["field"]["name"]),
        "form": row["form"]["code"],
        **_texts("form_name", row["form"]["name"]),
        "level_framework": level.get("framework"),
        "level": level.get("code"),
        "eqf": level.get("eqf"),
        "qualification_kind": qualification.get("kind"),
        "qualification_code": qualification.get("code"),
        **_texts("qualification_title", qualification.get("title", {})),
        "occupations": _listed(each["code"] for each in row["occupations"]),
        "esco_uris": _listed(each["esco_uri"] for each in row["occupations"]),
        "bottleneck": any(each["bottlenecks"] for each in row["occupations"]),
        **_where(row["campuses"]),
    }  # fmt: skip


def _school(row: Row) -> Row:
    stages = row["stages"]
    return row | {
        "stages": _listed(stage["code"] for stage in stages),
        "eqf_from": min((stage["eqf_from"] for stage in stages if stage["eqf_from"] is not None), default=None),
        "eqf_to": max((stage["eqf_to"] for stage in stages if stage["eqf_to"] is not None), default=None),
        **_where(row["campuses"]),
    }


def _campus(feature: Row) -> Row:
    lon, lat = feature["geometry"]["coordinates"] if feature["geometry"] else (None, None)
    row = feature["properties"]
    return row | {"lat": lat, "lon": lon, "sectors": _listed(row["sectors"])}


def _where(found: list[Row]) -> Row:
    towns = dict.fromkeys(campus["municipality"] for campus in found)
    return {"campus_ids": _listed(campus["id"] for campus in found), "municipalities": _listed(towns)}


def _texts(name: str, said: dict[str, str | None]) -> Row:
    return {f"{name}_{language}": said.get(language) for language in LANGUAGES}


def _listed(values) -> str:
    return ";".join(str(value) for value in values if value)
