from typing import Self

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from les_portal.organisations.models import Membership
from les_portal.organisations.rules import is_network_administrator, roles_of

Role = Membership.Role

# Of a school: who may see its listings before visitors do, and who keeps them.
READERS = (Role.READER, Role.EDITOR, Role.ADMINISTRATOR)
KEEPERS = (Role.EDITOR, Role.ADMINISTRATOR)


def published(programme: str = "") -> Q:
    """What visitors see: published by a school that is still there."""
    return Q(**{f"{programme}status": "published", f"{programme}school__retired_on": None})


def waits_for(user, ours: list[int], programme: str = "") -> Q:
    """Of one's own schools; and what the network approves waits for the network's people."""
    waiting = Q(**{f"{programme}school__organisation__in": ours})
    if is_network_administrator(user):
        waiting |= Q(status="proposed", **{f"{programme}school__approval": "by_network"})
    return waiting


class ProgrammeQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(published())

    def visible_to(self, user) -> Self:
        """Those whose listing this person may open, in whatever state, with its school."""
        return self._of_roles(user, *READERS)

    def editable_by(self, user) -> Self:
        return self._of_roles(user, *KEEPERS)

    def kept_by(self, user) -> Self:
        """Those that wait for this person: of their own schools, so not all that the network's people could do."""
        ours = [organisation for organisation, held in roles_of(user).items() if held.intersection(KEEPERS)]
        return self.select_related("school__organisation").filter(waits_for(user, ours))

    def _of_roles(self, user, *roles: str) -> Self:
        rows = self.select_related("school__organisation")
        if is_network_administrator(user):
            return rows
        ours = [organisation for organisation, held in roles_of(user).items() if held.intersection(roles)]
        return rows.filter(school__organisation__in=ours)


class OpenDayQuerySet(models.QuerySet):
    def upcoming(self) -> Self:
        """Those that are not over yet, of schools that are still there."""
        return self.filter(ends_at__gt=timezone.now(), cancelled_at=None, school__retired_on=None)


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
