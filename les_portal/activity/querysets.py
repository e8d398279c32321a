from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models


class HistoryIsKept(TypeError):
    """History is only added to."""


class EntryQuerySet(models.QuerySet):
    def about(self, obj: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)

    def update(self, **fields) -> int:
        raise HistoryIsKept

    def delete(self):
        raise HistoryIsKept
