from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_request
from django.views.decorators.vary import vary_on_headers

from les_portal.organisations.models import Country
from les_portal.publication.stored import public_page
from programmes.browsing import browse
from programmes.cards import programme_cards
from programmes.models import OpenDay, Programme
from programmes.open_days import open_day_cards
from schools.models import Campus

OPEN_DAYS = 3


@login_not_required
@vary_on_headers("Accept-Language")
def to_language(request: HttpRequest) -> HttpResponse:
    return redirect(f"/{get_language_from_request(request)}/")


@public_page
def home(request: HttpRequest) -> HttpResponse:
    campuses = Campus.objects.active().order_by()
    context = {
        "campus_count": campuses.count(),
        "flemish_count": campuses.filter(place__country=Country.BE).count(),
        "dutch_count": campuses.filter(place__country=Country.NL).count(),
        "programme_count": Programme.objects.published().count(),
        "open_days": open_day_cards(OpenDay.objects.upcoming()[:OPEN_DAYS]),
    }
    return render(request, "pages/home.html", context)


@public_page
def answers(request: HttpRequest) -> HttpResponse:
    """The first few programmes while somebody types; nothing for less than two letters."""
    query = browse(request).query
    cards = programme_cards(query.programmes()[:6], origin=query.origin) if len(query.q) > 1 else []
    return render(request, "pages/answers.html", {"cards": cards, "query": query})
