from math import cos, radians
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import ASin, Cos, Power, Sin, Sqrt

from les_portal.geo import EARTH_RADIUS_KM, Box, Point, box_around
from les_portal.search.words import fold


class SchoolQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(retired_on=None)

    def with_campus(self, campuses: models.QuerySet, order: str) -> Self:
        """Schools that have one of `campuses`, annotated with the `order` (distance, rank) of their first."""
        theirs = campuses.filter(school=OuterRef("pk"))
        first = theirs.order_by(order).values(order)[:1]
        return self.filter(Exists(theirs)).annotate(**{order: Subquery(first)})


class CampusQuerySet(models.QuerySet):
    def active(self) -> Self:
        """What the map and the lists show: neither the campus nor its school has left the register."""
        return self.filter(retired_on=None, school__retired_on=None)

    def inside(self, box: Box) -> Self:
        """A box whose west lies east of its east goes around the back of the world."""
        rows = self.filter(place__lat__range=(box.south, box.north))
        if box.west <= box.east:
            return rows.filter(place__lon__range=(box.west, box.east))
        return rows.filter(Q(place__lon__gte=box.west) | Q(place__lon__lte=box.east))

    def near(self, point: Point, km: float) -> Self:
        """At most `km` away over the great circle, annotated with `distance` in km.

        The box comes first: it has an index, and the sines are only worked out for what lies in it.
        """
        return self.inside(box_around(point, km)).annotate(distance=_distance_km(point)).filter(distance__lte=km)


def _distance_km(point: Point):
    """`geo.distance_km` from the campus's place, as SQL."""
    half = radians(1) / 2
    half_lat = Power(Sin((F("place__lat") - point.lat) * half), 2)
    half_lon = Power(Sin((F("place__lon") - point.lon) * half), 2)
    chord = half_lat + half_lon * cos(radians(point.lat)) * Cos(F("place__lat") * radians(1))
    return ASin(Sqrt(chord)) * (2 * EARTH_RADIUS_KM)


class LocalityQuerySet(models.QuerySet):
    def matching(self, text: str) -> Self:
        """Post code (Dutch ones with or without their letters) or place name, accents and case forgiven."""
        key = fold(text)
        if key[:4].isdigit():
            return self.filter(postcode=key[:4])
        return self.filter(name_key=key)
