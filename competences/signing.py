"""Who signs for which side."""

from django.db.models import QuerySet

from les_portal.organisations.models import Membership, Organisation


def authorities(country: str) -> QuerySet[Organisation]:
    """The organisations of a side that have somebody who may sign."""
    held = Membership.objects.filter(role=Membership.Role.AUTHORISER, user__is_active=True)
    return Organisation.objects.filter(country=country, pk__in=held.values("organisation"))
