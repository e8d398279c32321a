from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.documents.models import Document
from les_portal.documents.requesting import request_document, withdraw_all
from les_portal.publication.changes import changed
from les_portal.workflow.engine import Workflow, register
from les_portal.workflow.transitions import Notice, Tone, Transition
from programmes.documents import PROGRAMME_SHEET
from programmes.freshness import confirm
from programmes.models import Programme
from programmes.notifications import LISTINGS, approvers, keepers

Status = Programme.Status


def has_dutch_title(listing: Programme) -> str:
    return (
        "" if listing.title_nl else _("Give it a title in Dutch: that is what is shown where a translation is missing.")
    )


def is_taught_somewhere(listing: Programme) -> str:
    if any(campus.is_open for campus in listing.campuses.all()):  # which may have been read for a whole list
        return ""
    return _("Say at which campus it is taught: at least one that is open.")


def can_be_asked_about(listing: Programme) -> str:
    ways = ("website", "email", "phone")
    if any(getattr(whom, way) for whom in (listing, listing.school.organisation) for way in ways):
        return ""
    return _("Give a website, an e-mail address or a telephone number where people can ask more.")


def confirm_it(listing: Programme, *, by, comment: str) -> None:
    """Whoever publishes says on behalf of the school that it is so."""
    confirm(listing)


def print_sheets(listing: Programme, *, by, comment: str) -> None:
    for language, _name in settings.LANGUAGES:
        request_document(PROGRAMME_SHEET, listing, language=language, by=by)


def hide(listing: Programme, *, by, comment: str) -> None:
    changed("programme", [listing.pk])


def recall_sheets(listing: Programme, *, by, comment: str) -> None:
    """What is on paper already must not be found valid when nobody stands behind it."""
    withdraw_all(Document.objects.about(listing).filter(standing=Document.Standing.VALID), by=by, reason=comment)


TOLD = Notice("programmes/listing_changed", LISTINGS, keepers)
COMPLETE = (has_dutch_title, is_taught_somewhere, can_be_asked_about)

register(
    Workflow(
        Programme,
        Transition(
            name="publish",
            label=gettext_lazy("Publish this listing"),
            done=gettext_lazy("published this listing"),
            sources=(Status.DRAFT,),
            target=Status.PUBLISHED,
            permission="programmes.publish_listing",
            guards=COMPLETE,
            effects=(confirm_it, print_sheets),
            notify=(TOLD,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Complete this listing and publish it"),
        ),
        Transition(
            name="propose",
            label=gettext_lazy("Ask to publish this listing"),
            done=gettext_lazy("asked to publish this listing"),
            sources=(Status.DRAFT,),
            target=Status.PROPOSED,
            permission="programmes.propose_listing",
            guards=COMPLETE,
            notify=(Notice("programmes/listing_proposed", LISTINGS, approvers),),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Complete this listing and ask to publish it"),
        ),
        Transition(
            name="approve",
            label=gettext_lazy("Approve and publish this listing"),
            done=gettext_lazy("approved and published this listing"),
            sources=(Status.PROPOSED,),
            target=Status.PUBLISHED,
            permission="programmes.approve_listing",
            guards=COMPLETE,
            effects=(confirm_it, print_sheets),
            notify=(TOLD,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Approve this listing, or send it back"),
        ),
        Transition(
            name="return_for_changes",
            label=gettext_lazy("Send this listing back"),
            done=gettext_lazy("sent this listing back"),
            sources=(Status.PROPOSED,),
            target=Status.DRAFT,
            permission="programmes.approve_listing",
            needs_comment=True,
            notify=(TOLD,),
        ),
        Transition(
            name="withdraw",
            label=gettext_lazy("Take this listing back to draft"),
            done=gettext_lazy("took this listing back to draft"),
            sources=(Status.PUBLISHED,),
            target=Status.DRAFT,
            permission="programmes.withdraw_listing",
            consequence=gettext_lazy(
                "Visitors no longer find it, and its public address answers that there is nothing, until it is "
                "published again."
            ),
            needs_comment=True,
            effects=(hide, recall_sheets),
            notify=(TOLD,),
        ),
        Transition(
            name="archive",
            label=gettext_lazy("Archive this listing"),
            done=gettext_lazy("archived this listing"),
            sources=(Status.DRAFT, Status.PUBLISHED),
            target=Status.ARCHIVED,
            permission="programmes.archive_listing",
            consequence=gettext_lazy(
                "It is not taught any more: visitors no longer find it, and it waits for nobody. Its texts and its "
                "history are kept, and it can be reopened."
            ),
            needs_comment=True,
            effects=(hide, recall_sheets),
            notify=(TOLD,),
            tone=Tone.GRAVE,
        ),
        Transition(
            name="reopen",
            label=gettext_lazy("Reopen this listing as a draft"),
            done=gettext_lazy("reopened this listing as a draft"),
            sources=(Status.ARCHIVED,),
            target=Status.DRAFT,
            permission="programmes.reopen_listing",
        ),
        visible_to=Programme.objects.visible_to,
        kept_by=Programme.objects.kept_by,
        page=lambda listing: reverse("listings:programme", args=[listing.school.organisation.slug, listing.slug]),
        since="created_at",
    )
)
