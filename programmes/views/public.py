from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from les_portal.organisations.models import Country
from les_portal.publication.stored import public_page
from programmes import facts
from programmes.browsing import browse, page_of, part
from programmes.cards import programme_cards
from programmes.models import Occupation, Offering, Programme
from programmes.open_days import SHOWN, days_of_programme
from programmes.structured_data import programme_data


@public_page
def programme_list(request: HttpRequest) -> HttpResponse:
    browsing = browse(request)
    page = page_of(request, browsing.query.programmes(), browsing.query)
    context = {
        **browsing.context(),
        "page": page,
        "cards": programme_cards(page.object_list, origin=browsing.query.origin),
    }
    return render(request, f"programmes/list.html{part(request, 'results')}", context)


@public_page
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Drafts and archived programmes do not exist for a visitor."""
    rows = Programme.objects.published().select_related(
        "school__organisation", "form__counterpart", "field", "level", "qualification__level", "confirmed_by"
    )
    found = get_object_or_404(rows, slug=slug)
    offerings = found.offerings.select_related("campus__place", "campus__school__organisation")
    offerings = [offering for offering in offerings if offering.campus.is_open]
    return render(request, "programmes/programme.html", told(found, offerings, found.occupations.all()))


def told(programme: Programme, offerings: list[Offering], occupations: QuerySet[Occupation]) -> dict:
    """All that the page of a programme tells, also of one that is still being written."""
    return {
        "programme": programme,
        "country": Country(programme.school.organisation.country),
        "offerings": offerings,
        "open_days": days_of_programme(programme),
        "open_days_shown": SHOWN,
        "level_across": facts.level_across(programme),
        "shores": facts.labour_markets(programme, occupations),
        "related": programme_cards(facts.across_the_border(programme)),
        "counterparts": (facts.counterpart_qualifications(programme.qualification) if programme.qualification else []),
        "structured_data": programme_data(programme, offerings),
    }
