"""Which place a row speaks of, and where that lies. A place may have several schools: it never moves with one."""

from collections import defaultdict
from statistics import mean
from typing import Any

from les_portal.geo import Point
from les_portal.imports.merging import NEVER_SAID
from les_portal.search.words import fold
from schools.importers.known import History
from schools.importers.writing import Writes
from schools.models import Locality, Place

TEXTS = ("street", "house_number", "municipality")


def key_of(says: dict[str, Any], *, alone: str) -> str:
    return Place.make_key(says["country"], says["postcode"], says["street"], says["house_number"], alone=alone)


class Addresses:
    def __init__(self, places: dict[str, Place], writes: Writes, *, country: str) -> None:
        self.places = places
        self._writes = writes
        self._localities: dict[str, list[Locality]] = defaultdict(list)
        for locality in Locality.objects.filter(country=country).exclude(postcode=""):
            self._localities[locality.postcode].append(locality)
        self._exact = {place.postcode: place for place in places.values() if _is_exact(place)}

    def place(self, key: str, address: dict[str, str], point: list[float] | None) -> Place:
        if place := self.places.get(key):
            return place
        place = self.places[key] = Place(key=key, **address)
        self._locate(place, point)
        self._writes.add(place)
        return place

    def refresh(self, place: Place, says: dict[str, Any], history: History) -> list[tuple[str, Any, Any]]:
        """Bring a place up to date with its register: (field, before, after) of what that changed."""
        differences = []
        for field in TEXTS:
            if says[field] != (before := getattr(place, field)) and history.said(field) == before:
                setattr(place, field, says[field])
                differences.append((field, before, says[field]))
        before = place.point
        if self._may_locate(place, says["point"], history) and self._locate(place, says["point"]):
            differences.append(("coordinates", _shown(before), _shown(place.point)))
        if differences:
            self._writes.touch(place)
        return differences

    def _may_locate(self, place: Place, point: list[float] | None, history: History) -> bool:
        if place.point is None or place.precision == Place.Precision.POSTCODE:
            return True
        if place.precision != Place.Precision.REGISTER or point is None:
            return False  # somebody placed it better than a register could
        said = history.said("point")
        return said not in (NEVER_SAID, None, point) and tuple(said) == place.point

    def _locate(self, place: Place, point: list[float] | None) -> bool:
        before = (place.point, place.precision)
        if point:
            place.lat, place.lon = point
            place.precision = Place.Precision.REGISTER
            self._exact[place.postcode] = place
        elif place.point is None and (middle := self._middle(place)):
            place.lat, place.lon = middle
            place.precision = Place.Precision.POSTCODE
        return (place.point, place.precision) != before

    def _middle(self, place: Place) -> Point | None:
        """Of its post code. A whole Dutch one is a stretch of one street: a neighbour is nearer than the middle."""
        if len(place.postcode) > 4 and (neighbour := self._exact.get(place.postcode)):
            return neighbour.point
        localities = self._localities.get(place.postcode[:4], [])
        named = [locality for locality in localities if locality.name_key == fold(place.municipality)]
        if not localities:
            return None
        return Point(
            round(mean(locality.lat for locality in named or localities), 6),
            round(mean(locality.lon for locality in named or localities), 6),
        )


def _is_exact(place: Place) -> bool:
    return place.point is not None and place.precision == Place.Precision.REGISTER


def _shown(point: Point | None) -> str:
    return f"{point.lat:.5f}, {point.lon:.5f}" if point else ""
