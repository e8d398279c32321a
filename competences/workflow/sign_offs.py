"""Each side's authorising organisation signs, or asks for changes. The second signature authorises."""

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from competences.completeness import COMPLETE, is_what_was_asked
from competences.models import AuthorisedDescription, SignOff
from competences.notifications import DESCRIPTIONS, writers
from competences.querysets import ours
from les_portal.organisations.models import Membership
from les_portal.workflow.engine import NotNow, Workflow, register, workflow_of
from les_portal.workflow.transitions import Guard, Notice, Tone, Transition

Status = SignOff.Status
Role = Membership.Role


def of_its_description(guard: Guard) -> Guard:
    return lambda sign_off: guard(sign_off.description)


# Said to whoever signs first too: the second signature finds nothing new.
SIGNABLE = tuple(of_its_description(guard) for guard in (*COMPLETE, is_what_was_asked))


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
    others = description.sign_offs.filter(round=description.round).exclude(pk=sign_off.pk)
    if others.filter(by=by).exists():
        raise PermissionDenied  # one who signs for both sides, in two windows at once
    SignOff.objects.filter(pk=sign_off.pk).update(by=by, signed_at=timezone.now())
    if not others.exclude(status=Status.SIGNED).exists():
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
            guards=SIGNABLE,
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
