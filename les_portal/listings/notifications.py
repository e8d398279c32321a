"""Who hears of what happens to listings."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User
from les_portal.listings.models import Correction, Revision
from les_portal.mail.kinds import mail_kind
from les_portal.organisations.models import Membership
from programmes.notifications import approvers_of
from programmes.querysets import KEEPERS

Role = Membership.Role

CORRECTIONS = mail_kind(
    "corrections",
    _("Corrections that visitors propose"),
    _("You get this because you keep what the portal says of a school."),
)
REMINDERS = mail_kind(
    "reminders",
    _("Reminders to confirm your listings"),
    _("You get this because you keep the listings of a school. At most once in thirty days."),
)
# To somebody without an account. Secret, because then its text is forgotten once it was sent.
ANSWERS = mail_kind(
    "correction_answers",
    _("Answers to corrections that you proposed"),
    _("You get this once, because you asked to hear back. We do not keep your address."),
    optional=False,
    secret=True,
)


def approvers(revision: Revision) -> QuerySet[User]:
    return approvers_of(revision.programme.school)


def told_of(corrections: Sequence[Correction]) -> dict[User, list[Correction]]:
    """Each keeper with those of their schools; the network's people with those of schools that nobody keeps."""
    keepers = defaultdict(dict)
    held = Membership.objects.active().select_related("user").order_by("user")
    for membership in held.filter(
        organisation__in={each.school.organisation_id for each in corrections}, role__in=KEEPERS
    ):
        keepers[membership.organisation_id][membership.user_id] = membership.user
    nobody = {each.user_id: each.user for each in held.filter(role=Role.NETWORK_ADMINISTRATOR)}
    told = defaultdict(list)
    for correction in corrections:
        for person in keepers.get(correction.school.organisation_id, nobody).values():
            told[person].append(correction)
    return dict(told)
