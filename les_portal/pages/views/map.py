from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from les_portal.publication.remembered import remembered
from les_portal.publication.stored import public_page
from programmes.browsing import Browsing, browse, page_of
from programmes.cards import campus_cards
from programmes.filters import CatalogueQuery


@public_page
def map_page(request: HttpRequest) -> HttpResponse:
    """Map and list as one thing. Without JavaScript it is a list with filters, and complete."""
    browsing = browse(request)
    page = page_of(request, browsing.query.campuses(), browsing.query)
    context = {
        **browsing.context(),
        "page": page,
        "cards": campus_cards(page.object_list, origin=browsing.query.origin),
        # A walk through the whole portal, so once per edition.
        **remembered(("figures", browsing.query.querystring()), lambda: _figures(browsing.query)),
        "leaflet": settings.LEAFLET_CONFIG,
        "tiles_url": settings.MAP_TILES_URL,
        "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    response = render(request, "pages/map.html#answer" if _is_swapped(request) else "pages/map.html", context)
    response["HX-Push-Url"] = _address(request, browsing, page)
    return response


def _is_swapped(request: HttpRequest) -> bool:
    """Whether htmx wants its part: here its boosted links do too, or the drawn map would start anew at every click."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def _address(request: HttpRequest, browsing: Browsing, page: Page) -> str:
    """The address a form makes is full of empty fields; the one to keep and to share is not."""
    asked = browsing.query.querystring(page=page.number if page.number > 1 else None)
    return f"{request.path}?{asked}" if asked else request.path


def _figures(query: CatalogueQuery) -> dict:
    """How many places the answer has, and how many campuses each side, each sector and open days would show."""
    places = query.campuses().order_by().aggregate(n=Count("place_id", distinct=True))["n"]
    counts = {name: query.counts_by(name) for name in ("country", "sector", "open_day")}
    return {"place_count": places, "counts": counts}
