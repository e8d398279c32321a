"""All listings of a school, in whatever state."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.counts.reading import lately
from les_portal.listings.filters.listings import WantedListings
from les_portal.listings.quality.checks import missing_in
from les_portal.listings.schools import keeps, school_read_by
from programmes.models import Programme

PAGE_SIZE = 50


@never_cache
@require_safe
def listings(request: HttpRequest, organisation: str) -> HttpResponse:
    school = school_read_by(request.user, organisation)
    wanted, ours = WantedListings.of(request.GET), Programme.objects.filter(school=school)
    rows = wanted.listings(ours).select_related("school").prefetch_related("campuses__place")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    tell(page)
    context = {
        "organisation": school.organisation,
        "may_change": keeps(request.user, school),
        "wanted": wanted,
        "states": wanted.states(ours),
        "page": page,
        "confirmable": any(listing.status == Programme.Status.PUBLISHED for listing in page),
    }
    return render(request, "listings/list.html", context)


def tell(page: Page) -> None:
    """What a row says beside its own columns: languages that it lacks, and how often visitors came by. One query."""
    numbers = lately("programme", [listing.pk for listing in page])
    for listing in page:
        listing.numbers = numbers[listing.pk]
        listing.lacking = list(missing_in(listing))
