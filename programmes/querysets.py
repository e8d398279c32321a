from datetime import datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from les_portal.organisations.models import Membership
from les_portal.organisations.rules import is_network_administrator, roles_of
from schools.querysets import is_open

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


def midnight(days: int = 0) -> datetime:
    """When today began, where the schools are; or that many days later."""
    zone = timezone.get_default_timezone()
    return datetime.combine(timezone.localdate(timezone=zone) + timedelta(days=days), time.min, zone)


class OpenDayQuerySet(models.QuerySet):
    def for_visitors(self) -> Self:
        """Of schools that are still there, at campuses that are open, for programmes that are published."""
        programme = Q(programme=None) | Q(programme__status="published")
        return self.filter(programme, Q(campus=None) | is_open("campus__"), school__retired_on=None)

    def not_over(self) -> Self:
        """Pages are kept per local day, so one that ends at 18:00 stays until midnight: on every page alike."""
        return self.filter(ends_at__gt=midnight())

    def upcoming(self) -> Self:
        return self.for_visitors().not_over().filter(cancelled_at=None)

    def within(self, days: int) -> Self:
        """Those to come that begin today or at the latest so many days from now."""
        return self.upcoming().filter(starts_at__lt=midnight(days + 1))

    # Where it is, as ids: of a whole school at each of its campuses, of a campus there, of a programme where it is
    # taught, unless that names a campus too. One list of each, made once, however many campuses ask for it.

    def campuses(self) -> Self:
        whole, campus, programme, both = self._kinds()
        taught = programme.values_list("programme__offerings__campus")
        return whole.values_list("school__campuses").union(
            campus.values_list("campus"), taught, both.values_list("campus")
        )

    def programmes(self) -> Self:
        whole, campus, programme, both = self._kinds()
        taught = campus.values_list("campus__offerings__programme")
        own = (rows.values_list("programme") for rows in (programme, both))
        return whole.values_list("school__programmes").union(taught, *own)

    def offerings(self) -> Self:
        """The programme and the campus together."""
        whole, campus, programme, both = self._kinds()
        both = both.filter(programme__offerings__campus=F("campus"))
        own = (rows.values_list("programme__offerings") for rows in (programme, both))
        return whole.values_list("school__campuses__offerings").union(campus.values_list("campus__offerings"), *own)

    def _kinds(self) -> tuple[Self, Self, Self, Self]:
        """Of a whole school, of a campus, of a programme, of a programme at a campus."""
        rows = self.order_by()
        at_school, at_campus = rows.filter(campus=None), rows.exclude(campus=None)
        kinds = ((rows.filter(programme=None), rows.exclude(programme=None)) for rows in (at_school, at_campus))
        (whole, programme), (campus, both) = kinds
        return whole, campus, programme, both


class OccupationQuerySet(models.QuerySet):
    def with_use(self) -> Self:
        """Whether people here work with it; ESCO brings thousands that nobody does."""
        programmes = self.model.programmes.through.objects.filter(occupation=OuterRef("pk"))
        listed = self.model.bottlenecks.rel.related_model.objects.filter(occupation=OuterRef("pk"))
        return self.annotate(is_used=Q(Exists(programmes)) | Q(Exists(listed)) | Q(version=""))

    def on_offer(self) -> Self:
        """To choose from: first what is used here, and of the rest nothing that ESCO dropped."""
        return self.with_use().filter(Q(retired_in="") | Q(is_used=True)).order_by("-is_used", "slug")


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
