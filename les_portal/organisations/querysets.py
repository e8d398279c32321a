from django.db import models


class OrganisationQuerySet(models.QuerySet):
    def of_member(self, user) -> "OrganisationQuerySet":
        return self.filter(memberships__user=user).distinct()
