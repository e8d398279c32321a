from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models


class DocumentQuerySet(models.QuerySet):
    def about(self, obj: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)
