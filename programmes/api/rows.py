"""What the API tells of schools, programmes and qualifications: raw columns, as many queries for one row as for fifty.

Texts come in every language they have; a language that is missing is null, and nothing is filled in for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from programmes.cards import in_languages
from programmes.models import BottleneckStatus, Counterpart, Programme, Qualification
from schools.models import Campus, School

Row = dict[str, Any]


def texts(row: Row, column: str) -> dict[str, str | None]:
    return {code: row[f"{column}_{code}"] or None for code, _name in settings.LANGUAGES}


def level(row: Row, prefix: str = "") -> Row | None:
    if row[f"{prefix}level__code"] is None:
        return None
    return {name: row[f"{prefix}level__{name}"] for name in ("framework", "code", "eqf")}


def kilometres(row: Row) -> Row:
    return {"distance_km": round(row["distance"], 2)} if row.get("distance") is not None else {}


def distance_of(rows: QuerySet) -> list[str]:
    return ["distance"] if "distance" in rows.query.annotations else []


def campuses_by(name: str, ids: Iterable[int], site: str) -> dict[int, list[Row]]:
    """The active campuses of each school or each programme."""
    key = {"school": "school_id", "programme": "offerings__programme_id"}[name]
    rows = (
        Campus.objects.active()
        .filter(**{f"{key}__in": list(ids)})
        .values(
            "id", "name", "slug", "site_number", "phone", "email", "website", "place__country", "place__street",
            "place__house_number", "place__postcode", "place__municipality", "place__lat", "place__lon",
            "place__precision", "school__organisation__name", "school__organisation__slug", key,
        )
    )  # fmt: skip
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(campus(row, site))
    return found


def campus(row: Row, site: str) -> Row:
    lat, lon = row["place__lat"], row["place__lon"]
    return {
        "id": row["id"],
        "name": row["name"] or row["school__organisation__name"],
        "country": row["place__country"],
        "street": row["place__street"],
        "house_number": row["place__house_number"],
        "postcode": row["place__postcode"],
        "municipality": row["place__municipality"],
        "coordinates": None if lat is None else [lon, lat],
        "precision": row["place__precision"],
        "site_number": row["site_number"],
        "phone": row["phone"],
        "email": row["email"],
        "website": row["website"],
        "url": f"{site}/schools/{row['school__organisation__slug']}/{row['slug']}/",
    }


def schools(rows: QuerySet[School], site: str) -> list[Row]:
    """Four queries."""
    found = list(
        rows.values(
            "id", "type", "network", "register", "register_number", "organisation__name", "organisation__slug",
            "organisation__country", "organisation__website", "organisation__email", "organisation__phone",
            *distance_of(rows),
        )
    )  # fmt: skip
    ids = [row["id"] for row in found]
    campuses, stages = campuses_by("school", ids, site), _stages(ids)
    published = Programme.objects.published().filter(school__in=ids).order_by()
    counts = dict(published.values_list("school").annotate(Count("pk")))
    return [
        {
            "id": row["id"],
            "name": row["organisation__name"],
            "type": row["type"],
            "country": row["organisation__country"],
            "network": row["network"],
            "register": row["register"],
            "register_number": row["register_number"],
            "stages": stages[row["id"]],
            "website": row["organisation__website"],
            "email": row["organisation__email"],
            "phone": row["organisation__phone"],
            "programme_count": counts.get(row["id"], 0),
            "campuses": campuses[row["id"]],
            "url": f"{site}/schools/{row['organisation__slug']}/",
            **kilometres(row),
        }
        for row in found
    ]


def _stages(school_ids: list[int]) -> dict[int, list[Row]]:
    rows = School.stages.through.objects.filter(school__in=school_ids).order_by("educationstage_id")
    columns = ["school_id", "educationstage__code", "educationstage__eqf_from", "educationstage__eqf_to"]
    found = defaultdict(list)
    for row in rows.values(*columns, *in_languages("educationstage__name")):
        found[row["school_id"]].append(
            {
                "code": row["educationstage__code"],
                "name": texts(row, "educationstage__name"),
                "eqf_from": row["educationstage__eqf_from"],
                "eqf_to": row["educationstage__eqf_to"],
            }
        )
    return found


PROGRAMME_COLUMNS = [
    "id", "slug", "school_id", "school__organisation__name", "school__organisation__country", "form__code",
    "field__code", "field__sector", "level__framework", "level__code", "level__eqf", "qualification_id",
    "qualification__code", "qualification__kind", "language", "duration_months", "workplace_share", "website",
    "email", "phone", "confirmed_on", "confirmed_by__name", "is_overdue", "is_demo",
    *in_languages("title", "summary", "form__name", "field__name", "qualification__title"),
]  # fmt: skip
PROGRAMME_TEXTS = ("content", "outlook", "admission")


def programmes(rows: QuerySet[Programme], site: str, *, whole: bool = False) -> list[Row]:
    """Four queries. `whole` tells the long texts too."""
    columns = PROGRAMME_COLUMNS + distance_of(rows) + (in_languages(*PROGRAMME_TEXTS) if whole else [])
    found = list(rows.rewrite(False).values(*columns))
    ids = [row["id"] for row in found]
    campuses, occupations = campuses_by("programme", ids, site), _occupations(ids)
    described = []
    for row in found:
        value = _programme(row, site) | {"occupations": occupations[row["id"]], "campuses": campuses[row["id"]]}
        if whole:
            value |= {name: texts(row, name) for name in PROGRAMME_TEXTS}
        described.append(value | kilometres(row))
    return described


def _programme(row: Row, site: str) -> Row:
    qualification = row["qualification_id"] and {
        "id": row["qualification_id"],
        "kind": row["qualification__kind"],
        "code": row["qualification__code"],
        "title": texts(row, "qualification__title"),
    }
    return {
        "id": row["id"],
        "title": texts(row, "title"),
        "summary": texts(row, "summary"),
        "school": {"id": row["school_id"], "name": row["school__organisation__name"]},
        "country": row["school__organisation__country"],
        "sector": row["field__sector"],
        "field": {"code": row["field__code"], "name": texts(row, "field__name")},
        "form": {"code": row["form__code"], "name": texts(row, "form__name")},
        "level": level(row),
        "qualification": qualification,
        "language": row["language"],
        "duration_months": row["duration_months"],
        "workplace_share": row["workplace_share"],
        "website": row["website"],
        "email": row["email"],
        "phone": row["phone"],
        "confirmed_on": row["confirmed_on"],
        "confirmed_by": row["confirmed_by__name"],
        "is_overdue": row["is_overdue"],
        "is_demo": row["is_demo"],
        "url": f"{site}/programmes/{row['slug']}/",
    }


def _occupations(programme_ids: list[int]) -> dict[int, list[Row]]:
    """The occupations of each programme, with where the newest lists say that people are short."""
    through = Programme.occupations.through.objects.filter(programme__in=programme_ids)
    rows = list(
        through.order_by("occupation__slug").values(
            "programme_id", "occupation_id", "occupation__slug", "occupation__esco_uri", "occupation__isco",
            *in_languages("occupation__title"),
        )
    )  # fmt: skip
    listed = defaultdict(list)
    current = BottleneckStatus.objects.current().filter(occupation__in={row["occupation_id"] for row in rows})
    columns = ("country", "region", "year", "listed_as", "source", "source_url", "is_demo")
    for entry in current.order_by("country", "region", "pk").values("occupation_id", *columns):
        listed[entry.pop("occupation_id")].append(entry)
    found = defaultdict(list)
    for row in rows:
        found[row["programme_id"]].append(
            {
                "code": row["occupation__slug"],
                "title": texts(row, "occupation__title"),
                "esco_uri": row["occupation__esco_uri"],
                "isco": row["occupation__isco"],
                "bottlenecks": listed[row["occupation_id"]],
            }
        )
    return found


QUALIFICATION_COLUMNS = ("id", "country", "kind", "code", "version", "valid_from", "valid_to", "source", "source_url")


def qualifications(rows: QuerySet[Qualification]) -> list[Row]:
    """Three queries."""
    found = list(
        rows.rewrite(False).values(
            *QUALIFICATION_COLUMNS, "successor_id", "level__framework", "level__code", "level__eqf",
            *in_languages("title"),
        )
    )  # fmt: skip
    ids = [row["id"] for row in found]
    pairs = _counterparts(ids)
    published = Programme.objects.published().filter(qualification__in=ids).order_by()
    counts = dict(published.values_list("qualification").annotate(Count("pk")))
    return [
        {name: row[name] for name in QUALIFICATION_COLUMNS}
        | {
            "title": texts(row, "title"),
            "level": level(row),
            "successor": row["successor_id"],
            "counterparts": pairs[row["id"]],
            "programme_count": counts.get(row["id"], 0),
        }
        for row in found
    ]


def _counterparts(ids: list[int]) -> dict[int, list[Row]]:
    """What people across the border compare each qualification with, and who says so."""
    found = defaultdict(list)
    pairs = Counterpart.objects.filter(flemish__in=ids) | Counterpart.objects.filter(dutch__in=ids)
    for flemish, dutch, source in pairs.order_by("pk").values_list("flemish_id", "dutch_id", "source"):
        found[flemish].append({"id": dutch, "source": source})
        found[dutch].append({"id": flemish, "source": source})
    return found
