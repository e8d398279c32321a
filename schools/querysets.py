from math import cos, radians
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cos, Power, Sin, Sqrt
from django.db.models.lookups import LessThanOrEqual

from les_portal.geo import EARTH_RADIUS_KM, Box, Point, box_around
from les_portal.search.words import fold


def in_box(box: Box, place: str = "place__") -> Q:
    """A box whose west lies east of its east goes around the back of the world."""
    north_south = Q(**{f"{place}lat__range": (box.south, box.north)})
    if box.west <= box.east:
        return north_south & Q(**{f"{place}lon__range": (box.west, box.east)})
    return north_south & (Q(**{f"{place}lon__gte": box.west}) | Q(**{f"{place}lon__lte": box.east}))


def km_from(point: Point, place: str = "place__") -> Combinable:
    """`geo.distance_km` as SQL."""
    lat, lon, half = F(f"{place}lat"), F(f"{place}lon"), radians(1) / 2
    north_south, east_west = Power(Sin((lat - point.lat) * half), 2), Power(Sin((lon - point.lon) * half), 2)
    chord = north_south + east_west * cos(radians(point.lat)) * Cos(lat * radians(1))
    return ASin(Sqrt(chord)) * (2 * EARTH_RADIUS_KM)


def within(point: Point, km: float, place: str = "place__") -> Q:
    """At most `km` away over the great circle. The box has an index; sines are worked out for what lies in it."""
    return in_box(box_around(point, km), place) & Q(LessThanOrEqual(km_from(point, place), km))


def active(campus: str = "") -> Q:
    """What the map and the lists show: an open campus of a school that is still in its register."""
    return is_open(campus) & Q(**{f"{campus}school__retired_on": None})


def is_open(campus: str = "") -> Q:
    """Neither has it left the register, nor did its school close it."""
    return Q(**{f"{campus}retired_on": None, f"{campus}closed_on": None})


class SchoolQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(retired_on=None)


class CampusQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(is_open())

    def active(self) -> Self:
        return self.filter(active())

    def inside(self, box: Box) -> Self:
        return self.filter(in_box(box))

    def near(self, point: Point, km: float) -> Self:
        """Annotated with `distance` in km."""
        return self.filter(within(point, km)).annotate(distance=km_from(point))


class LocalityQuerySet(models.QuerySet):
    def matching(self, text: str) -> Self:
        """Post code (Dutch ones with or without their letters) or place name, accents and case forgiven."""
        key = fold(text)
        if key[:4].isdigit():
            return self.filter(postcode=key[:4])
        return self.filter(name_key=key)
