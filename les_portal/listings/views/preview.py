"""The public page before it is public: on a phone, on a wide screen, in the list and on the map."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from les_portal.listings.editing import Editing
from les_portal.listings.preview import card, occupations, offerings, unsaved
from les_portal.listings.views.editing import editing_of
from programmes.models import Programme
from programmes.views.public import told


def seen(request: HttpRequest, organisation: str, slug: str) -> Editing:
    """Whoever may see the listing may see what becomes of it; others do not learn that it exists."""
    rows = Programme.objects.visible_to(request.user).select_related("form__counterpart", "field", "level")
    return editing_of(get_object_or_404(rows, school__organisation__slug=organisation, slug=slug), request.user)


@csp_update({"frame-src": [SELF]})
@never_cache
@require_safe
def preview(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    editing = seen(request, organisation, slug)
    programme = unsaved(editing)
    at = offerings(programme, editing.content)
    context = {
        "programme": editing.listing,
        "organisation": editing.listing.school.organisation,
        "editing": editing,
        "card": card(programme, editing.content, at),
        "at": [each.campus for each in at],
        "is_wide": "wide" in request.GET,
        "may_edit": request.user.has_perm("programmes.edit_listing", editing.listing),
        "leaflet": settings.LEAFLET_CONFIG,
    }
    return render(request, "listings/preview.html", context)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@never_cache
@require_safe
def preview_page(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """What stands in the frame: the only page of ours that may stand in one, and only in our own."""
    editing = seen(request, organisation, slug)
    programme = unsaved(editing)
    context = told(programme, offerings(programme, editing.content), occupations(editing.content))
    return render(request, "listings/preview_page.html", context)
