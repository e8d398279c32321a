"""Which documents there are. Declared in an app's `documents.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import Model
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class DocumentKind:
    code: str  # templates/pdf/<code>.html
    label: str
    prefix: str  # of its numbers: OF-2026-00017
    content: Callable[[Model], dict]  # all that is printed, in the language that is active: texts and numbers, no rows
    may_read: Callable[..., bool]  # (user, document); for anybody else the document does not exist


_kinds: dict[str, DocumentKind] = {}


def document_kind(
    code: str, *, label: str, prefix: str, content: Callable[[Model], dict], may_read: Callable[..., bool]
) -> DocumentKind:
    _kinds[code] = DocumentKind(code, label, prefix, content, may_read)
    return _kinds[code]


def kinds() -> dict[str, DocumentKind]:
    _discover()
    return dict(_kinds)


@cache
def _discover() -> None:
    """Once per process: looking through all apps takes longer than a download."""
    autodiscover_modules("documents")
