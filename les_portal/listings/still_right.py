"""The link in a reminder: "all of this is still right", said without signing in.

It is signed and names whom it was sent to, which school and which listings. Holding it is enough to say so for thirty
days, as long as that person still keeps the listings of that school; it opens nothing else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from les_portal.accounts.limits import Limit
from les_portal.accounts.models import User
from les_portal.listings.actions.confirming import confirm_listings
from programmes.models import Programme
from programmes.notifications import keepers_of
from schools.models import School

VALID_FOR = timedelta(days=30)
SIGNER = signing.Signer(salt="les_portal.listings.still_right")
WRONG = Limit("still-right", times=20, per=timedelta(hours=1))
MICRO = 1_000_000  # seconds are too coarse to tell what changed before the mail from what changed after it
MOST = 300  # listings in a link or on a page: an address has an end, and so has a form


def link_for(user: User, school: School, ids: list[int], *, at: datetime) -> str:
    """In the language that is active, so in that of the mail."""
    signed = SIGNER.sign_object([user.pk, school.pk, int(at.timestamp() * MICRO), sorted(ids)[:MOST]], compress=True)
    return settings.SITE_URL + reverse("freshness:link", args=[signed])


def read(signed: str) -> "Asked | None":
    """None for one that was changed on the way, or that nobody here signed."""
    try:
        user, school, at, ids = SIGNER.unsign_object(signed)
    except (signing.BadSignature, ValueError):
        return None
    return Asked(user, school, datetime.fromtimestamp(at / MICRO, UTC), frozenset(ids))


@dataclass(frozen=True)
class Row:
    """A listing of the mail, as it is now."""

    listing: Programme
    is_open: bool  # still to be confirmed
    is_confirmed: bool  # since the mail, by whomever
    has_changed: bool  # since the mail, so that one looks again


@dataclass(frozen=True)
class Asked:
    """What a link asks, and whom. Whether they may still answer is looked up now, not read from the link."""

    user_id: int
    school_id: int
    at: datetime
    ids: frozenset[int]

    @property
    def is_expired(self) -> bool:
        return self.at + VALID_FOR < timezone.now()

    @cached_property
    def school(self) -> School | None:
        return School.objects.select_related("organisation").filter(pk=self.school_id).first()

    @cached_property
    def user(self) -> User | None:
        """None for who left, or keeps the listings of this school no more."""
        if self.school is None or self.school.retired_on:
            return None
        return keepers_of(self.school).filter(pk=self.user_id, is_active=True).first()

    def listings(self) -> QuerySet[Programme]:
        rows = Programme.objects.filter(pk__in=self.ids, school=self.school_id)
        return rows.select_related("confirmed_by", "school__organisation").prefetch_related("campuses__place")

    def rows(self) -> list[Row]:
        """In the order of their names; a fixed number of queries."""
        return [self._row(listing) for listing in self.listings()]

    def _row(self, listing: Programme) -> Row:
        is_published = listing.status == Programme.Status.PUBLISHED
        is_confirmed = bool(listing.confirmed_on and listing.confirmed_on >= self.day)
        is_open = is_published and not is_confirmed
        return Row(listing, is_open, is_published and is_confirmed, is_open and listing.updated_at > self.at)

    @property
    def day(self):
        return timezone.localdate(self.at)

    def confirm(self, ids: set[int]) -> list[int]:
        """Those of them that the link names and that are still to be confirmed."""
        return confirm_listings(self.school, self.ids & ids, by=self.user, since=self.day)
