"""A campus that its school closes, with what was taught there; and opened again."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy

from les_portal.activity.models import Entry
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.actions.versions import hold_all, number_them, version_of
from les_portal.listings.content import contents_of
from les_portal.listings.models import Revision
from les_portal.mail.sending import send
from les_portal.organisations.models import Organisation
from les_portal.publication.changes import changed, together
from les_portal.workflow.engine import NotNow, workflow_of
from programmes.models import Offering, Programme
from programmes.notifications import LISTINGS, keepers_of
from schools.models import Campus

CLOSED = verb("schools.campus.close", gettext_lazy("closed this campus"))
REOPENED = verb("schools.campus.reopen", gettext_lazy("opened this campus again"))

Status = Programme.Status


class ChangedMeanwhile(Exception):
    """Something else would happen to the listings by now than what was read."""


@dataclass
class Consequences:
    """What becomes of the listings at a campus when it closes."""

    archived: list[Programme] = field(default_factory=list)  # published, and taught nowhere else
    narrowed: list[Programme] = field(default_factory=list)  # taught elsewhere too
    waiting: list[Programme] = field(default_factory=list)  # not published, and without a campus from now on

    @property
    def token(self) -> str:
        """For the form: who agrees, agrees to this."""
        ids = [[listing.pk for listing in listings] for listings in (self.archived, self.narrowed, self.waiting)]
        return blake2b(repr(ids).encode(), digest_size=9).hexdigest()


def consequences_of(campus: Campus) -> Consequences:
    """One query. What is archived already stays as it is, and is not named."""
    elsewhere = Offering.objects.filter(programme=OuterRef("pk"), campus__in=Campus.objects.open()).exclude(
        campus=campus
    )
    found = Consequences()
    listings = Programme.objects.filter(offerings__campus=campus).exclude(status=Status.ARCHIVED)
    for listing in listings.annotate(is_elsewhere=Exists(elsewhere)).select_related("school__organisation"):
        if listing.is_elsewhere:
            found.narrowed.append(listing)
        elif listing.status == Status.PUBLISHED:
            found.archived.append(listing)
        else:
            found.waiting.append(listing)
    return found


def close_campus(campus: Campus, *, by, comment: str, agreed: str = "") -> bool:
    """All of it or nothing; False when it was closed already. Raises ChangedMeanwhile when `agreed` is no longer so."""
    with transaction.atomic(), together():
        if not _mark(campus, closed_on=timezone.localdate()):
            return False
        found = consequences_of(campus)
        if agreed and agreed != found.token:
            raise ChangedMeanwhile
        for listing in found.archived:
            with suppress(NotNow):  # somebody archived it at this moment
                workflow_of(listing).run("archive", listing, by=by, comment=comment, tells=False)
        _leave(campus, found.narrowed, by=by, comment=comment)
        campus.refresh_from_db()
        changed("school", [campus.school_id])
        _tell(campus, record(CLOSED, campus, by=by, comment=comment), found)
    return True


def _mark(campus: Campus, *, closed_on: date | None) -> bool:
    """The write that checks comes right after the lock, so that of two clicks one does it."""
    Organisation.objects.hold(campus.school.organisation_id)
    other_way = Campus.objects.filter(pk=campus.pk, closed_on__isnull=closed_on is not None)
    return bool(other_way.update(closed_on=closed_on))


def _leave(campus: Campus, listings: list[Programme], *, by, comment: str) -> None:
    """A version at once, also where others approve what is published: that a door is shut is no text to approve.

    What somebody is writing in the open revision stays there, and is held against this when it is applied.
    """
    held = hold_all(listing.pk for listing in listings)
    contents = contents_of(held)
    versions = []
    for listing in held:
        elsewhere = [pk for pk in contents[listing.pk]["campuses"] if pk != campus.pk]
        versions.append(version_of(listing, {"campuses": elsewhere}, contents[listing.pk], by=by))
    number_them(versions, by=by, comment=comment, confirms=False)


def reopen_campus(campus: Campus, *, by) -> bool:
    """The listings that closed with it are reopened one by one; False when it was open already."""
    with transaction.atomic():
        if not _mark(campus, closed_on=None):
            return False
        campus.refresh_from_db()
        changed("school", [campus.school_id])
        _tell(campus, record(REOPENED, campus, by=by), Consequences())
    return True


def _tell(campus: Campus, entry: Entry, found: Consequences) -> None:
    context = {"campus": campus, "school": campus.school, "entry": entry, "found": found}
    for person in keepers_of(campus.school).filter(is_active=True).exclude(pk=entry.actor_id):
        send("listings/campus_closed", to=person, kind=LISTINGS, context=context, sender=entry.actor, about=campus)


def archived_at(campus: Campus) -> list[Programme]:
    """What can be reopened there."""
    listings = Programme.objects.filter(offerings__campus=campus, status=Status.ARCHIVED)
    return list(listings.select_related("school__organisation"))


def left_when_closed(campus: Campus) -> list[Programme]:
    """What was taught there until it closed, and goes on elsewhere."""
    entry = Entry.objects.about(campus).filter(verb=CLOSED).order_by("-pk").first()
    if entry is None:
        return []
    # Written in the same transaction, before it.
    written = {"updated_at__range": (entry.at - timedelta(hours=1), entry.at)}
    versions = Revision.objects.versions().filter(programme__school=campus.school_id, **written)
    left = {
        version.programme_id
        for version in versions.only("programme_id", "before", "changes")
        if campus.pk in version.before.get("campuses", []) and campus.pk not in version.changes.get("campuses", [])
    }
    there = Programme.objects.filter(pk__in=left).exclude(offerings__campus=campus).exclude(status=Status.ARCHIVED)
    return list(there.select_related("school__organisation"))
