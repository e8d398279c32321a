"""Which organisations have a page to work on, and for whom."""

from django.db.models import QuerySet

from les_portal.organisations.models import Organisation
from les_portal.organisations.rules import AT_WORK, is_network_administrator, roles_of


def workspaces_of(user) -> QuerySet[Organisation]:
    """One's own."""
    ours = [organisation for organisation, held in roles_of(user).items() if held & AT_WORK]
    return Organisation.objects.filter(pk__in=ours)


def workspaces_open_to(user) -> QuerySet[Organisation]:
    """One's own; for network administrators everybody's."""
    return Organisation.objects.all() if is_network_administrator(user) else workspaces_of(user)
