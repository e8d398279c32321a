from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from les_portal.organisations.models import Country
from les_portal.publication.stored import public_page
from programmes.browsing import browse, page_of, part
from programmes.cards import campus_cards, programme_cards
from programmes.models import Programme
from programmes.open_days import SHOWN, days_of_campus, days_of_school
from programmes.structured_data import school_data
from schools.models import Campus, School


@public_page
def school_list(request: HttpRequest) -> HttpResponse:
    """One card per campus: a school is where you can go."""
    browsing = browse(request)
    page = page_of(request, browsing.query.campuses(), browsing.query)
    context = {
        **browsing.context(),
        "page": page,
        "cards": campus_cards(page.object_list, origin=browsing.query.origin),
    }
    return render(request, f"schools/list.html{part(request, 'results')}", context)


@public_page
def school(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(School.objects.select_related("organisation"), organisation__slug=slug)
    campuses = list(found.campuses.open().select_related("place", "school__organisation"))
    programmes = Programme.objects.published().filter(school=found)
    days = days_of_school(found)
    context = {
        "school": found,
        "country": Country(found.organisation.country),
        "campuses": campuses,
        "open_days": days,
        "open_days_shown": SHOWN,
        "stages": found.stages.all(),
        "programmes": programme_cards(programmes),
        "structured_data": school_data(found, campuses, days[:SHOWN]),
    }
    return render(request, "schools/school.html", context)


@public_page
def campus(request: HttpRequest, slug: str, campus_slug: str) -> HttpResponse:
    """One that left its register keeps its page, which says so: addresses that people kept do not break.

    One that its school closed has none: the school says that nobody should come.
    """
    rows = Campus.objects.filter(closed_on=None).select_related("school__organisation", "place")
    found = get_object_or_404(rows, school__organisation__slug=slug, slug=campus_slug)
    neighbours = Campus.objects.active().filter(place=found.place).exclude(pk=found.pk)
    programmes = Programme.objects.published().filter(offerings__campus=found)
    days = days_of_campus(found)
    context = {
        "campus": found,
        "open_days": days,
        "open_days_shown": SHOWN,
        "school": found.school,
        "country": Country(found.school.organisation.country),
        "stages": found.school.stages.all(),
        "programmes": programme_cards(programmes),
        "neighbours": campus_cards(neighbours),
        "structured_data": school_data(found.school, [found], days[:SHOWN]),
    }
    return render(request, "schools/campus.html", context)
