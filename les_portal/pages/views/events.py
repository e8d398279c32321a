from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from les_portal.publication.stored import public_page
from programmes.browsing import RADII, browse, page_of, part
from programmes.open_days import OpenDayQuery, open_day_cards, open_day_menus
from programmes.structured_data import open_days_data


@public_page
def events(request: HttpRequest) -> HttpResponse:
    """When schools can be visited, by month. The same question has a calendar to subscribe to."""
    browsing = browse(request, OpenDayQuery)
    page = page_of(request, browsing.query.open_days(), browsing.query)
    days, calendar = open_day_cards(page.object_list), calendar_url(request, browsing.query)
    context = {
        "query": browsing.query,
        "errors": browsing.errors,
        "menus": open_day_menus(browsing.query),
        "radii": RADII,
        "page": page,
        "days": days,
        "calendar_url": calendar,
        "webcal_url": f"webcal:{calendar.partition(':')[2]}",  # opens the calendar of who follows it, not the file
        "structured_data": open_days_data(days),
    }
    return render(request, f"pages/events.html{part(request, 'results')}", context)


def calendar_url(request: HttpRequest, query: OpenDayQuery) -> str:
    """Whole, because it is copied into another program."""
    asked = query.querystring()
    return request.build_absolute_uri(reverse("events-calendar") + (f"?{asked}" if asked else ""))
