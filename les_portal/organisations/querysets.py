from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from les_portal.organisations.links import hashed


class OrganisationQuerySet(models.QuerySet):
    def of_member(self, user) -> Self:
        return self.filter(memberships__user=user).distinct()

    def hold(self, pk: int) -> bool:
        """First in a transaction: from here on nobody else changes who belongs to it. False when it is gone."""
        return bool(self.filter(pk=pk).update(kind=F("kind")))


class MembershipQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(user__is_active=True)


class InvitationQuerySet(models.QuerySet):
    def unanswered(self) -> Self:
        """Also those whose week is over: they can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> Self:
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def by_secret(self, secret: str) -> Self:
        return self.filter(secret_hash=hashed(secret))


class JoinRequestQuerySet(models.QuerySet):
    def with_administration(self) -> Self:
        """With whether their organisation has an administrator who can answer."""
        administrators = self.model._meta.apps.get_model("organisations", "Membership").objects.filter(
            organisation=OuterRef("organisation"), role="administrator", user__is_active=True
        )
        return self.select_related("organisation", "user").annotate(is_administered=Exists(administrators))
