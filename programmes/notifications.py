"""Who hears of it when a listing changes its state: those who keep the listings of that school."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User
from les_portal.mail.kinds import mail_kind
from les_portal.organisations.models import Membership
from programmes.models import Programme
from programmes.querysets import KEEPERS
from schools.models import School

Role = Membership.Role

LISTINGS = mail_kind(
    "listings", _("Listings of your school"), _("You get this because you keep the listings of a school.")
)


def keepers(listing: Programme) -> QuerySet[User]:
    return keepers_of(listing.school)


def keepers_of(school: School) -> QuerySet[User]:
    at_school = {"memberships__organisation": school.organisation_id, "memberships__role__in": KEEPERS}
    return User.objects.filter(**at_school).distinct()


def approvers(listing: Programme) -> QuerySet[User]:
    return approvers_of(listing.school)


def approvers_of(school: School) -> QuerySet[User]:
    """Who is asked to look at what others wrote: the school's own administrators, or the network's."""
    if school.approval == School.Approval.BY_NETWORK:
        return User.objects.filter(memberships__role=Role.NETWORK_ADMINISTRATOR).distinct()
    here = {"memberships__organisation": school.organisation_id, "memberships__role": Role.ADMINISTRATOR}
    return User.objects.filter(**here).distinct()
