"""Each side's authorising organisation signs, or asks for changes. The second signature authorises."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from competences.models import AuthorisedDescription, SignOff
from competences.notifications import DESCRIPTIONS, writers
from competences.querysets import ours
from les_portal.organisations.models import Membership
from les_portal.workflow.engine import NotNow, Workflow, register, workflow_of
from les_portal.workflow.transitions import Notice, Tone, Transition

Status = SignOff.Status
Role = Membership.Role


def hold(sign_off: SignOff) -> AuthorisedDescription:
    """First among the effects, because it is the lock: behind it each of two signers sees what the other one did."""
    waiting = AuthorisedDescription.objects.filter(
        pk=sign_off.description_id, status=AuthorisedDescription.Status.REVIEW, round=sign_off.round
    )
    if not waiting.update(round=F("round")):
        raise NotNow
    return waiting.get()


def sign_it(sign_off: SignOff, *, by, comment: str) -> None:
    description = hold(sign_off)
    SignOff.objects.filter(pk=sign_off.pk).update(by=by, signed_at=timezone.now())
    others = description.sign_offs.filter(round=description.round).exclude(status=Status.SIGNED)
    if not others.exists():
        workflow_of(description).run("authorise", description, by=None)


def ask_changes(sign_off: SignOff, *, by, comment: str) -> None:
    description = hold(sign_off)
    SignOff.objects.filter(pk=sign_off.pk).update(by=by)
    others = description.sign_offs.filter(round=description.round).exclude(pk=sign_off.pk)
    others.filter(status=Status.WAITING).update(status=Status.LAPSED)
    workflow_of(description).run("ask_changes", description, by=None, comment=comment)


def writers_of(sign_off: SignOff):
    return writers(sign_off.description)


register(
    Workflow(
        SignOff,
        Transition(
            name="sign",
            label=gettext_lazy("Sign for your organisation"),
            done=gettext_lazy("signed it"),
            sources=(Status.WAITING,),
            target=Status.SIGNED,
            permission="competences.sign_signoff",
            consequence=gettext_lazy("When the other side has signed too, it is authorised and never changes again."),
            effects=(sign_it,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Sign this description, or ask for changes"),
        ),
        Transition(
            name="ask_changes",
            label=gettext_lazy("Ask for changes"),
            done=gettext_lazy("asked for changes"),
            sources=(Status.WAITING,),
            target=Status.REFUSED,
            permission="competences.sign_signoff",
            needs_comment=True,
            effects=(ask_changes,),
            notify=(Notice("competences/changed", DESCRIPTIONS, writers_of),),
        ),
        visible_to=lambda user: SignOff.objects.filter(organisation__in=ours(user, Role.AUTHORISER)).select_related(
            "description__comparison__source", "description__comparison__target", "organisation"
        ),
        page=lambda sign_off: sign_off.get_absolute_url(),
        since="asked_at",
    )
)
