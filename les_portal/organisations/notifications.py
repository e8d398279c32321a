"""Who hears of what happens to people and their roles."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User
from les_portal.mail.kinds import mail_kind
from les_portal.organisations.models import JoinRequest, Membership, Organisation

Role = Membership.Role

INVITATION = mail_kind(
    "invitation",
    _("Invitations to you"),
    _("You get this because somebody of an organisation on the portal typed your address."),
    optional=False,
    secret=True,
)
PEOPLE = mail_kind(
    "people",
    _("People of your organisation"),
    _("You get this because you keep the people of an organisation, or invited somebody."),
)
MEMBERSHIP = mail_kind(
    "membership",
    _("Your own roles"),
    _("You get this because it concerns what you may do on the portal."),
    optional=False,
)


def administrators_of(organisation: Organisation) -> QuerySet[User]:
    """Whoever can answer: its own administrators, else those of the network."""
    own = _holders(Role.ADMINISTRATOR, organisation=organisation)
    return own if own.exists() else _holders(Role.NETWORK_ADMINISTRATOR)


def _holders(role: str, **where) -> QuerySet[User]:
    held = Membership.objects.active().filter(role=role, **where)
    return User.objects.filter(pk__in=held.values("user"))


def who_asked(request: JoinRequest) -> list[User]:
    return [request.user]
