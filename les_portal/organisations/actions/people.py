"""Who belongs to an organisation, with which role. Never without the last who can give roles."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from les_portal.accounts.models import User
from les_portal.mail.sending import send
from les_portal.organisations.actions import history
from les_portal.organisations.models import Membership, Organisation
from les_portal.organisations.notifications import MEMBERSHIP, PEOPLE, administrators_of
from les_portal.organisations.rules import LASTING_ROLES, may_give


class LastOne(Exception):
    """Nobody else here holds this role, and without it nobody could give it back."""


class Gone(Exception):
    """Somebody was faster: this role is not held any more."""


class RoleHeldAlready(Exception):
    """They have that other role beside this one."""


def change_role(membership: Membership, *, role: str, by: User) -> None:
    """Raises PermissionDenied, Gone, LastOne or RoleHeldAlready."""
    with transaction.atomic():
        current = _hold(membership)
        if not all(may_give(by, each, current.organisation) for each in (current.role, role)):
            raise PermissionDenied
        if role == current.role:
            return
        _keep_the_last(current)
        before = current.role
        _set_role(current, role)
        history.write(history.ROLE_CHANGED, current.organisation, by=by, person=current.user, role=(before, role))
        _tell(current, before, role, by=by)


def take_role(membership: Membership, *, by: User) -> None:
    """Away from somebody, or given up by themselves. Raises PermissionDenied, Gone or LastOne."""
    with transaction.atomic():
        current = _hold(membership)
        is_own = current.user_id == by.pk
        if not (is_own or may_give(by, current.role, current.organisation)):
            raise PermissionDenied
        _keep_the_last(current)
        Membership.objects.filter(pk=current.pk).delete()
        what = history.LEFT if is_own else history.REMOVED
        history.write(what, current.organisation, by=by, person=current.user, role=(current.role, ""))
        if is_own:
            _tell_administrators(current, by=by)
        else:
            _tell(current, current.role, "", by=by)


def _hold(membership: Membership) -> Membership:
    """What the role is now that nobody else can change it: two who remove each other come one after the other."""
    Organisation.objects.hold(membership.organisation_id)
    current = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk).first()
    if current is None:
        raise Gone
    return current


def _keep_the_last(membership: Membership) -> None:
    others = Membership.objects.active().filter(organisation=membership.organisation, role=membership.role)
    if membership.role in LASTING_ROLES and not others.exclude(pk=membership.pk).exists():
        raise LastOne


def _set_role(membership: Membership, role: str) -> None:
    try:
        with transaction.atomic():
            Membership.objects.filter(pk=membership.pk).update(role=role)
    except IntegrityError as error:
        raise RoleHeldAlready from error


def _tell(membership: Membership, before: str, after: str, *, by: User) -> None:
    if membership.user_id == by.pk:
        return
    roles = {"before": Membership.Role(before).label, "after": Membership.Role(after).label if after else ""}
    send(
        "organisations/role_changed",
        to=membership.user,
        kind=MEMBERSHIP,
        context={"organisation": membership.organisation, "by": by} | roles,
        sender=by,
        about=membership.organisation,
    )


def _tell_administrators(membership: Membership, *, by: User) -> None:
    """Who they are, a learner does not learn from what became of the mail."""
    context = {"membership": membership, "person": by}
    sender = by if by.has_perm("organisations.see_people", membership.organisation) else None
    for person in administrators_of(membership.organisation).exclude(pk=by.pk):
        send(
            "organisations/left", to=person, kind=PEOPLE, context=context, sender=sender, about=membership.organisation
        )
