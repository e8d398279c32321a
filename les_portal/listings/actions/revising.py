"""Writing a listing: into its one open revision, or from a door that knows at once what it wants."""

from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from les_portal.listings.actions.versions import add_version, sentences_of
from les_portal.listings.content import Content, content_of
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


def type_into(revision: Revision, typed: dict[str, Typed], *, by) -> list[Conflict]:
    """Save what was typed. Raises Revision.DoesNotExist when it is not being edited any more."""
    with transaction.atomic():
        # First, because it is the lock: of two who save at once the second reads what the first wrote.
        editing = Revision.objects.filter(pk=revision.pk, status=Revision.Status.EDITING)
        if not editing.update(saves=F("saves") + 1, updated_by=by, updated_at=timezone.now()):
            raise Revision.DoesNotExist
        revision.refresh_from_db()
        live = content_of(revision.programme)
        conflicts = [found for name, each in typed.items() if (found := _type(revision, name, each, live))]
        for conflict in conflicts:
            _set_aside(revision, conflict, by=by)
        revision.save(update_fields=["before", "changes", "set_aside"])
    return conflicts


def _type(revision: Revision, name: str, typed: Typed, live: Content) -> Conflict | None:
    now = revision.changes.get(name, live[name])
    if typed.after == now:
        return None
    if typed.before != now:
        return Conflict(name, now, typed.after)
    if typed.after == live[name]:
        revision.changes.pop(name, None)
        revision.before.pop(name, None)
    else:
        revision.before.setdefault(name, live[name])
        revision.changes[name] = typed.after
    return None


def _set_aside(revision: Revision, conflict: Conflict, *, by) -> None:
    """One for each person and field: who goes on typing replaces their own."""
    others = [each for each in revision.set_aside if (each["field"], each["by"]) != (conflict.name, by.pk)]
    entry = {"field": conflict.name, "value": conflict.ours, "by": by.pk, "at": timezone.now().isoformat()}
    revision.set_aside = [*others, entry]


def settle(revision: Revision, name: str, value: object, *, by) -> None:
    """Somebody read both texts of a field and says which it is; what was set aside for it is no longer needed."""
    now = revision.changes.get(name, content_of(revision.programme)[name])
    type_into(revision, {name: Typed(now, value)}, by=by)
    revision.set_aside = [each for each in revision.set_aside if each["field"] != name]
    revision.save(update_fields=["set_aside"])


def revise(listing: Programme, changes: Content, *, by, comment: str = "") -> Revision | None:
    """For a file, a correction, a register: these fields, now, or proposed where somebody has to approve it.

    None when nothing would change. What somebody else is writing in the open revision stays there, and is held against
    this when it is applied. Raises NotReady for values that cannot be, and NotNow while the listing waits for approval.
    """
    live = content_of(listing)
    changes = {name: value for name, value in changes.items() if live[name] != value}
    if not changes:
        return None
    before = {name: live[name] for name in changes}
    if by.has_perm("listings.apply_revision", Revision(programme=listing)):
        if sentences := sentences_of(listing, changes):
            raise NotReady(sentences)
        return add_version(listing, changes, before, by=by, comment=comment)
    with transaction.atomic():
        revision = open_revision(listing, by=by)
        try:
            type_into(revision, {name: Typed(before[name], value) for name, value in changes.items()}, by=by)
        except Revision.DoesNotExist as error:
            raise NotNow from error
        workflow_of(revision).run("propose", revision, by=by, comment=comment)
    return revision
