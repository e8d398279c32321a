from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from programmes.browsing import Browsing, browse, page_of
from programmes.cards import campus_cards


@login_not_required
def map_page(request: HttpRequest) -> HttpResponse:
    """Map and list as one thing. Without JavaScript it is a list with filters, and complete."""
    browsing = browse(request)
    page = page_of(request, browsing.query.campuses())
    context = {
        **browsing.context(),
        "page": page,
        "cards": campus_cards(page.object_list, origin=browsing.query.origin),
        "place_count": _places(browsing),
        "counts": {name: browsing.query.counts_by(name) for name in ("country", "sector")},
        "leaflet": settings.LEAFLET_CONFIG,
        "tiles_url": settings.MAP_TILES_URL,
        "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return render(request, f"pages/map.html{_part(request)}", context)


def _part(request: HttpRequest) -> str:
    """What htmx swaps; going back in the history asks for the page itself."""
    return "#answer" if request.htmx and not request.htmx.history_restore_request else ""


def _places(browsing: Browsing) -> int:
    return browsing.query.campuses().order_by().aggregate(n=Count("place_id", distinct=True))["n"]
