"""An offer of a role by mail, from being made to being taken. Every step is one conditional update that goes first."""

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from les_portal.accounts.models import User
from les_portal.mail.sending import Address, send
from les_portal.organisations.actions import history
from les_portal.organisations.links import hashed, new_secret
from les_portal.organisations.models import Invitation, Membership, Organisation, in_a_week
from les_portal.organisations.notifications import INVITATION, PEOPLE
from les_portal.organisations.rules import is_backed, may_give


class AlreadyInvited(Exception):
    """An invitation of this address for this role is open: it can be sent again."""


class AlreadyMember(Exception):
    """They hold this role already."""


class NoLongerOpen(Exception):
    """Expired, taken, taken back, sent again, or made by somebody who may not make it any more."""


def invite(organisation: Organisation, *, email: str, role: str, language: str, by: User) -> Invitation:
    """Raises PermissionDenied, AlreadyMember or AlreadyInvited."""
    if not may_give(by, role, organisation):
        raise PermissionDenied
    address, secret = User.objects.normalize_email(email.strip()), new_secret()
    same = Invitation.objects.unanswered().filter(organisation=organisation, role=role)
    try:
        with transaction.atomic():
            same.filter(email__iexact=address, expires_at__lte=timezone.now()).update(revoked_at=timezone.now())
            if Membership.objects.filter(organisation=organisation, role=role, user__email__iexact=address).exists():
                raise AlreadyMember
            invitation = Invitation.objects.create(
                organisation=organisation,
                email=address,
                role=role,
                language=language,
                secret_hash=hashed(secret),
                invited_by=by,
            )
            _send(invitation, secret)
            history.write(history.INVITED, organisation, by=by, role=("", role))
    except IntegrityError as error:
        raise AlreadyInvited from error
    return invitation


def resend(invitation: Invitation, *, by: User) -> None:
    """A new link and a new week; the old link is dead from here on. Raises PermissionDenied or NoLongerOpen."""
    if not may_give(by, invitation.role, invitation.organisation):
        raise PermissionDenied
    secret = new_secret()
    renewed = {"secret_hash": hashed(secret), "invited_by": by, "invited_at": timezone.now(), "expires_at": in_a_week()}
    with transaction.atomic():
        if not Invitation.objects.unanswered().filter(pk=invitation.pk).update(**renewed):
            raise NoLongerOpen
        invitation.refresh_from_db()
        _send(invitation, secret)
        history.write(history.INVITED_AGAIN, invitation.organisation, by=by, role=("", invitation.role))


def revoke(invitation: Invitation, *, by: User) -> None:
    """Raises PermissionDenied or NoLongerOpen."""
    if not may_give(by, invitation.role, invitation.organisation):
        raise PermissionDenied
    with transaction.atomic():
        if not Invitation.objects.unanswered().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
            raise NoLongerOpen
        history.write(history.REVOKED, invitation.organisation, by=by, role=(invitation.role, ""))


def accept(invitation: Invitation, *, by: User) -> None:
    """Raises PermissionDenied for somebody else's invitation, or NoLongerOpen."""
    if not invitation.is_for(by):
        raise PermissionDenied
    with transaction.atomic():
        _take(invitation)
        _join(invitation, by)


def accept_with_new_account(invitation: Invitation, *, name: str, language: str, password: str) -> User:
    """Raises NoLongerOpen, also when somebody made an account for the address meanwhile."""
    user = User(email=invitation.email, name=name, language=language, password=make_password(password))
    try:
        with transaction.atomic():
            _take(invitation)
            user.save()
            _join(invitation, user)
    except IntegrityError as error:
        raise NoLongerOpen from error
    return user


def _take(invitation: Invitation) -> None:
    """Of two at once one gets it; the link must be the one that was sent last, and its sender still in their right."""
    same = Invitation.objects.open().filter(pk=invitation.pk, secret_hash=invitation.secret_hash)
    if not same.update(accepted_at=timezone.now()):
        raise NoLongerOpen
    if not is_backed(Invitation.objects.select_related("invited_by", "organisation").get(pk=invitation.pk)):
        raise NoLongerOpen


def _join(invitation: Invitation, user: User) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    organisation, role = invitation.organisation, invitation.role
    Membership.objects.get_or_create(organisation=organisation, user=user, role=role)
    history.write(history.JOINED, organisation, by=user, person=user, role=("", role))
    context = {"invitation": invitation, "person": user}
    send(
        "organisations/invitation_accepted",
        to=invitation.invited_by,
        kind=PEOPLE,
        context=context,
        sender=user,
        about=organisation,
    )


def _send(invitation: Invitation, secret: str) -> None:
    with override(invitation.language):
        path = reverse("organisations:invitation", args=[secret])
    send(
        "organisations/invitation",
        to=Address(invitation.email, invitation.language),
        kind=INVITATION,
        context={"invitation": invitation, "path": path},
        sender=invitation.invited_by,
        about=invitation.organisation,
    )
