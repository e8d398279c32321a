"""Two teachers rate alone; when both are finished they see each other's ratings and come to lines together."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.actions.reconciling import open_lines
from competences.models import Comparison, Rater
from competences.notifications import DESCRIPTIONS, everybody, teachers
from competences.progress import unrated, unsettled
from les_portal.workflow.engine import Workflow, register, workflow_of
from les_portal.workflow.transitions import Notice, Tone, Transition

Status = Comparison.Status


def everything_is_rated(rater: Rater) -> str:
    left = unrated(rater)
    if not left:
        return ""
    first = str(left[0])
    return _("%(number)d competences are not rated yet, first: “%(first)s”.") % {"number": len(left), "first": first}


def everything_is_settled(comparison: Comparison) -> str:
    left = unsettled(comparison)
    if not left:
        return ""
    first = str(left[0])
    return _("%(number)d competences are not settled yet, first: “%(first)s”.") % {"number": len(left), "first": first}


def bring_together(rater: Rater, *, by, comment: str) -> None:
    """The second of the two opens the reconciliation.

    The write on the comparison comes first: it is the lock behind which each sees whether the other has finished.
    """
    comparison = rater.comparison
    Comparison.objects.filter(pk=comparison.pk).update(organisation=comparison.organisation_id)
    if not comparison.raters.exclude(status=Rater.Status.FINISHED).exists():
        workflow_of(comparison).run("bring_together", comparison, by=None)


def make_lines(comparison: Comparison, *, by, comment: str) -> None:
    open_lines(comparison)


register(
    Workflow(
        Rater,
        Transition(
            name="finish",
            label=gettext_lazy("Finish rating"),
            done=gettext_lazy("finished rating"),
            sources=(Rater.Status.BUSY,),
            target=Rater.Status.FINISHED,
            permission="competences.finish_rating",
            consequence=gettext_lazy(
                "You cannot change your ratings afterwards. When the other one has finished too, you see each other's."
            ),
            guards=(everything_is_rated,),
            effects=(bring_together,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Rate these competences"),
        ),
        visible_to=lambda user: Rater.objects.filter(user=user.pk).select_related(
            "comparison__source", "comparison__target"
        ),
        page=lambda rater: rater.get_absolute_url(),
        since="since",
    )
)

register(
    Workflow(
        Comparison,
        Transition(
            name="bring_together",
            label=gettext_lazy("Bring the ratings together"),
            done=gettext_lazy("brought the ratings together"),
            sources=(Status.RATING,),
            target=Status.RECONCILING,
            permission="",
            is_automatic=True,
            effects=(make_lines,),
            notify=(Notice("competences/changed", DESCRIPTIONS, teachers),),
        ),
        Transition(
            name="conclude",
            label=gettext_lazy("Conclude the comparison"),
            done=gettext_lazy("concluded the comparison"),
            sources=(Status.RECONCILING,),
            target=Status.CONCLUDED,
            permission="competences.reconcile",
            guards=(everything_is_settled,),
            notify=(Notice("competences/changed", DESCRIPTIONS, everybody),),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Settle the differences with the other teacher"),
        ),
        Transition(
            name="reopen",
            label=gettext_lazy("Reopen the comparison"),
            done=gettext_lazy("reopened the comparison"),
            sources=(Status.CONCLUDED,),
            target=Status.RECONCILING,
            permission="competences.keep_comparison",
            consequence=gettext_lazy(
                "The teachers settle again what is new or different in the frames. What is published stays as it "
                "was authorised."
            ),
            needs_comment=True,
            effects=(make_lines,),
            notify=(Notice("competences/changed", DESCRIPTIONS, teachers),),
        ),
        visible_to=Comparison.objects.visible_to,
        kept_by=Comparison.objects.waiting_for,
        since="created_at",
    )
)
