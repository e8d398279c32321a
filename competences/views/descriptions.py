"""What an employer, a graduate and a teacher read: told from the snapshot, never from what it was made of."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competences.documents import AUTHORISED_DESCRIPTION, expired
from competences.models import AuthorisedDescription
from competences.telling import told
from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.pdf import qr
from les_portal.publication.stored import public_page

Status = AuthorisedDescription.Status
Versions = list[AuthorisedDescription]


@public_page
def description(request: HttpRequest, slug: str) -> HttpResponse:
    """The version of a pair that counts."""
    versions = versions_of(slug)
    return page_of(request, counting(versions) or versions[0], versions)


@public_page
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, perhaps an older one: who holds its paper finds it here."""
    versions = versions_of(slug)
    found = next((row for row in versions if row.version == number), None)
    if found is None:
        raise Http404
    return page_of(request, found, versions)


@public_page
def cover(request: HttpRequest, slug: str) -> HttpResponse:
    """For who holds the diploma: the address to share, and a sheet to print with the paper."""
    versions = versions_of(slug)
    found = counting(versions) or versions[0]
    if found.status == Status.WITHDRAWN:
        return gone(request, found)
    url = f"{settings.SITE_URL}{found.get_absolute_url()}"
    context = {
        "description": found,
        "ended": ended(found),
        "told": told(found.snapshot),
        "file": paper_for(papers_of(found)),
        "url": url,
        "qr": qr.svg(url, label=_("QR code that leads to the page about this diploma")),
    }
    return render(request, "competences/description_cover.html", context)


def versions_of(slug: str) -> Versions:
    """All that anybody may know of, the newest first; there is at least one."""
    rows = AuthorisedDescription.objects.known().filter(comparison__slug=slug).order_by("-version")
    versions = list(rows.select_related("comparison__source").defer("snapshot"))
    if not versions:
        raise Http404
    return versions


def counting(versions: Versions) -> AuthorisedDescription | None:
    return next((row for row in versions if row.is_current), None)


def page_of(request: HttpRequest, found: AuthorisedDescription, versions: Versions) -> HttpResponse:
    if found.status == Status.WITHDRAWN:
        return gone(request, found)
    papers = papers_of(found)
    context = {
        "description": found,
        "ended": ended(found),
        "told": told(found.snapshot),
        "papers": papers,
        "file": paper_for(papers),
        "versions": versions,
        "current": counting(versions),
        "address": f"{settings.SITE_URL}{found.get_absolute_url()}",
    }
    return render(request, "competences/description.html", context)


def gone(request: HttpRequest, found: AuthorisedDescription) -> HttpResponse:
    """410: it was here and does not come back, so that search engines and link checkers drop it too."""
    reason = Entry.objects.about(found).steps().filter(target=Status.WITHDRAWN).first()
    context = {"description": found, "reason": reason}
    return render(request, "competences/description_withdrawn.html", context, status=410)


def ended(found: AuthorisedDescription) -> str:
    """Of an expired one: until when it was valid, and for whom it still says something."""
    return expired(found).sentence if found.status == Status.EXPIRED else ""


def papers_of(found: AuthorisedDescription) -> list[Document]:
    """Those that are made, in the order of the portal's languages."""
    rows = Document.objects.about(found).filter(kind=AUTHORISED_DESCRIPTION.code, state=Document.State.READY)
    order = [code for code, _name in settings.LANGUAGES]
    return sorted(rows.defer("content"), key=lambda row: order.index(row.language))


def paper_for(papers: list[Document]) -> Document | None:
    """In the reader's language; else the Dutch one, which is always made."""
    by_language = {paper.language: paper for paper in papers}
    return by_language.get(get_language()) or by_language.get("nl")
