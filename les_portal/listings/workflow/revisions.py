from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.listings.actions.versions import hold, number_them, sentences_of
from les_portal.listings.content import content_of, label_of, lost
from les_portal.listings.models import Revision
from les_portal.listings.notifications import approvers
from les_portal.workflow.engine import NotNow, NotReady, Workflow, register
from les_portal.workflow.transitions import Notice, Tone, Transition
from programmes.models import Programme
from programmes.notifications import LISTINGS, keepers

Status = Revision.Status


def changes_something(revision: Revision) -> str:
    return "" if revision.changes or revision.stamps else _("Nothing was changed.")


def can_be_written(revision: Revision) -> str:
    return " ".join(sentences_of(revision.programme, revision.changes))


def is_still_complete(revision: Revision) -> str:
    """What visitors see already keeps what they cannot do without."""
    listing = revision.programme
    if listing.status != Programme.Status.PUBLISHED:
        return ""
    live = content_of(listing)
    return " ".join(lost(listing, live, live | revision.changes).values())


def everything_is_chosen(revision: Revision) -> str:
    names = dict.fromkeys(each["field"] for each in revision.set_aside)
    return _("Two people wrote this, choose first: %(fields)s.") % {"fields": in_a_row(names)} if names else ""


def nothing_moved_underneath(revision: Revision) -> str:
    """Visitors may see something else by now than what was edited: a file or a correction came in."""
    moved = revision.moved(content_of(revision.programme))
    return _("Changed meanwhile, look at it again: %(fields)s.") % {"fields": in_a_row(moved)} if moved else ""


def in_a_row(names) -> str:
    return ", ".join(label_of(name) for name in names)


def is_not_archived(revision: Revision) -> str:
    if revision.programme.status != Programme.Status.ARCHIVED:
        return ""
    return _("This listing is archived. Reopen it first.")


def apply_it(revision: Revision, *, by, comment: str) -> None:
    """What was asked of the listing before it was held may be otherwise now."""
    state = revision.programme.status
    revision.programme = hold(revision.programme)
    if revision.programme.status != state:  # somebody published, proposed or archived it: who may apply it is another
        raise NotNow
    if sentence := nothing_moved_underneath(revision):
        raise NotReady([sentence])
    number_them([revision], by=by, comment=comment)


def keepers_of_listing(revision: Revision):
    return keepers(revision.programme)


READY = (
    *(is_not_archived, changes_something, can_be_written),
    *(is_still_complete, everything_is_chosen, nothing_moved_underneath),
)
TOLD = Notice("listings/revision_answered", LISTINGS, keepers_of_listing)

register(
    Workflow(
        Revision,
        Transition(
            name="apply",
            label=gettext_lazy("Save these changes"),
            done=gettext_lazy("changed this listing"),
            sources=(Status.EDITING,),
            target=Status.APPLIED,
            permission="listings.apply_revision",
            guards=READY,
            effects=(apply_it,),
            tone=Tone.PRIMARY,
        ),
        Transition(
            name="propose",
            label=gettext_lazy("Ask for approval of these changes"),
            done=gettext_lazy("asked for approval of changes"),
            sources=(Status.EDITING,),
            target=Status.PROPOSED,
            permission="listings.propose_revision",
            guards=READY,
            notify=(Notice("listings/revision_proposed", LISTINGS, approvers),),
            tone=Tone.PRIMARY,
        ),
        Transition(
            name="approve",
            label=gettext_lazy("Approve these changes"),
            done=gettext_lazy("approved changes to this listing"),
            sources=(Status.PROPOSED,),
            target=Status.APPLIED,
            permission="listings.approve_revision",
            guards=READY,
            effects=(apply_it,),
            notify=(TOLD,),
            tone=Tone.PRIMARY,
            awaited=gettext_lazy("Approve changes to a listing, or send them back"),
        ),
        Transition(
            name="return_for_changes",
            label=gettext_lazy("Send these changes back"),
            done=gettext_lazy("sent changes to this listing back"),
            sources=(Status.PROPOSED,),
            target=Status.EDITING,
            permission="listings.approve_revision",
            needs_comment=True,
            notify=(TOLD,),
        ),
        Transition(
            name="discard",
            label=gettext_lazy("Discard these changes"),
            done=gettext_lazy("discarded changes to this listing"),
            sources=(Status.EDITING,),
            target=Status.DISCARDED,
            permission="listings.discard_revision",
            consequence=gettext_lazy(
                "What was typed since the last version is no longer used. Visitors see no difference."
            ),
            tone=Tone.GRAVE,
        ),
        visible_to=Revision.objects.visible_to,
        kept_by=Revision.objects.kept_by,
        since="updated_at",
    )
)
