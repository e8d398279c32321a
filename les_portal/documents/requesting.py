"""Asking for a document: its number and all that will be printed on it are fixed now; a job makes the file."""

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import override

from les_portal.documents.kinds import DocumentKind
from les_portal.documents.models import Document, Series
from les_portal.jobs.queue import enqueue


@transaction.atomic
def request_document(kind: DocumentKind, about: Model, *, language: str, by) -> Document:
    """A new document about `about`, in the place of its valid one of the same kind and language, if there is one."""
    series, sequence = _next_number(kind.prefix, timezone.localdate().year)
    before = Document.objects.about(about).filter(kind=kind.code, language=language, standing=Document.Standing.VALID)
    replaced = before.first()
    before.update(standing=Document.Standing.SUPERSEDED)
    with override(language):
        content, title = kind.content(about), f"{kind.label}: {about}"
    document = Document.objects.create(
        kind=kind.code,
        series=series,
        sequence=sequence,
        number=f"{series}-{sequence:05d}",
        version=replaced.version + 1 if replaced else 1,
        language=language,
        title=title[:250],
        about=about,
        content=content,
        supersedes=replaced,
        requested_by=by,
    )
    enqueue("documents.make", {"document": document.pk}, key=f"document:{document.pk}")
    return document


def _next_number(prefix: str, year: int) -> tuple[Series, int]:
    """First in the transaction, because it is the lock: whoever comes second waits for the number after it."""
    Series.objects.get_or_create(prefix=prefix, year=year)
    Series.objects.filter(prefix=prefix, year=year).update(last=F("last") + 1)
    series = Series.objects.get(prefix=prefix, year=year)
    return series, series.last
