"""From the words of a document to its file: rendered from nothing but them, sealed, stored, then recorded."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from les_portal import pdf
from les_portal.documents.kinds import kinds
from les_portal.documents.models import Document, private_storage
from les_portal.documents.seal import seal
from les_portal.jobs.handlers import Hopeless, NotNeeded
from les_portal.jobs.queue import enqueue
from les_portal.pdf import qr

TIDY = "documents.tidy"
State = Document.State


def make(document: int) -> Callable[[], None]:
    """Store the file, and return what records it. Each attempt has a file of its own, and none harms another's."""
    row = Document.objects.select_related("supersedes").filter(pk=document).first()
    if row is None:
        raise NotNeeded("The document is gone.")
    if row.state == State.READY:
        raise NotNeeded("The document is there already.")
    _announce(row)
    printed, is_sealed = seal(rendered(row))
    name = private_storage().save(file_name(row), ContentFile(printed))
    made = {"sha256": hashlib.sha256(printed).hexdigest(), "size": len(printed), "is_sealed": is_sealed}
    return partial(_record, row.pk, file=name, **made)


def rendered(document: Document) -> bytes:
    kind = kinds().get(document.kind)
    if kind is None:
        raise Hopeless(f"Nobody here makes {document.kind}.")
    with override(document.language):
        context = {"document": _head(document, kind.label), "content": document.content}
    try:
        return pdf.render(f"pdf/{document.kind}.html", context, language=document.language)
    except pdf.TooMuch as reason:
        raise Hopeless(str(reason)) from reason


def _head(document: Document, label: str) -> dict:
    """What the paper itself says about the document; all of it stays as it was asked for."""
    url = document.verification_url
    address = url.split("://", 1)[-1]
    asked = timezone.localtime(document.requested_at)
    return {
        "number": document.number,
        "version": document.version,
        "language": document.language,
        "language_name": capfirst(get_language_info(document.language)["name_local"]),
        "title": document.title,
        "kind": document.kind,
        "kind_label": str(label),
        "date": asked.date(),
        "created": asked.isoformat(timespec="seconds"),
        "url": url,
        "address": address,
        "qr": qr.svg(url, label=_("QR code that leads to %(address)s") % {"address": address}),
        "replaces": document.supersedes.number if document.supersedes else "",
    }


def file_name(document: Document) -> str:
    """Never twice the same: an attempt that was given up may still be writing."""
    return f"{document.series_id}/{document.number}-{document.language}-{secrets.token_hex(8)}.pdf"


def _announce(document: Document) -> None:
    """That it is being made (again), and that somebody looks later for what this attempt may leave behind."""
    now = timezone.now()
    with transaction.atomic():
        Document.objects.filter(pk=document.pk, state=State.FAILED).update(state=State.REQUESTED)
        enqueue(TIDY, {}, key=f"{TIDY}:{now:%Y-%m-%dT%H}", due_at=now + timedelta(hours=2))


def _record(pk: int, **made) -> None:
    """Once: the file of whoever comes second is nobody's, and is tidied away."""
    Document.objects.filter(pk=pk).exclude(state=State.READY).update(state=State.READY, made_at=timezone.now(), **made)


def gave_up(document: int) -> None:
    Document.objects.filter(pk=document, state=State.REQUESTED).update(state=State.FAILED)
