"""A request to join: asked, and then accepted, declined or withdrawn."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.organisations.actions import history
from les_portal.organisations.models import JoinRequest, Membership
from les_portal.organisations.notifications import MEMBERSHIP, who_asked
from les_portal.organisations.rules import ASKABLE_ROLES, is_network_administrator, roles_of
from les_portal.workflow.engine import Workflow, register
from les_portal.workflow.transitions import Notice, Tone, Transition

Status = JoinRequest.Status


def visible_to(user) -> QuerySet[JoinRequest]:
    """To who asked, and to who answers."""
    return _of(Q(user=user.pk) | _answered_by(user))


def waiting_for(user) -> QuerySet[JoinRequest]:
    return _of(_answered_by(user))


def _of(which: Q) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.with_administration().filter(which)


def _answered_by(user) -> Q:
    administered = [pk for pk, held in roles_of(user).items() if Membership.Role.ADMINISTRATOR in held]
    own = Q(organisation__in=administered)
    return own | Q(is_administered=False) if is_network_administrator(user) else own


def can_still_come(request: JoinRequest) -> str:
    return "" if request.user.is_active else _("Their account was closed: decline the request, and say so.")


def is_a_role_to_ask_for(request: JoinRequest) -> str:
    if request.role in ASKABLE_ROLES:
        return ""
    return _("This role cannot be asked for: decline the request, and send an invitation instead.")


def let_in(request: JoinRequest, *, by, comment: str) -> None:
    Membership.objects.get_or_create(organisation=request.organisation, user=request.user, role=request.role)
    history.write(history.LET_IN, request.organisation, by=by, person=request.user, role=("", request.role))


ANSWERED = Notice("organisations/request_answered", MEMBERSHIP, who_asked)

register(
    Workflow(
        JoinRequest,
        Transition(
            name="accept",
            label=gettext_lazy("Let this person in"),
            done=gettext_lazy("accepted this request to join"),
            sources=(Status.ASKED,),
            target=Status.ACCEPTED,
            permission="organisations.answer_joinrequest",
            guards=(can_still_come, is_a_role_to_ask_for),
            effects=(let_in,),
            notify=(ANSWERED,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Answer this request to join"),
        ),
        Transition(
            name="decline",
            label=gettext_lazy("Decline this request"),
            done=gettext_lazy("declined this request to join"),
            sources=(Status.ASKED,),
            target=Status.DECLINED,
            permission="organisations.answer_joinrequest",
            consequence=gettext_lazy("The person who asked gets a mail with your reason, and may ask again later."),
            needs_comment=True,
            notify=(ANSWERED,),
        ),
        Transition(
            name="withdraw",
            label=gettext_lazy("Withdraw this request"),
            done=gettext_lazy("withdrew this request to join"),
            sources=(Status.ASKED,),
            target=Status.WITHDRAWN,
            permission="organisations.withdraw_joinrequest",
        ),
        visible_to=visible_to,
        kept_by=waiting_for,
        since="asked_at",
    )
)
