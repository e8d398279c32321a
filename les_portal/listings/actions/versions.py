"""Versions of a listing: numbered, whole, and kept."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record_each
from les_portal.activity.verbs import verb
from les_portal.listings.content import (
    COLUMNS,
    Content,
    Known,
    content_of,
    contents_of,
    in_words,
    label_of,
    problems,
    stamped,
    write_many,
)
from les_portal.listings.models import Revision
from les_portal.publication.changes import together
from les_portal.workflow.engine import NotNow
from programmes.freshness import confirm_all
from programmes.models import Programme

CHANGED = verb("programmes.programme.change", gettext_lazy("changed this listing"))
TEXTUAL = {*COLUMNS, "written_in"}


def sentences_of(listing: Programme, changes: Content, known: Known | None = None) -> list[str]:
    return [f"{label_of(name)}: {sentence}" for name, sentence in problems(listing, changes, known).items()]


def hold(listing: Programme) -> Programme:
    """As it is now, and nobody else writes it until the transaction ends: numbers of versions follow each other."""
    return hold_all([listing.pk])[0]


def hold_all(ids: Iterable[int]) -> list[Programme]:
    held = Programme.objects.filter(pk__in=list(ids))
    held.update(updated_at=timezone.now())
    return list(held.select_related("school__organisation"))


def number_them(
    revisions: Sequence[Revision], *, by, comment: str, confirms: bool = True, known: Known | None = None
) -> None:
    """Write what revisions of held listings change, and keep all of each listing as it is from now on.

    Inside a transaction. Who edits what visitors see has looked at it, so it is confirmed; not so where something else
    changed it in passing, and a draft is confirmed when it is published.
    """
    known = {} if known is None else known
    listings = [revision.programme for revision in revisions]
    last = keep_first_versions(listings)
    with together():
        if confirms:
            confirm_all([listing for listing in listings if listing.status == Programme.Status.PUBLISHED])
        write_many([(each.programme, each.changes, each.stamps) for each in revisions], known)
    contents, now = contents_of(listings), timezone.now()
    for revision in revisions:
        revision.number = last[revision.programme_id] + 1
        revision.content = contents[revision.programme_id]
        revision.set_aside = []
        revision.updated_at = now
    for revision in revisions:
        if revision.pk:
            revision.save()
    Revision.objects.bulk_create(revision for revision in revisions if not revision.pk)
    record_each(CHANGED, {each.programme: shown(each, known) for each in revisions}, by=by, comment=comment)


def keep_first_versions(listings: Sequence[Programme]) -> dict[int, int]:
    """The number of each one's last version.

    One that came from a register or was made before it had versions gets its first: how it was.
    """
    # The one that is being applied is a version from now on, but it has no number yet.
    versions = Revision.objects.filter(programme__in=listings).versions().exclude(number=None).order_by()
    last = dict(versions.values_list("programme").annotate(Max("number")))
    bare = [listing for listing in listings if listing.pk not in last]
    contents = contents_of(bare) if bare else {}
    applied = {"status": Revision.Status.APPLIED, "number": 1}
    Revision.objects.bulk_create(
        Revision(programme=listing, content=contents[listing.pk], **applied) for listing in bare
    )
    return dict.fromkeys(contents, 1) | last


def version_of(listing: Programme, changes: Content, content: Content, *, by) -> Revision:
    """One that was not typed: not in the database yet, for `number_them`. `content` is what the listing has now."""
    return Revision(
        programme=listing,
        status=Revision.Status.APPLIED,
        changes=changes,
        before={name: content[name] for name in changes},
        stamps=stamped(content, listing.translated_from, changes) if TEXTUAL & changes.keys() else {},
        updated_by=by,
    )


def add_version(listing: Programme, changes: Content, *, by, comment: str) -> Revision:
    """A version at once, without anybody having edited it in between.

    Raises NotNow for a listing that was archived, published or proposed since it was read, so that `by` may no longer.
    """
    with transaction.atomic():
        listing = hold(listing)
        may = by.has_perm("listings.apply_revision", Revision(programme=listing))
        if not may or listing.status == Programme.Status.ARCHIVED:
            raise NotNow
        revision = version_of(listing, changes, content_of(listing), by=by)
        number_them([revision], by=by, comment=comment)
    return revision


def shown(revision: Revision, known: Known) -> dict[str, list]:
    """What changed, for the history: texts and figures as they are, what points elsewhere by its name."""
    return {
        name: [in_words(name, revision.before[name], known), in_words(name, value, known)]
        for name, value in revision.changes.items()
    }
