import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from les_portal.documents import kinds
from les_portal.documents.models import Document, Series, private_storage
from tests.factories.organisations import OrganisationFactory

KIND = "test-paper"
SMALL_PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%"
)


@contextmanager
def a_kind(*, may_read: Callable[..., bool], code: str = KIND) -> Iterator[kinds.DocumentKind]:
    """A kind of document for as long as it lasts: what is registered for good would be there in every later test."""
    kinds.kinds()
    before = dict(kinds._kinds)
    try:
        yield kinds.document_kind(code, label="Test paper", prefix="TP", content=lambda about: {}, may_read=may_read)
    finally:
        kinds._kinds.clear()
        kinds._kinds.update(before)


def pdf(number: str) -> bytes:
    """A small one, and no other document's."""
    return SMALL_PDF + f"{number}\n%%EOF\n".encode()


class DocumentFactory(factory.django.DjangoModelFactory):
    """Ready, with its file in the store; `requested=True` and `failed=True` have none."""

    class Meta:
        model = Document

    class Params:
        # Each about something else, so that all of them can be valid.
        organisation = factory.SubFactory(OrganisationFactory)
        printed = factory.LazyAttribute(lambda document: pdf(document.number))
        requested = factory.Trait(state=Document.State.REQUESTED, made_at=None, file="", sha256="", size=0)
        failed = factory.Trait(state=Document.State.FAILED, made_at=None, file="", sha256="", size=0)

    kind = KIND
    series = factory.LazyFunction(lambda: Series.objects.get_or_create(prefix="TP", year=2026)[0])
    sequence = factory.Sequence(lambda number: number + 1)
    number = factory.LazyAttribute(lambda document: f"TP-2026-{document.sequence:05d}")
    language = "nl"
    title = factory.LazyAttribute(lambda document: f"Test paper about {document.organisation}")
    about = factory.SelfAttribute("organisation")
    state = Document.State.READY
    made_at = factory.LazyFunction(timezone.now)
    file = factory.LazyAttribute(
        lambda document: private_storage().save(f"test/{document.number}.pdf", ContentFile(document.printed))
    )
    sha256 = factory.LazyAttribute(lambda document: hashlib.sha256(document.printed).hexdigest())
    size = factory.LazyAttribute(lambda document: len(document.printed))


def superseding(document: Document, **fields) -> Document:
    """The next version of `document`, in its place."""
    Document.objects.filter(pk=document.pk).update(standing=Document.Standing.SUPERSEDED)
    same = {"organisation": document.about, "kind": document.kind, "language": document.language}
    return DocumentFactory(**same | {"version": document.version + 1, "supersedes": document} | fields)
