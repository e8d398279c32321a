"""Who hears of it when a listing changes its state: those who keep the listings of that school."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User
from les_portal.mail.kinds import mail_kind
from programmes.models import Programme
from programmes.querysets import KEEPERS

LISTINGS = mail_kind(
    "listings", _("Listings of your school"), _("You get this because you keep the listings of a school.")
)


def keepers(listing: Programme) -> QuerySet[User]:
    at_school = {"memberships__organisation": listing.school.organisation_id, "memberships__role__in": KEEPERS}
    return User.objects.filter(**at_school).distinct()
