"""A listing as its school works with it: in whatever state, with what is next and what was done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.organisations.models import Country
from programmes.models import Programme


@never_cache
@require_safe
def listing(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    rows = Programme.objects.visible_to(request.user).select_related("form", "field", "level", "confirmed_by")
    found = get_object_or_404(rows, school__organisation__slug=organisation, slug=slug)
    offerings = found.offerings.select_related("campus__place", "campus__school__organisation")
    context = {
        "programme": found,
        "organisation": found.school.organisation,
        "country": Country(found.school.organisation.country),
        "offerings": [offering for offering in offerings if offering.campus.is_open],
        "level_across": None,
        "may_change": request.user.has_perm("programmes.publish_listing", found),
        "is_public": found.status == Programme.Status.PUBLISHED and found.school.retired_on is None,
        "texts": [
            ("summary", found._meta.get_field("summary").verbose_name),
            ("content", found._meta.get_field("content").verbose_name),
            ("outlook", found._meta.get_field("outlook").verbose_name),
            ("admission", found._meta.get_field("admission").verbose_name),
        ],
    }
    return render(request, "listings/listing.html", context)
