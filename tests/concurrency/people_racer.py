"""One who takes a role away or an invitation up at a given moment, together with others in processes of their own."""

import django

django.setup()

from django.template.loader import get_template  # noqa: E402
from django.utils import timezone  # noqa: E402

from les_portal.accounts.models import User  # noqa: E402
from les_portal.organisations.actions import history, invitations, people  # noqa: E402
from les_portal.organisations.models import Invitation, Membership  # noqa: E402
from les_portal.organisations.rules import may_give, roles_of  # noqa: E402
from tests.concurrency import racer  # noqa: E402

NEW = {"name": "Wim", "language": "nl", "password": "drie koeien in een wei"}


def take_role(membership: Membership, by: User) -> None:
    people.take_role(membership, by=by)


def take_role_unguarded(membership: Membership, by: User) -> None:
    """The control: the same checks, and nobody held."""
    if not may_give(by, membership.role, membership.organisation):
        raise PermissionError
    others = Membership.objects.active().filter(organisation=membership.organisation, role=membership.role)
    if not others.exclude(pk=membership.pk).exists():
        raise people.LastOne
    racer.wait_until_all_have_looked()
    membership.delete()


def accept(invitation: Invitation, by: User) -> None:
    invitations.accept(invitation, by=by)


def accept_unguarded(invitation: Invitation, by: User) -> None:
    """The control: read, check, save."""
    fresh = Invitation.objects.get(pk=invitation.pk)
    if not fresh.is_open:
        raise invitations.NoLongerOpen
    racer.wait_until_all_have_looked()
    fresh.accepted_at, fresh.accepted_by = timezone.now(), by
    fresh.save()
    Membership.objects.get_or_create(organisation=fresh.organisation, user=by, role=fresh.role)
    history.write(history.JOINED, fresh.organisation, by=by, person=by, role=("", fresh.role))


def accept_as_somebody_new(invitation: Invitation, by: None) -> None:
    invitations.accept_with_new_account(invitation, **NEW)


WHAT = {
    "take": (Membership, take_role),
    "take unguarded": (Membership, take_role_unguarded),
    "accept": (Invitation, accept),
    "accept unguarded": (Invitation, accept_unguarded),
    "accept as somebody new": (Invitation, accept_as_somebody_new),
}


def attempt(what: str, pk: int, by: int | None) -> str:
    model, act = WHAT[what]
    row = model.objects.select_related("organisation").get(pk=pk)
    person = User.objects.get(pk=by) if by else None
    if person:
        roles_of(person)  # read by the page before it does anything, so by everybody while all were in their right
    return racer.race(lambda: act(row, person)) or "done"


if __name__ == "__main__":
    for template in ("organisations/role_changed", "organisations/invitation_accepted"):
        get_template(f"mail/{template}.html")  # as in a process that has answered before
    racer.answer_each(attempt)
