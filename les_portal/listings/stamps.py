"""What a public form carries instead of a puzzle: of which page it is, since when, and a number of its own; signed."""

import time
from typing import NamedTuple
from uuid import UUID, uuid4

from django.core import signing
from django.db.models import Model

SALT = "les_portal.listings.stamps"
HASTE = 2  # seconds in which nobody reads a form and fills it in
VALID_FOR = 24 * 3600  # seconds


class Stamp(NamedTuple):
    ticket: UUID
    age: float  # in seconds

    @property
    def is_hasty(self) -> bool:
        return self.age < HASTE

    @property
    def is_old(self) -> bool:
        return self.age > VALID_FOR


def stamp(page: Model, *, at: float | None = None) -> str:
    return signing.dumps([page._meta.label_lower, page.pk, uuid4().hex, at or time.time()], salt=SALT)


def read(signed: str, page: Model) -> Stamp | None:
    """None for one that is not ours, or of another page."""
    try:
        label, pk, ticket, at = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    return Stamp(UUID(ticket), time.time() - at) if (label, pk) == (page._meta.label_lower, page.pk) else None
