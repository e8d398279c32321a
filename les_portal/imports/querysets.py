from typing import Self

from django.db import models


class ImportRunQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Without what was read, which may be megabytes."""
        return self.defer("reading").select_related("by")

    def of_registers(self) -> Self:
        """Not those that are somebody's own."""
        return self.for_list().filter(scope="")

    def of(self, source: str, scope: str) -> Self:
        return self.for_list().filter(source=source, scope=scope)
