"""Asking for a document: its number and all that will be printed on it are fixed now; a job makes the file."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from les_portal.activity.recording import record_all
from les_portal.activity.verbs import verb
from les_portal.documents.kinds import DocumentKind
from les_portal.documents.models import Document, Series
from les_portal.jobs.queue import enqueue
from les_portal.pdf.limits import printable

MAKE = "documents.make"
WITHDREW = verb("withdraw_document", _("withdrew the document"))
SUPERSEDED = verb("supersede_document", _("put a newer document in its place"))

Standing = Document.Standing


class NotValid(Exception):
    """The document was replaced or withdrawn already."""


class ReasonMissing(ValueError):
    """A document is not withdrawn without saying why: its verification page stays."""


@transaction.atomic
def request_document(kind: DocumentKind, about: Model, *, language: str, by) -> Document:
    """A new document about `about`, in the place of its valid one of the same kind and language, if there is one."""
    series, sequence = _next_number(kind.prefix, timezone.localdate().year)
    earlier = Document.objects.about(about).filter(kind=kind.code, language=language)
    with override(language):
        content, title = kind.content(about), f"{kind.label}: {about}"
    if kind.life:
        number, version = kind.life.number(about, language)
    else:
        number, version = number_of(series, sequence), (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
    document = Document.objects.create(
        kind=kind.code,
        series=series,
        sequence=sequence,
        number=number,
        version=version,
        language=language,
        title=printable(title)[:250],
        about=about,
        content=printable(content),
        supersedes=_replaced(earlier),
        requested_by=by,
    )
    enqueue(MAKE, {"document": document.pk}, key=f"document:{document.pk}")
    return document


def number_of(series: Series, sequence: int) -> str:
    return f"{series}-{sequence:05d}"


def take_number(prefix: str, year: int) -> int:
    """The next one of a series without gaps, in the transaction of what it is given to."""
    return _next_number(prefix, year)[1]


def _next_number(prefix: str, year: int) -> tuple[Series, int]:
    """First in the transaction, because it is the lock: whoever comes second waits for the number after it."""
    Series.objects.get_or_create(prefix=prefix, year=year)
    Series.objects.filter(prefix=prefix, year=year).update(last=F("last") + 1)
    series = Series.objects.get(prefix=prefix, year=year)
    return series, series.last


def _replaced(earlier) -> Document | None:
    """The valid one among them, which is so no longer; None when somebody withdrew it at this moment."""
    valid = earlier.filter(standing=Standing.VALID).first()
    if valid and earlier.filter(pk=valid.pk, standing=Standing.VALID).update(standing=Standing.SUPERSEDED):
        return valid
    return None


@transaction.atomic
def supersede_all(documents: Iterable[Document], *, by) -> list[Document]:
    """Of a kind with a life of its own: those of them that are valid are so no longer, others took their place."""
    valid = Document.objects.filter(standing=Standing.VALID)
    replaced = [each for each in documents if valid.filter(pk=each.pk).update(standing=Standing.SUPERSEDED)]
    states = {"source": Standing.VALID, "target": Standing.SUPERSEDED}
    record_all(SUPERSEDED, Document, [each.pk for each in replaced], by=by, **states)
    return replaced


@transaction.atomic
def withdraw(document: Document, *, by, reason: str) -> None:
    """It is kept, and its verification page says that it no longer counts. Raises ReasonMissing or NotValid."""
    if not withdraw_all([document], by=by, reason=reason):
        raise NotValid


@transaction.atomic
def withdraw_all(
    documents: Iterable[Document], *, by, reason: str, standing: Standing = Standing.VALID
) -> list[Document]:
    """As `withdraw`, those of them that are still valid, or of another `standing`. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    rows = Document.objects.filter(standing=standing)
    withdrawn = [each for each in documents if rows.filter(pk=each.pk).update(standing=Standing.WITHDRAWN)]
    for document in withdrawn:
        document.standing = Standing.WITHDRAWN
    states = {"source": standing, "target": Standing.WITHDRAWN}
    record_all(WITHDREW, Document, [each.pk for each in withdrawn], by=by, comment=reason, **states)
    return withdrawn


@transaction.atomic
def ask_again(document: Document) -> bool:
    """Have the file made that could not be: the same number, the same words. False when it did not fail."""
    failed = Document.objects.filter(pk=document.pk, state=Document.State.FAILED)
    if not failed.update(state=Document.State.REQUESTED):
        return False
    document.state = Document.State.REQUESTED
    enqueue(MAKE, {"document": document.pk})  # without the first one's key, which stands for the job that failed
    return True
