from typing import Self

from django.db import models

from les_portal.organisations.rules import is_network_administrator, roles_of
from programmes.querysets import KEEPERS, READERS, waits_for


class RevisionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status__in=["editing", "proposed"])

    def versions(self) -> Self:
        """The newest first."""
        return self.filter(status="applied").order_by("-number")

    def visible_to(self, user) -> Self:
        return self.select_related("programme__school__organisation").filter(
            programme__in=self.model.programme.field.related_model.objects.visible_to(user).order_by().values("pk")
        )

    def kept_by(self, user) -> Self:
        return self.visible_to(user).filter(waits_for(user, _where(user, KEEPERS), "programme__"))


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        rows = self.select_related("school__organisation", "campus__place", "programme")
        if is_network_administrator(user):
            return rows
        return rows.filter(school__organisation__in=_where(user, READERS))

    def kept_by(self, user) -> Self:
        rows = self.select_related("school__organisation", "campus__place", "programme")
        return rows.filter(school__organisation__in=_where(user, KEEPERS))


class FindingQuerySet(models.QuerySet):
    pass


def _where(user, roles: tuple[str, ...]) -> list[int]:
    return [organisation for organisation, held in roles_of(user).items() if held.intersection(roles)]
