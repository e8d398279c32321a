"""What must hold over all memberships and invitations."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q

from les_portal.activity.models import Entry
from les_portal.invariants import invariant
from les_portal.organisations.models import Invitation, Membership, Organisation
from les_portal.organisations.rules import DECIDING_KINDS, DECIDING_ROLES

Role = Membership.Role
WEEK = timedelta(days=7, seconds=1)  # the two times of a row are read one after the other


@invariant("an organisation that ever had an administrator still has one")
def without_their_last_administrator() -> Iterator[Organisation]:
    """Had one, as history tells: of whoever was given the role, or lost it."""
    had_one = {entry.object_id for entry in _about_people() if Role.ADMINISTRATOR in entry.changes["role"]}
    administered = Membership.objects.filter(role=Role.ADMINISTRATOR).values("organisation")
    return Organisation.objects.filter(pk__in=had_one).exclude(pk__in=administered).iterator()


@invariant("a taken invitation gave its role, and only history took that away again")
def taken_for_nothing() -> Iterator[Invitation]:
    held = set(Membership.objects.values_list("organisation", "user", "role"))
    taken_away = {(entry.object_id, entry.changes["person"][0], entry.changes["role"][0]) for entry in _about_people()}
    taken = Invitation.objects.filter(accepted_at__isnull=False, accepted_by__isnull=False)
    for invitation in taken.select_related("organisation"):
        given = (invitation.organisation_id, invitation.accepted_by_id, invitation.role)
        if given not in held | taken_away:
            yield invitation


@invariant("no invitation opens or opened anything after its week")
def open_too_long() -> Iterator[Invitation]:
    too_late = Q(accepted_at__gt=F("expires_at"))
    too_long = Q(expires_at__gt=F("invited_at") + WEEK)
    return Invitation.objects.filter(too_late | too_long).select_related("organisation").iterator()


@invariant("who decides belongs to an organisation that carries the network")
def deciding_elsewhere() -> Iterator[Membership]:
    rows = Membership.objects.filter(role__in=DECIDING_ROLES).exclude(organisation__kind__in=DECIDING_KINDS)
    return rows.select_related("organisation", "user").iterator()


def _about_people() -> Iterator[Entry]:
    """What changed for a person: an invitation that nobody took is not among it."""
    entries = Entry.objects.of_model(Organisation).filter(verb__startswith="organisations.")
    return (entry for entry in entries.iterator() if "person" in entry.changes)
