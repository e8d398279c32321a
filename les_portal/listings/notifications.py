"""Who hears of what happens to listings."""

from django.db.models import QuerySet

from les_portal.accounts.models import User
from les_portal.listings.models import Revision
from les_portal.organisations.models import Membership
from programmes.notifications import approvers_of

Role = Membership.Role


def approvers(revision: Revision) -> QuerySet[User]:
    return approvers_of(revision.programme.school)
