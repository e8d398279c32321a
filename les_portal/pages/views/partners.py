"""What a partner puts on their own website: choose, see it, copy one line."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from les_portal.pages.embedding import Asked
from les_portal.publication.api import LANGUAGES, site
from les_portal.publication.stored import public_page
from les_portal.search.words import fold
from programmes.menus import RADII
from schools.models import School

SHOWN = 12


def kinds() -> dict[str, str]:
    return {"map": _("A map"), "programmes": _("A list of programmes"), "schools": _("A list of schools")}


@csp_update({"frame-src": [SELF]})
@public_page
def partners(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    kind = request.GET.get("what") if request.GET.get("what") in kinds() else "map"
    language = request.GET.get("in") if request.GET.get("in") in LANGUAGES else request.LANGUAGE_CODE
    address = _address(request, asked, kind, language)
    context = {
        **asked.browsing.context(),
        "kinds": kinds(),
        "kind": kind,
        "language": language,
        "languages": settings.LANGUAGES,
        "radii": RADII,
        "school": asked.school,
        "words": "" if asked.school else asked.slug,
        "found": schools_called(asked.slug) if asked.is_gone else [],
        "address": address,
        "code": code(address, _title(asked, kind)),
        "title": _title(asked, kind),
    }
    return render(request, "pages/partners.html", context)


def schools_called(words: str) -> list[School]:
    rows = School.objects.active().select_related("organisation")
    return list(rows.filter(organisation__sort_key__contains=fold(words))[:SHOWN]) if fold(words) else []


def _address(request: HttpRequest, asked: Asked, kind: str, language: str) -> str:
    """A school is chosen by itself: a place or a side beside it could only leave something out."""
    if asked.school:
        question = f"school={asked.school.organisation.slug}"
    else:
        question = asked.query.querystring()
    if kind == "schools":
        question = f"{question}&show=schools".lstrip("&")
    with override(language):
        path = reverse("embed:map" if kind == "map" else "embed:list")
    return f"{site(request)}{path}?{question}".rstrip("?")


def _title(asked: Asked, kind: str) -> str:
    """What the frame is called by whoever hears the page."""
    return f"{kinds()[kind]}: {asked.school}" if asked.school else f"{kinds()[kind]}, {settings.SITE_NAME}"


def code(address: str, title: str) -> str:
    return format_html(
        '<iframe src="{}" title="{}" loading="lazy" style="border:0;width:100%;height:30rem"></iframe>', address, title
    )
