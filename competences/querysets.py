from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from les_portal.organisations.models import Membership
from les_portal.organisations.rules import is_network_administrator, roles_of

Role = Membership.Role
KEEPERS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})


def ours(user, *roles: str) -> list[int]:
    """The organisations in which this person holds one of these roles."""
    return [organisation for organisation, held in roles_of(user).items() if held.intersection(roles)]


class CompetenceQuerySet(models.QuerySet):
    def current(self) -> Self:
        """What the register has now, or what was typed in."""
        return self.filter(retired_on=None)


class ProposalQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state="open")


class ComparisonQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Of one's own organisation, those that one rates, and those that one signs."""
        rows = self.select_related("source", "target", "organisation")
        if is_network_administrator(user):
            return rows
        signed = Q(descriptions__sign_offs__organisation__in=ours(user, Role.AUTHORISER))
        mine = Q(organisation__in=ours(user, *KEEPERS)) | Q(raters__user=user.pk) | signed
        return rows.filter(pk__in=self.model._base_manager.filter(mine).values("pk"))

    def rated_by(self, user) -> Self:
        """Those in which this person is one of the two teachers."""
        mine = self.model._base_manager.filter(raters__user=user.pk)
        return self.select_related("source", "target", "organisation").filter(pk__in=mine.values("pk"))

    def waiting_for(self, user) -> Self:
        """Those that this teacher rates, but for those where only the other one has something to answer."""
        lines = self.model.lines.field.model._base_manager.filter(comparison=OuterRef("pk"))
        unsettled = lines.filter(outcome__in=["open", "proposed"])
        mine = unsettled.exclude(proposed_by__user=user.pk, outcome="proposed")
        return self.rated_by(user).filter(Exists(mine) | ~Exists(unsettled))


class DescriptionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Of the comparisons that this person may open."""
        comparisons = self.model.comparison.field.related_model.objects.visible_to(user)
        rows = self.select_related("comparison__source", "comparison__target")
        return rows.filter(comparison__in=comparisons.values("pk"))

    def kept_by(self, user) -> Self:
        """Those that wait for this person: to be written by the teachers and keepers, to be decided by the network."""
        rows = self.select_related("comparison__source", "comparison__target")
        if is_network_administrator(user):
            return rows
        comparisons = self.model.comparison.field.related_model._base_manager
        mine = comparisons.filter(Q(organisation__in=ours(user, *KEEPERS)) | Q(raters__user=user.pk))
        return rows.filter(comparison__in=mine.values("pk"))

    def counting(self) -> Self:
        """What visitors are shown: one version of each pair, perhaps under review or expired."""
        return self.filter(is_current=True)

    def readable(self) -> Self:
        """What anybody may read: also what counted once, because holders keep the paper."""
        return self.filter(status__in=["published", "under_review", "superseded", "expired"])

    def known(self) -> Self:
        """What anybody may know of; of a withdrawn one only that it is withdrawn."""
        return self.filter(Q(status="withdrawn", published_at__isnull=False) | Q(pk__in=self.readable().values("pk")))


class SignpostQuerySet(models.QuerySet):
    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))

    def between(self, origin: str, country: str) -> Self:
        return self.current().filter(origin=origin, country=country)
