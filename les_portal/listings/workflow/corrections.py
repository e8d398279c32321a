from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.listings.actions.correcting import answer, problem_of, take_over
from les_portal.listings.models import Correction
from les_portal.workflow.engine import Workflow, register
from les_portal.workflow.transitions import Tone, Transition

Status = Correction.Status


def can_be_taken_over(correction: Correction) -> str:
    return problem_of(correction)


def listing_waits_for_nobody(correction: Correction) -> str:
    listing = correction.programme
    if listing is None or not listing.revisions.filter(status="proposed").exists():
        return ""
    return _("Other changes to this listing wait for approval. They have to be answered first.")


def take_it_over(correction: Correction, *, by, comment: str) -> None:
    answer(correction, comment=comment, is_seen=take_over(correction, by=by))


def say_why_not(correction: Correction, *, by, comment: str) -> None:
    answer(correction, comment=comment)


register(
    Workflow(
        Correction,
        Transition(
            name="accept",
            label=gettext_lazy("Accept this correction"),
            done=gettext_lazy("accepted a visitor's correction"),
            sources=(Status.OPEN,),
            target=Status.ACCEPTED,
            permission="listings.answer_correction",
            consequence=gettext_lazy("What the visitor proposed is taken over as they wrote it."),
            guards=(can_be_taken_over, listing_waits_for_nobody),
            effects=(take_it_over,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Accept what a visitor proposes, or refuse it with a word"),
        ),
        Transition(
            name="refuse",
            label=gettext_lazy("Refuse this correction"),
            done=gettext_lazy("refused a visitor's correction"),
            sources=(Status.OPEN,),
            target=Status.REFUSED,
            permission="listings.answer_correction",
            needs_comment=True,
            effects=(say_why_not,),
        ),
        visible_to=Correction.objects.visible_to,
        kept_by=Correction.objects.kept_by,
        since="at",
    )
)
