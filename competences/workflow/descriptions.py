"""The life of one version: written, signed on both sides, frozen, published, watched, replaced."""

from django.utils.translation import gettext_lazy

from competences.actions.authorising import ask_for_signatures, ask_no_more, freeze, recall
from competences.actions.publishing import keep_what_was_accepted, publish_it, tell_visitors
from competences.completeness import COMPLETE, fits_on_paper, has_papers, has_signers
from competences.models import AuthorisedDescription
from competences.notifications import DESCRIPTIONS, asked_to_sign, network, writers
from les_portal.workflow.engine import Workflow, register
from les_portal.workflow.transitions import Notice, Tone, Transition

Status = AuthorisedDescription.Status
UNSIGNED = AuthorisedDescription.WRITABLE

register(
    Workflow(
        AuthorisedDescription,
        Transition(
            name="submit",
            label=gettext_lazy("Ask both sides to sign"),
            done=gettext_lazy("asked both sides to sign"),
            sources=UNSIGNED,
            target=Status.REVIEW,
            permission="competences.submit_description",
            guards=(*COMPLETE, has_signers, fits_on_paper),
            effects=(ask_for_signatures,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Complete this description and ask both sides to sign"),
        ),
        Transition(
            name="take_back",
            label=gettext_lazy("Take it back"),
            done=gettext_lazy("took it back"),
            sources=(Status.REVIEW,),
            target=Status.DRAFT,
            permission="competences.submit_description",
            consequence=gettext_lazy("Who was asked to sign is asked no more, and hears why. You can ask again."),
            needs_comment=True,
            effects=(ask_no_more,),
            notify=(
                Notice("competences/changed", DESCRIPTIONS, asked_to_sign),
                Notice("competences/changed", DESCRIPTIONS, writers),
            ),
        ),
        Transition(
            name="drop",
            label=gettext_lazy("Drop this draft"),
            done=gettext_lazy("dropped this draft"),
            sources=UNSIGNED,
            target=Status.WITHDRAWN,
            permission="competences.submit_description",
            consequence=gettext_lazy("Its texts are put away. Nobody outside has seen it; you can begin a new one."),
            notify=(Notice("competences/changed", DESCRIPTIONS, writers),),
            tone=Tone.GRAVE,
        ),
        Transition(
            name="ask_changes",
            label=gettext_lazy("Send it back for changes"),
            done=gettext_lazy("sent it back for changes"),
            sources=(Status.REVIEW,),
            target=Status.CHANGES_REQUESTED,
            permission="",
            is_automatic=True,
        ),
        Transition(
            name="authorise",
            label=gettext_lazy("Authorise it"),
            done=gettext_lazy("authorised it, because both sides have signed"),
            sources=(Status.REVIEW,),
            target=Status.AUTHORISED,
            permission="",
            is_automatic=True,
            guards=COMPLETE,
            effects=(freeze,),
            notify=(
                Notice("competences/changed", DESCRIPTIONS, writers),
                Notice("competences/changed", DESCRIPTIONS, network),
            ),
        ),
        Transition(
            name="publish",
            label=gettext_lazy("Publish this description"),
            done=gettext_lazy("published this description"),
            sources=(Status.AUTHORISED,),
            target=Status.PUBLISHED,
            permission="competences.publish_description",
            guards=(has_papers,),
            effects=(publish_it,),
            notify=(Notice("competences/changed", DESCRIPTIONS, writers),),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Publish this description"),
        ),
        Transition(
            name="supersede",
            label=gettext_lazy("Replace it by the newer version"),
            done=gettext_lazy("replaced it by the newer version"),
            sources=(Status.PUBLISHED, Status.UNDER_REVIEW, Status.EXPIRED),
            target=Status.SUPERSEDED,
            permission="",
            is_automatic=True,
        ),
        Transition(
            name="expire",
            label=gettext_lazy("Let it expire"),
            done=gettext_lazy("let it expire"),
            sources=(Status.PUBLISHED, Status.UNDER_REVIEW),
            target=Status.EXPIRED,
            permission="",
            is_automatic=True,
            effects=(tell_visitors,),
            notify=(Notice("competences/changed", DESCRIPTIONS, writers),),
        ),
        Transition(
            name="put_under_review",
            label=gettext_lazy("Put it under review"),
            done=gettext_lazy("put it under review"),
            sources=(Status.PUBLISHED,),
            target=Status.UNDER_REVIEW,
            permission="",
            is_automatic=True,
            effects=(tell_visitors,),
            notify=(
                Notice("competences/under_review", DESCRIPTIONS, network),
                Notice("competences/under_review", DESCRIPTIONS, writers),
            ),
        ),
        Transition(
            name="uphold",
            label=gettext_lazy("Say that it still holds"),
            done=gettext_lazy("said that it still holds"),
            sources=(Status.UNDER_REVIEW,),
            target=Status.PUBLISHED,
            permission="competences.decide_description",
            consequence=gettext_lazy(
                "The warning behind its QR code goes away. Say why the change makes no difference."
            ),
            needs_comment=True,
            effects=(keep_what_was_accepted, tell_visitors),
            notify=(Notice("competences/changed", DESCRIPTIONS, writers),),
            awaited=gettext_lazy("Decide whether this description still holds"),
        ),
        Transition(
            name="withdraw",
            label=gettext_lazy("Withdraw this description"),
            done=gettext_lazy("withdrew this description"),
            sources=tuple(status for status in Status.values if status not in (*UNSIGNED, Status.WITHDRAWN)),
            target=Status.WITHDRAWN,
            permission="competences.withdraw_description",
            consequence=gettext_lazy("Who looks it up is told that it is withdrawn, and why. This cannot be undone."),
            needs_comment=True,
            effects=(recall, tell_visitors),
            notify=(Notice("competences/changed", DESCRIPTIONS, writers),),
            tone=Tone.GRAVE,
        ),
        visible_to=AuthorisedDescription.objects.visible_to,
        kept_by=AuthorisedDescription.objects.kept_by,
        page=lambda description: description.desk_url,
        since="created_at",
    )
)
