"""A listing as its school works with it: in whatever state, with what is next and what was done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.counts.reading import lately
from les_portal.listings.content import TEXTS
from les_portal.listings.views.editing import editing_of
from les_portal.organisations.models import Country
from programmes.models import Programme


@never_cache
@require_safe
def listing(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    rows = Programme.objects.visible_to(request.user).select_related("form", "field", "level", "confirmed_by")
    found = get_object_or_404(rows, school__organisation__slug=organisation, slug=slug)
    offerings = found.offerings.select_related("campus__place", "campus__school__organisation")
    editing = editing_of(found, request.user)
    context = {
        "programme": found,
        "organisation": found.school.organisation,
        "country": Country(found.school.organisation.country),
        "offerings": [offering for offering in offerings if offering.campus.is_open],
        "level_across": None,
        "editing": editing,
        "revision": editing.revision if editing.revision and not editing.revision.is_empty else None,
        "may_change": request.user.has_perm("programmes.publish_listing", found),
        "may_edit": request.user.has_perm("programmes.edit_listing", found),
        "is_public": found.status == Programme.Status.PUBLISHED and found.school.retired_on is None,
        "numbers": lately("programme", [found.pk])[found.pk],
        "texts": [(name, found._meta.get_field(name).verbose_name) for name in TEXTS if name != "title"],
    }
    return render(request, "listings/listing.html", context)
