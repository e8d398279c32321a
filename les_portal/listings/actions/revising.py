"""Writing a listing: into its one open revision, or from a door that knows at once what it wants."""

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from les_portal.listings.actions.versions import add_version, sentences_of
from les_portal.listings.content import (
    LANGUAGES,
    TEXTS,
    Content,
    column,
    content_of,
    fingerprint,
    is_outdated,
    stamped,
    trusted,
)
from les_portal.listings.models import Revision
from les_portal.workflow.engine import NotNow, NotReady, workflow_of
from programmes.models import Programme


class Typed(NamedTuple):
    """What somebody made of a field, and what they saw in it before."""

    before: object
    after: object


class Conflict(NamedTuple):
    """Somebody else changed the field meanwhile: theirs stays, ours is set aside."""

    name: str
    theirs: object
    ours: object


class Written(NamedTuple):
    revision: Revision
    conflicts: list[Conflict]


def open_revision(listing: Programme, *, by) -> Revision:
    """The one that everybody writes into; a new one when there is none."""
    found = listing.revisions.open().first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Revision.objects.create(programme=listing, updated_by=by)
    except IntegrityError:  # somebody opened it at this moment
        return listing.revisions.open().get()


def type_into(listing: Programme, typed: dict[str, Typed], *, by, page: str = "") -> Written:
    """Keep what was typed in the listing's open revision. Raises NotNow while nobody may write in it.

    `page` says in which opened page it was typed: who goes on typing there is in nobody's way, not even in their own
    when an answer got lost.
    """
    conflicts: list[Conflict] = []
    if listing.status == Programme.Status.ARCHIVED:
        raise NotNow

    def keep(revision: Revision, live: Content) -> None:
        found = [_type(revision, name, each, live, by=by, page=page) for name, each in typed.items()]
        conflicts.extend(conflict for conflict in found if conflict)
        for conflict in conflicts:
            _set_aside(revision, conflict, by=by)

    return Written(_change(open_revision(listing, by=by), keep, by=by), conflicts)


def _change(revision: Revision, deed: Callable[[Revision, Content], None], *, by) -> Revision:
    """Have `deed` change what a revision holds, one after the other."""
    with transaction.atomic():
        # First, because it is the lock: of two who save at once the second reads what the first wrote.
        editing = Revision.objects.filter(pk=revision.pk, status=Revision.Status.EDITING)
        if not editing.update(saves=F("saves") + 1):
            raise NotNow
        fresh = Revision.objects.select_related("programme__school__organisation").get(pk=revision.pk)
        listing = fresh.programme
        if listing.status == Programme.Status.ARCHIVED:
            raise NotNow
        live = content_of(listing)
        was = live | fresh.changes
        deed(fresh, live)
        fresh.stamps = _stamps(fresh, was, live)
        fresh.updated_by, fresh.updated_at = by, timezone.now()
        fresh.save()
    return fresh


def _stamps(revision: Revision, was: Content, live: Content) -> dict[str, str]:
    """Which original each translation is of by now; only where that says more than the listing's own stamps do."""
    now, theirs = live | revision.changes, revision.programme.translated_from
    written = {name: value for name, value in now.items() if value != was[name]}
    # A translation that is again what visitors see was not compared with anything.
    written = {name: value for name, value in written.items() if name in revision.changes or _is_original(now, name)}
    stamps = stamped(was, trusted(live, theirs) | revision.stamps, written)
    told = {}
    for text, language in product(TEXTS, LANGUAGES):
        name, original = column(text, language), column(text, now["written_in"])
        differs = is_outdated(now, stamps, text, language) != is_outdated(now, theirs, text, language)
        is_changed = not {name, original}.isdisjoint(revision.changes)
        if name != original and name in stamps and (differs or is_changed):
            told[name] = stamps[name]
    return told


def _is_original(content: Content, name: str) -> bool:
    return name == "written_in" or name.endswith(f"_{content['written_in']}")


def _type(revision: Revision, name: str, typed: Typed, live: Content, *, by, page: str) -> Conflict | None:
    now = revision.changes.get(name, live[name])
    if typed.after in (now, typed.before):
        return None
    if typed.before != now and not _is_from(revision, name, page):
        return Conflict(name, now, typed.after)
    _put(revision, name, typed.after, live, by=by, page=page)
    return None


def _is_from(revision: Revision, name: str, page: str) -> bool:
    return bool(page) and revision.authors.get(name, {}).get("page") == page


def _put(revision: Revision, name: str, value: object, live: Content, *, by, page: str = "") -> None:
    revision.authors[name] = {"by": by.pk, "at": timezone.now().isoformat(), "page": page}
    if value == live[name]:
        revision.changes.pop(name, None)
        revision.before.pop(name, None)
        revision.stamps.pop(name, None)
    else:
        revision.before.setdefault(name, live[name])
        revision.changes[name] = value


def _set_aside(revision: Revision, conflict: Conflict, *, by) -> None:
    """One for each person and field: who goes on typing replaces their own."""
    others = [each for each in revision.set_aside if (each["field"], each["by"]) != (conflict.name, by.pk)]
    over = revision.authors.get(conflict.name, {}).get("by") or _who_applied(revision.programme, conflict.name)
    entry = {"field": conflict.name, "value": conflict.ours, "by": by.pk, "at": timezone.now().isoformat()}
    revision.set_aside = [*others, entry | {"over": over}]


def _who_applied(listing: Programme, name: str) -> int | None:
    """Who wrote what visitors see in a field."""
    versions = listing.revisions.versions().filter(changes__has_key=name)
    return versions.values_list("updated_by", flat=True).first()


def settle(revision: Revision, name: str, *, keep: int | None, by) -> None:
    """Somebody read all texts of a field and chose: what `keep` (a person's id) wrote, or with None what is in it now.

    What was set aside for the field is no longer needed, and it is no longer held against what visitors see.
    Raises NotNow.
    """

    def choose(revision: Revision, live: Content) -> None:
        for each in revision.set_aside:
            if each["field"] == name and each["by"] == keep:
                _put(revision, name, each["value"], live, by=by)
        if name in revision.changes:
            revision.before[name] = live[name]
        revision.set_aside = [each for each in revision.set_aside if each["field"] != name]

    _change(revision, choose, by=by)


def as_visitors_see(revision: Revision, name: str, *, by) -> None:
    """Take back what was typed into a field. Raises NotNow."""
    _change(revision, lambda revision, live: _put(revision, name, live[name], live, by=by), by=by)


def still_right(listing: Programme, text: str, language: str, *, by) -> Revision:
    """Somebody compared a translation with the original as it is now. Raises NotNow."""
    if text not in TEXTS or language not in LANGUAGES:
        raise ValueError(f"{text} in {language}")

    def stamp(revision: Revision, live: Content) -> None:
        content = live | revision.changes
        revision.stamps[column(text, language)] = fingerprint(content[column(text, content["written_in"])])

    return _change(open_revision(listing, by=by), stamp, by=by)


def revise(listing: Programme, changes: Content, *, by, comment: str = "") -> Revision | None:
    """For a file, a correction, a register: these fields, now, or proposed where somebody has to approve it.

    None when nothing would change. What somebody else is writing in the open revision stays there, and is held against
    this when it is applied; what has to be approved waits until they are done. Raises NotReady for values that cannot
    be, and NotNow while changes wait for approval.
    """
    live = content_of(listing)
    changes = {name: value for name, value in changes.items() if live[name] != value}
    if not changes:
        return None
    if listing.status == Programme.Status.ARCHIVED:
        raise NotReady([_("This listing is archived. Reopen it first.")])
    if sentences := sentences_of(listing, changes):
        raise NotReady(sentences)
    if by.has_perm("listings.apply_revision", Revision(programme=listing)):
        return add_version(listing, changes, by=by, comment=comment)
    with transaction.atomic():
        revision = open_revision(listing, by=by)
        if revision.changes and revision.status == Revision.Status.EDITING:
            person = revision.updated_by or _("Somebody")
            raise NotReady([_("%(person)s is changing this listing. Finish that first.") % {"person": person}])
        typed = {name: Typed(live[name], value) for name, value in changes.items()}
        revision = type_into(listing, typed, by=by).revision
        workflow_of(revision).run("propose", revision, by=by, comment=comment)
    return revision
