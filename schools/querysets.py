from typing import Self

from django.db import models

from les_portal.geo import Box
from les_portal.search.words import fold


class SchoolQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(retired_on=None)


class CampusQuerySet(models.QuerySet):
    def active(self) -> Self:
        """What the map and the lists show: neither the campus nor its school has left the register."""
        return self.filter(retired_on=None, school__retired_on=None)

    def inside(self, box: Box) -> Self:
        return self.filter(place__lat__range=(box.south, box.north), place__lon__range=(box.west, box.east))


class LocalityQuerySet(models.QuerySet):
    def matching(self, text: str) -> Self:
        """Post code (Dutch ones with or without their letters) or place name, accents and case forgiven."""
        key = fold(text)
        if key[:4].isdigit():
            return self.filter(postcode=key[:4])
        return self.filter(name_key=key)
