"""Campuses as GeoJSON (RFC 7946): the map as open data, read straight from the columns."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, QuerySet

from les_portal.organisations.models import Country
from programmes.api.rows import distance_of
from programmes.models import Offering, Programme, Sector
from schools.models import Campus

SHAPES = {country.value: country.shape for country in Country}
COLUMNS = (
    "id", "name", "slug", "school_id", "school__type", "school__organisation__name", "school__organisation__slug",
    "place_id", "place__country", "place__street", "place__house_number", "place__postcode", "place__municipality",
    "place__lat", "place__lon", "place__precision",
)  # fmt: skip

FEW = 1000  # beyond this, counting at all campuses is quicker than naming them


def features(campuses: QuerySet[Campus], site: str) -> list[dict[str, Any]]:
    """A feature per campus, without a geometry where nobody knows its coordinates. Two queries."""
    rows = list(campuses.values_list(*COLUMNS, *distance_of(campuses)))
    offered = _offered([row[0] for row in rows])
    return [_feature(row, site, offered.get(row[0], (0, []))) for row in rows]


def _feature(row: tuple, site: str, offered: tuple[int, list[str]]) -> dict[str, Any]:
    (pk, name, slug, school_id, school_type, school, school_slug, place_id, country, street, house_number,
     postcode, municipality, lat, lon, precision, *distance) = row  # fmt: skip
    school_url = f"{site}/schools/{school_slug}/"
    properties = {
        "id": pk,
        "name": name or school,
        "school": school,
        "school_id": school_id,
        "school_type": school_type,
        "school_url": school_url,
        "url": f"{school_url}{slug}/",
        "country": country,
        "shape": SHAPES[country],
        "place": place_id,
        "address": f"{street} {house_number}".strip(),
        "postcode": postcode,
        "municipality": municipality,
        "precision": precision,
        "programmes": offered[0],
        "sectors": offered[1],
    }
    if distance:
        properties["distance_km"] = round(distance[0], 2)
    geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": pk, "geometry": geometry, "properties": properties}


def _offered(campus_ids: list[int]) -> dict[int, tuple[int, list[str]]]:
    """How many published programmes each campus has, and in which sectors."""
    few = {"campus__in": campus_ids} if len(campus_ids) < FEW else {}
    rows = (
        Offering.objects.filter(programme__status=Programme.Status.PUBLISHED, **few)
        .order_by()
        .values_list("campus", "programme__field__sector")
        .annotate(Count("pk"))
    )
    counts = defaultdict(dict)
    for campus, sector, count in rows:
        counts[campus][sector] = count
    order = Sector.values
    return {pk: (sum(found.values()), sorted(found, key=order.index)) for pk, found in counts.items()}
