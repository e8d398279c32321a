"""What the map draws: a point per place, in columns, and the cards of the place that somebody opens."""

from typing import Any

import orjson
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from les_portal.publication.changes import edition
from les_portal.publication.stored import fresh, public_page, stored
from programmes.browsing import browse
from programmes.cards import campus_cards
from schools.models import Campus

# Eleven metres: closer than a marker is wide, and a third less to send than all digits.
DECIMALS = 4


@login_not_required
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The places of the campuses that the list beside the map shows, whatever it made of its address."""
    query = browse(request).query

    def build() -> bytes:
        return orjson.dumps(columns(query.campuses()))

    if query.is_one_of_many:
        return fresh(request, build())
    return stored(request, ("points", query.querystring()), build)


def columns(campuses: QuerySet[Campus]) -> dict[str, Any]:
    """Campuses at one address are one point, named by that address. `count` counts those without coordinates too."""
    name = Coalesce(NullIf("name", Value("")), "school__organisation__name")
    rows = campuses.order_by("place_id", "sort_key", "pk").values_list(
        "place_id", "place__lat", "place__lon", "place__country", "pk", name,
        "place__street", "place__house_number", "place__municipality",
    )  # fmt: skip
    ids, lats, lons, countries, numbers, names, firsts = [], [], [], [], [], [], []
    total = 0
    for place, lat, lon, country, campus, label, *address in rows:
        total += 1
        if lat is None:
            continue
        if ids and ids[-1] == place:
            numbers[-1] += 1
            names[-1] = written(*address)
            continue
        ids.append(place)
        lats.append(round(lat, DECIMALS))
        lons.append(round(lon, DECIMALS))
        countries.append(country)
        numbers.append(1)
        names.append(label)
        firsts.append(campus)
    return {
        "edition": edition(), "count": total, "places": len(ids), "id": ids, "lat": lats, "lon": lons,
        "country": countries, "n": numbers, "name": names, "campus": firsts,
    }  # fmt: skip


def written(street: str, house_number: str, municipality: str) -> str:
    return f"{street} {house_number}".strip() + (f", {municipality}" if street else municipality)


@public_page
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The cards of the campuses at a place that the filters leave."""
    query = browse(request).query
    cards = campus_cards(query.campuses().filter(place=pk), origin=query.origin)
    if not cards:
        raise Http404
    return render(request, "pages/place.html", {"cards": cards, "query": query})
