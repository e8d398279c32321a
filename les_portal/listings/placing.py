"""Where an address lies, as far as our own data tells, and which place on the map a campus stands at.

No other service is asked for an address: nobody outside hears what a school is typing.
"""

from statistics import mean
from typing import NamedTuple
from uuid import uuid4

from les_portal.geo import Point, distance_km
from les_portal.listings.campuses import DECIMALS, Address
from les_portal.listings.quality.hints import WHY_FAR
from les_portal.listings.quality.places import disagreement, middles_of
from les_portal.organisations.models import Country
from les_portal.search.words import fold
from schools.models import Campus, Locality, Place

Precision = Place.Precision


class Found(NamedTuple):
    point: Point
    precision: str


def find(address: Address, *, campus: Campus | None = None) -> Found | None:
    """What others know of this address, else a neighbour in the same Dutch post code, else its middle."""
    same = Place.objects.filter(key=_key(address), lat__isnull=False).exclude(precision=Precision.POSTCODE).first()
    if same and (same.precision == Precision.REGISTER or _is_shared(same, campus)):
        return Found(same.point, same.precision)
    if point := _neighbour(address) or middle_of(address):
        return Found(point, Precision.POSTCODE)
    return None


def _neighbour(address: Address) -> Point | None:
    """A whole Dutch post code is a stretch of one street."""
    if len(address.postcode) < 6:
        return None
    exact = Place.objects.filter(country=address.country, postcode=address.postcode, lat__isnull=False)
    place = exact.filter(precision__in=[Precision.REGISTER, Precision.ADDRESS]).order_by("pk").first()
    return place and place.point


def middle_of(address: Address) -> Point | None:
    code = address.postcode[:4] if address.country == Country.NL else address.postcode
    localities = list(Locality.objects.filter(country=address.country, postcode=code))
    named = [locality for locality in localities if locality.name_key == fold(address.municipality)]
    if not localities:
        return None
    lat, lon = (mean(getattr(locality, axis) for locality in named or localities) for axis in ("lat", "lon"))
    return Point(round(lat, DECIMALS), round(lon, DECIMALS))


def misplaced(places: list[Place]) -> dict[int, str]:
    """By id: those whose marker and address do not fit, in words. One query."""
    middles = middles_of(places)
    found = {place.pk: disagreement(place, middles) for place in places}
    return {pk: str(WHY_FAR[details["why"]]) % details for pk, details in found.items() if details}


# --- which place a campus stands at -----------------------------------------------------------------


def place_at(address: Address, point: Point | None, *, campus: Campus | None, precision: str = "") -> Place:
    """The row for this address and this spot, written: shared with whom it is the same, and nobody else's moves.

    Without a point it is looked up. `precision` is how exact the point is, where the caller knows.
    """
    own = campus.place if campus else None
    key = _key(address, own=own)
    there = Place.objects.filter(key=key).first()
    if there and _is_shared(there, campus) and _is_same(there, address, point):
        return there
    located = _located(address, point, campus, precision)
    for place in (own, there):
        if place and place.address_key == key and not _is_shared(place, campus):
            return _write(place, address, located)
    return _write(Place(key=f"{key}@{uuid4().hex[:12]}" if there else key), address, located)


def is_at(place: Place, address: Address) -> bool:
    return place.address_key == _key(address, own=place)


def _key(address: Address, *, own: Place | None = None) -> str:
    if not address.street and own and not own.street and (own.country, own.postcode) == address[:2]:
        return own.address_key
    parts = (address.country, address.postcode, address.street, address.house_number)
    return Place.make_key(*parts, alone=uuid4().hex[:12])


def _is_shared(place: Place, campus: Campus | None) -> bool:
    return place.campuses.exclude(pk=campus and campus.pk).exists()


def _is_same(place: Place, address: Address, point: Point | None) -> bool:
    is_there = point is None or (place.point is not None and _is_near(place.point, point))
    return is_there and fold(place.municipality) == fold(address.municipality)


def _is_near(one: Point, other: Point) -> bool:
    return distance_km(one, other) < 0.001


def _located(address: Address, point: Point | None, campus: Campus | None, precision: str) -> Found | None:
    if point is None:
        return find(address, campus=campus)
    if precision:
        return Found(point, precision)
    own = campus and campus.place
    if own and own.point and is_at(own, address) and _is_near(own.point, point):
        return Found(own.point, own.precision)
    found = find(address, campus=campus)
    return found if found and _is_near(found.point, point) else Found(point, Precision.ADDRESS)


def _write(place: Place, address: Address, found: Found | None) -> Place:
    for name, text in address._asdict().items():
        setattr(place, name, text)
    place.lat, place.lon = found.point if found else (None, None)
    place.precision = found.precision if found else Precision.ADDRESS
    place.save()
    return place
