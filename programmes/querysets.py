from typing import Self

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Subquery


class ProgrammeQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What visitors see: published by a school that is still there."""
        return self.filter(status="published", school__retired_on=None)

    def at(self, campuses: models.QuerySet) -> Self:
        """Offered at one of `campuses`; annotated with the `distance` of the nearest when those have one."""
        theirs = campuses.filter(programmes=OuterRef("pk"))
        rows = self.filter(Exists(theirs))
        if "distance" in campuses.query.annotations:
            rows = rows.annotate(distance=Subquery(theirs.order_by("distance").values("distance")[:1]))
        return rows


class BottleneckQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The newest list of each source on each side of the border; older years stay as history."""
        newest = (
            self.model.objects.filter(country=OuterRef("country"), source=OuterRef("source"))
            .order_by()
            .values("country", "source")
            .annotate(newest=Max("year"))
            .values("newest")
        )
        return self.annotate(newest_year=Subquery(newest)).filter(year=F("newest_year"))
