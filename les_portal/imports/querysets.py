from typing import Self

from django.db import models


class ImportRunQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Without what was read, which may be megabytes."""
        return self.defer("reading").select_related("by")
