"""Which documents there are. Declared in an app's `documents.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import Model
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Remark:
    """What is also to be known of a document wherever it is verified or shown: "Under review since…".

    A `headline` takes the place of "Yes: this document is ours, and valid".
    """

    code: str  # for programs: under_review
    sentence: str
    headline: str = ""
    tone: str = "warn"
    url: str = ""  # where one reads on


class OwnLife:
    """Of a kind whose papers are numbered and replaced by what they are about: each version is a thing of its own.

    Its app calls `supersede_all` when it is replaced, and says here what else is known.
    """

    def number(self, about: Model, language: str) -> tuple[str, int]:
        """The number and the version that stand on the paper."""
        raise NotImplementedError

    def successor(self, document: Model) -> Model | None:
        """The document in whose favour this one was superseded."""
        return None

    def remark(self, document: Model) -> Remark | None:
        return None

    def was_fetched(self, document: Model) -> None:
        """Its file was sent to a person who may be counted."""

    def is_gone(self, document: Model) -> bool:
        """It was given out once and was taken back: everybody is told so, and nobody gets the file any more."""
        return False


@dataclass(frozen=True)
class DocumentKind:
    code: str  # templates/pdf/<code>.html
    label: str
    prefix: str  # of its numbers: OF-2026-00017
    content: Callable[[Model], dict]  # all that is printed, in the language that is active: texts and numbers, no rows
    may_read: Callable[..., bool]  # (user, document); for anybody else the document does not exist
    life: OwnLife | None = None


_kinds: dict[str, DocumentKind] = {}


def document_kind(
    code: str,
    *,
    label: str,
    prefix: str,
    content: Callable[[Model], dict],
    may_read: Callable[..., bool],
    life: OwnLife | None = None,
) -> DocumentKind:
    _kinds[code] = DocumentKind(code, label, prefix, content, may_read, life)
    return _kinds[code]


def life_of(document: Model) -> OwnLife | None:
    """Of a document whose kind has one."""
    kind = kinds().get(document.kind)
    return kind.life if kind else None


def kinds() -> dict[str, DocumentKind]:
    _discover()
    return dict(_kinds)


@cache
def _discover() -> None:
    """Once per process: looking through all apps takes longer than a download."""
    autodiscover_modules("documents")
