"""Asking to belong to an organisation. What becomes of it is a workflow."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from les_portal.accounts.models import User
from les_portal.activity.recording import record
from les_portal.mail.sending import send
from les_portal.organisations.actions import history
from les_portal.organisations.models import JoinRequest, Organisation
from les_portal.organisations.notifications import PEOPLE, administrators_of
from les_portal.organisations.rules import ASKABLE_ROLES

DAY = timedelta(days=1)


class AlreadyAsked(Exception):
    """Another request of theirs still waits there."""


class AlreadyThere(Exception):
    """They hold this role already."""


def ask(organisation: Organisation, *, role: str, message: str, by: User) -> JoinRequest:
    """Raises PermissionDenied for a role that one cannot ask for, AlreadyThere or AlreadyAsked."""
    if role not in ASKABLE_ROLES:
        raise PermissionDenied
    if by.memberships.filter(organisation=organisation, role=role).exists():
        raise AlreadyThere
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(organisation=organisation, user=by, role=role, message=message)
            record(history.ASKED, request, by=by)
            _tell(request)
    except IntegrityError as error:
        raise AlreadyAsked from error
    return request


def _tell(request: JoinRequest) -> None:
    """Once a day: who withdraws and asks again, and again, stands in an inbox and fills no mailbox.

    Who is told, a stranger does not learn from what became of the mail.
    """
    organisation, by = request.organisation, request.user
    same = JoinRequest.objects.filter(organisation=organisation, user=by, asked_at__gt=request.asked_at - DAY)
    if same.exclude(pk=request.pk).exists():
        return
    sender = by if by.has_perm("organisations.see_people", organisation) else None
    for person in administrators_of(organisation).exclude(pk=by.pk):
        context = {"join_request": request}
        send("organisations/request_asked", to=person, kind=PEOPLE, context=context, sender=sender, about=request)
