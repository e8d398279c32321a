"""Whether a place on the map fits its address."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from les_portal.geo import Box, Point, distance_km, is_inside
from les_portal.organisations.models import Country
from schools.models import Locality, Place

# Roughly: enough to see that somebody is on the wrong side of the world.
COUNTRIES = {
    Country.BE: Box(2.5, 49.4, 6.5, 51.6),
    Country.NL: Box(3.3, 50.7, 7.3, 53.7),
    Country.FR: Box(-5.2, 41.3, 9.6, 51.2),
}
# How far from the middle of its post code a place may lie: that far out, people still live under it.
KM = {
    Place.Precision.REGISTER: 5,
    Place.Precision.ADDRESS: 5,
    Place.Precision.ESTIMATE: 6,
    Place.Precision.POSTCODE: 3,
}
NOWHERE = 0.01  # degrees: both about zero is how a file says that it does not know

Code = tuple[bool, str]
Middles = dict[Code, list[Point]]


def code_of(place: Place) -> Code | None:
    """Belgian and Dutch post codes look alike, and a French one has a digit more."""
    is_dutch, code = place.country == Country.NL, place.postcode[:4]
    return (is_dutch, code) if code.isdigit() and (is_dutch or len(place.postcode) == 4) else None


def middles_of(places: Iterable[Place]) -> Middles:
    """Of their post codes; villages that share one have a middle each. One query."""
    codes = {code for place in places if (code := code_of(place))}
    middles = defaultdict(list)
    for locality in Locality.objects.filter(postcode__in={code for _is_dutch, code in codes}):
        middles[locality.country == Country.NL, locality.postcode].append(locality.point)
    return middles


def disagreement(place: Place, middles: Middles) -> dict[str, Any] | None:
    """Why the place cannot be where its address is: `zero`, `swapped`, `abroad`, or `far` with its `km`."""
    if place.point is None:
        return None
    about = {"postcode": place.postcode, "lat": place.lat, "lon": place.lon}
    if max(abs(place.lat), abs(place.lon)) < NOWHERE:
        return about | {"why": "zero"}
    near = middles.get(code_of(place), [])
    if _fits(place.point, place, near):
        return None
    if _fits(Point(place.lon, place.lat), place, near):
        return about | {"why": "swapped"}
    if not _is_at_home(place.point, place):
        return about | {"why": "abroad"}
    return about | {"why": "far", "km": round(_km(place.point, near))}


def _fits(point: Point, place: Place, near: list[Point]) -> bool:
    return _is_at_home(point, place) and (not near or _km(point, near) <= KM[place.precision])


def _is_at_home(point: Point, place: Place) -> bool:
    return is_inside(point, COUNTRIES[place.country])


def _km(point: Point, near: list[Point]) -> float:
    return min(distance_km(point, middle) for middle in near)
