"""What anybody who holds a document may know about it: the code on it, or its fingerprint, is all that is asked."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from les_portal.accounts.limits import Limit
from les_portal.documents.kinds import Remark, kinds, life_of
from les_portal.documents.models import CODE_LENGTH, Document

LIMIT = Limit("verify", times=60, per=timedelta(minutes=1))

# No code has these; who reads one of them on paper looks at the other.
LOOK_ALIKES = str.maketrans("01ilou", "qjjjqv")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
LONGEST = 64  # a fingerprint; what comes after is nothing that we gave out


def read(typed: str) -> str:
    """A code or a fingerprint as somebody typed or pasted it, perhaps with the address before it: as we write it."""
    plain = unicodedata.normalize("NFKC", typed.rpartition("/v/")[2]).casefold()
    signs = "".join(sign for sign in plain if sign.isascii() and sign.isalnum())[: LONGEST + 1]
    return signs if is_fingerprint(signs) else signs.translate(LOOK_ALIKES)


def is_fingerprint(text: str) -> bool:
    return FINGERPRINT.fullmatch(text) is not None


def in_groups(code: str) -> str:
    """For reading from one screen and typing on another."""
    return " ".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


@dataclass(frozen=True)
class Verdict:
    """Of a document that exists. Not its title: that may hold a name."""

    document: Document
    by_file: bool  # found by its file's fingerprint: so the file is the one that was made

    @classmethod
    def on(cls, asked: str) -> Self | None:
        """One query, whether there is such a document or not."""
        by_file = is_fingerprint(asked)
        rows = Document.objects.filter(state=Document.State.READY).select_related("superseded_by")
        rows = rows.defer("content", "superseded_by__content")
        document = rows.filter(**{"sha256" if by_file else "code": asked}).first()
        return cls(document, by_file) if document else None

    @property
    def kind(self) -> str | Promise:
        kind = kinds().get(self.document.kind)
        return kind.label if kind else _("Document")

    @property
    def code(self) -> str:
        return in_groups(self.document.code)

    @cached_property
    def successor(self) -> Document | None:
        """What stands in its place, even when its file is still being made."""
        life = life_of(self.document)
        return life.successor(self.document) if life else getattr(self.document, "superseded_by", None)

    @cached_property
    def remark(self) -> Remark | None:
        life = life_of(self.document)
        return life.remark(self.document) if life else None

    @property
    def next_code(self) -> str:
        """Of the successor, as soon as it can be verified itself."""
        successor = self.successor
        return successor.code if successor and successor.state == Document.State.READY else ""

    def as_data(self, address) -> dict:
        """`address(code)` is where a code is verified."""
        document, successor, remark = self.document, self.successor, self.remark
        return {
            "found": True,
            "standing": document.standing,
            "kind": str(self.kind),
            "number": document.number,
            "version": document.version,
            "language": document.language,
            "made_at": timezone.localtime(document.made_at).isoformat(timespec="seconds"),
            "sha256": document.sha256,
            "superseded_by": successor
            and {"number": successor.number, "url": address(self.next_code) if self.next_code else None},
            "remark": remark
            and {
                "code": remark.code,
                "sentence": remark.sentence,
                "url": remark.url and f"{settings.SITE_URL}{remark.url}",
            },
        }
