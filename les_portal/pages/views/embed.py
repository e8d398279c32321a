"""The map and the lists for other websites: small, without cookies, and with a way to the portal."""

import orjson
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from les_portal.pages.embedding import Asked, embedded, without_cookies
from les_portal.pages.views.points import columns
from les_portal.publication.stored import fresh, stored
from programmes.cards import campus_cards, programme_cards

PAGE_SIZE = 24
KINDS = ("programmes", "schools")


@embedded
def embed_map(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    if asked.is_gone:
        return gone(request)
    context = {"leaflet": settings.LEAFLET_CONFIG, "list_query": asked.querystring(show="schools")}
    return render(request, "embed/map.html", _context(asked, "pages:map") | context)


@embedded
def embed_list(request: HttpRequest) -> HttpResponse:
    """Programmes, or with `show=schools` where they are taught."""
    asked = Asked.of(request)
    if asked.is_gone:
        return gone(request)
    kind = request.GET.get("show") if request.GET.get("show") in KINDS else KINDS[0]
    rows = asked.programmes() if kind == "programmes" else asked.campuses()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    cards = (programme_cards if kind == "programmes" else campus_cards)(page.object_list, origin=asked.query.origin)
    page_of_portal = "programmes:list" if kind == "programmes" else "schools:list"
    context = {"kind": kind, "page": page, "cards": cards}
    return render(request, "embed/list.html", _context(asked, page_of_portal) | context)


def _context(asked: Asked, page_of_portal: str) -> dict:
    """`portal` is the same answer on the portal itself; a school has a page of its own."""
    elsewhere = f"{reverse(page_of_portal)}?{asked.query.querystring()}".rstrip("?")
    return {
        "query": asked.query,
        "errors": asked.browsing.errors,
        "school": asked.school,
        "asked": asked.querystring(),
        "portal": asked.school.get_absolute_url() if asked.school else elsewhere,
    }


def gone(request: HttpRequest) -> HttpResponse:
    """In the frame, so that whoever keeps the other website sees what is wrong."""
    return render(request, "embed/gone.html", status=404)


@login_not_required
@require_safe
@without_cookies
def embed_points(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    if asked.is_gone:
        raise Http404

    def build() -> bytes:
        return orjson.dumps(columns(asked.campuses()))

    if asked.query.is_one_of_many:
        return fresh(request, build())
    return stored(request, ("embed", asked.querystring()), build)


@embedded
def embed_place(request: HttpRequest, pk: int) -> HttpResponse:
    """What is at a place, for the map that is embedded."""
    asked = Asked.of(request)
    cards = [] if asked.is_gone else campus_cards(asked.campuses().filter(place=pk), origin=asked.query.origin)
    if not cards:
        raise Http404
    return render(request, "embed/place.html", {"cards": cards})
