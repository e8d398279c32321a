"""What is written down about who belongs to an organisation."""

from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.organisations.models import Organisation

INVITED = verb("organisations.invited", _("invited somebody"))
INVITED_AGAIN = verb("organisations.invited_again", _("sent an invitation again, with a new link"))
REVOKED = verb("organisations.revoked", _("took an invitation back"))
JOINED = verb("organisations.joined", _("took an invitation"))
ASKED = verb("organisations.joinrequest.ask", _("asked to join"))
LET_IN = verb("organisations.let_in", _("let somebody in who asked for it"))
ROLE_CHANGED = verb("organisations.role_changed", _("gave somebody another role"))
REMOVED = verb("organisations.removed", _("took a role away"))
LEFT = verb("organisations.left", _("gave a role up"))


def write(
    what: str, organisation: Organisation, *, by: User, person: User | None = None, role: tuple[str, str]
) -> Entry:
    """Of a person only the number is kept: a name could not be erased from a history that is only added to."""
    who = {"person": [person.pk, person.pk]} if person else {}
    return record(what, organisation, by=by, changes=who | {"role": list(role)})
