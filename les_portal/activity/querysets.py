from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models


class HistoryIsKept(TypeError):
    """History is only added to."""


class EntryQuerySet(models.QuerySet):
    def about(self, obj: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)

    def of_model(self, model: type[models.Model]) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def steps(self) -> Self:
        """Those that moved something to another state, the newest first.

        By number: steps of one object follow each other, but the clocks of two servers may not.
        """
        return self.exclude(target="").order_by("-pk")

    def when_it_began(self, objects: Sequence[models.Model]) -> dict[int, datetime]:
        """Per id of these rows of one model: since when it is in the state that it is in. One query."""
        if not objects:
            return {}
        steps = self.of_model(type(objects[0])).filter(object_id__in=[obj.pk for obj in objects])
        return dict(steps.steps().order_by("pk").values_list("object_id", "at"))

    def update(self, **fields) -> int:
        raise HistoryIsKept

    def delete(self):
        raise HistoryIsKept
