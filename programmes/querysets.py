from typing import Self

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery


def published(programme: str = "") -> Q:
    """What visitors see: published by a school that is still there."""
    return Q(**{f"{programme}status": "published", f"{programme}school__retired_on": None})


class ProgrammeQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(published())


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
