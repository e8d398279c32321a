from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from les_portal.organisations.models import Membership
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
    def open(self) -> Self:
        return self.filter(status="open")

    def with_page(self) -> Self:
        return self.select_related("school__organisation", "campus__place", "campus__school__organisation", "programme")

    def visible_to(self, user) -> Self:
        rows = self.with_page()
        if is_network_administrator(user):
            return rows
        return rows.filter(school__organisation__in=_where(user, READERS))

    def kept_by(self, user) -> Self:
        """Of one's own schools; those of a school that nobody keeps wait for the network's people."""
        ours = Q(school__organisation__in=_where(user, KEEPERS))
        if is_network_administrator(user):
            ours |= ~models.Exists(keeping(models.OuterRef("school__organisation")))
        return self.with_page().filter(ours)


class FindingQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that nobody said are right as they are."""
        return self.filter(dismissed_at=None)

    def dismissed(self) -> Self:
        return self.exclude(dismissed_at=None)

    def with_what_it_is_about(self) -> Self:
        return self.select_related(
            *("school__organisation", "campus__place", "programme__form", "programme__level"),
            *("programme__qualification__successor", "programme__qualification__level"),
        )


class WebsiteCheckQuerySet(models.QuerySet):
    def dead(self) -> Self:
        return self.filter(failed_days__gte=self.model.DAYS_UNTIL_DEAD)

    def due(self) -> Self:
        """Those that were not tried for a week; one that failed, not yet today. The longest ago first."""
        now = timezone.now()
        today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        long_ago = Q(checked_at=None) | Q(checked_at__lt=now - timedelta(days=7))
        return self.filter(long_ago | (~Q(problem="") & Q(checked_at__lt=today))).order_by(
            F("checked_at").asc(nulls_first=True), "pk"
        )


def keeping(organisation) -> models.QuerySet:
    """The roles of who keeps the listings of this school, and may sign in."""
    return Membership.objects.active().filter(organisation=organisation, role__in=KEEPERS)


def _where(user, roles: tuple[str, ...]) -> list[int]:
    return [organisation for organisation, held in roles_of(user).items() if held.intersection(roles)]
