from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models

# What was asked for, and what was made of it.
ASKED = {
    "kind", "series", "sequence", "number", "version", "language", "title", "code", "content_type", "object_id",
    "content", "supersedes", "requested_at",
}  # fmt: skip
MADE = {"state", "made_at", "file", "sha256", "size", "is_sealed"}


class DocumentsAreKept(TypeError):
    """A document never changes; a change is a new document."""


class DocumentQuerySet(models.QuerySet):
    def about(self, obj: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)

    def update(self, **fields) -> int:
        """What was asked stays; what was made is said once: rows that are ready are passed over."""
        if ASKED & fields.keys():
            raise DocumentsAreKept
        rows = self.exclude(state="ready") if MADE & fields.keys() else self
        return super(DocumentQuerySet, rows).update(**fields)

    def delete(self):
        raise DocumentsAreKept
