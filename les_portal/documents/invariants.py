import hashlib
from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Q

from les_portal.documents.kinds import kinds
from les_portal.documents.models import Document, Series, private_storage
from les_portal.documents.requesting import MAKE, number_of
from les_portal.documents.tidying import leftovers
from les_portal.invariants import invariant
from les_portal.jobs.models import Job

State, Standing = Document.State, Document.Standing


@invariant("A document that is ready has its file, of the size and with the sha256 that it had when it was made.")
def files() -> Iterator[Document]:
    for document in Document.objects.filter(state=State.READY).order_by("pk").iterator():
        if _stored(document.file.name) != (document.size, document.sha256):
            yield document


def _stored(name: str) -> tuple[int, str] | None:
    try:
        with private_storage().open(name) as file:
            size, digest = 0, hashlib.sha256()
            for chunk in file.chunks():
                size += len(chunk)
                digest.update(chunk)
            return size, digest.hexdigest()
    except OSError:
        return None


@invariant("Every file that is kept belongs to a document.")
def strays() -> Iterator[str]:
    return leftovers()


def living() -> list[str]:
    """Kinds whose own app says how they are numbered and replaced, and holds that itself."""
    return [kind.code for kind in kinds().values() if kind.life]


@invariant("The numbers of a series run from 1 without a gap, and stand on their documents as they were given.")
def numbers() -> Iterator[object]:
    documents = {"number": Count("documents"), "first": Min("documents__sequence"), "most": Max("documents__sequence")}
    # Others number with a series what they make themselves: no document has one of those.
    ours = Q(prefix__in=[kind.prefix for kind in kinds().values()]) | Q(documents__isnull=False)
    for series in Series.objects.filter(pk__in=Series.objects.filter(ours).values("pk")).annotate(**documents):
        if series.last and (series.number, series.first, series.most) != (series.last, 1, series.last):
            yield series
    for document in Document.objects.exclude(kind__in=living()).select_related("series").iterator():
        if document.number != number_of(document.series, document.sequence):
            yield document


@invariant("About each thing, in each kind and language, one document is valid: the last, unless it was withdrawn.")
def validity() -> Iterator[str]:
    about = ["kind", "content_type", "object_id", "language"]
    valid = {"valid": Count("pk", filter=Q(standing=Standing.VALID)), "last": Max("version")}
    for group in Document.objects.exclude(kind__in=living()).order_by().values(*about).annotate(**valid):
        same = Document.objects.filter(**{name: group[name] for name in about})
        last = same.filter(version=group["last"]).first()
        expected = 0 if last.standing == Standing.WITHDRAWN else 1
        if group["valid"] != expected or (expected and last.standing != Standing.VALID):
            yield f"{last.number} ({group['valid']} valid)"


@invariant("A document that was replaced says by which: the next one about the same thing.")
def succession() -> Iterator[Document]:
    replaced = Document.objects.exclude(kind__in=living()).filter(standing=Standing.SUPERSEDED).order_by("pk")
    same = {f"superseded_by__{name}": F(name) for name in ("kind", "content_type", "object_id", "language")}
    followed = replaced.filter(superseded_by__version__gt=F("version"), **same)
    yield from replaced.exclude(pk__in=followed.values("pk"))
    yield from Document.objects.exclude(standing=Standing.SUPERSEDED).filter(superseded_by__isnull=False)


@invariant("A document that is being made has a job that makes it.")
def forgotten() -> Iterator[Document]:
    going_on = Job.objects.filter(kind=MAKE, state__in=[Job.State.WAITING, Job.State.RUNNING])
    made = [payload.get("document") for payload in going_on.values_list("payload", flat=True)]
    yield from Document.objects.filter(state=State.REQUESTED).exclude(pk__in=made)
