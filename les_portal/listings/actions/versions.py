"""Versions of a listing: numbered, whole, and kept."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.content import Content, content_of, in_words, label_of, problems, stamped, write
from les_portal.listings.models import Revision
from programmes.freshness import confirm
from programmes.models import Programme

CHANGED = verb("programmes.programme.change", gettext_lazy("changed this listing"))


def sentences_of(listing: Programme, changes: Content) -> list[str]:
    return [f"{label_of(name)}: {sentence}" for name, sentence in problems(listing, changes).items()]


def number_it(revision: Revision, *, by, comment: str, confirms: bool = True) -> None:
    """Write what the revision changes, and keep all of the listing as it is from now on. Inside a transaction.

    Who edits a listing has looked at it, so it is confirmed; not so where something else changed it in passing.
    """
    listing = revision.programme = hold(revision.programme)
    keep_first_version(listing)
    write(listing, revision.changes, revision.stamps)
    if confirms:
        confirm(listing)
    revision.number = (listing.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    revision.content = content_of(listing)
    revision.set_aside = []
    revision.updated_at = timezone.now()
    revision.save()
    record(CHANGED, listing, by=by, comment=comment, changes=shown(revision))


def hold(listing: Programme) -> Programme:
    """As it is now, and nobody else writes it until the transaction ends: numbers of versions follow each other."""
    Programme.objects.filter(pk=listing.pk).update(updated_at=timezone.now())
    return Programme.objects.select_related("school__organisation").get(pk=listing.pk)


def keep_first_version(listing: Programme) -> None:
    """A listing that came from a register or was made before it had versions: how it was."""
    # The one that is being applied is a version from now on, but it has no number yet.
    if not listing.revisions.versions().exclude(number=None).exists():
        Revision.objects.create(
            programme=listing, status=Revision.Status.APPLIED, number=1, content=content_of(listing)
        )


def add_version(
    listing: Programme, changes: Content, before: Content, *, by, comment: str, confirms: bool = True
) -> Revision:
    """A version at once, without anybody having edited it in between."""
    with transaction.atomic():
        listing = hold(listing)
        stamps = stamped(content_of(listing), listing.translated_from, changes)
        revision = Revision(
            programme=listing,
            status=Revision.Status.APPLIED,
            changes=changes,
            before=before,
            stamps=stamps,
            updated_by=by,
        )
        number_it(revision, by=by, comment=comment, confirms=confirms)
    return revision


def shown(revision: Revision) -> dict[str, list]:
    """What changed, for the history: texts and figures as they are, what points elsewhere by its name."""
    return {
        name: [in_words(name, revision.before[name]), in_words(name, value)] for name, value in revision.changes.items()
    }
