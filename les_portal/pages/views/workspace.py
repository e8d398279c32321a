"""Where people of an organisation work: what waits for them comes first, then what they keep."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from competences.models import Comparison
from competences.querysets import KEEPERS
from les_portal.listings.filters.listings import WantedListings
from les_portal.listings.schools import keeps
from les_portal.listings.workspace import Panel, panels
from les_portal.listings.workspace.changes import newest_changes
from les_portal.organisations.models import Country, Organisation
from les_portal.organisations.rules import roles_of
from les_portal.pages.workspaces import workspaces_open_to
from les_portal.workflow.inbox import Waiting, waiting_here
from programmes.models import Programme
from programmes.querysets import READERS

SHOWN = 5  # of whatever there may be many of


class ToDo(NamedTuple):
    """One thing to do, and the words of the button that leads there."""

    sentence: str
    action: str
    url: str
    about: str = ""


@never_cache
@require_safe
def workspace(request: HttpRequest, organisation: str) -> HttpResponse:
    """A stranger does not learn that it exists."""
    found = get_object_or_404(workspaces_open_to(request.user).select_related("school"), slug=organisation)
    school = getattr(found, "school", None)
    comparisons = Comparison.objects.visible_to(request.user).filter(organisation=found)
    # Whatever belongs to an organisation has the organisation in its address; or is about a comparison that it keeps.
    here = (request.path, *(each.get_absolute_url() for each in comparisons))
    waiting = [each for each in waiting_here(request) if each.url.startswith(here)]
    context = {"organisation": found, "country": Country(found.country), "school": school, "panels": []}
    if school:
        context |= of_school(request, school)
    context["people"], context["more_people"] = people_of(found)
    context["comparisons"] = comparisons[:SHOWN]
    context["may_compare"] = bool(set(KEEPERS) & roles_of(request.user).get(found.pk, set()))
    context["to_do"] = things_to_do(waiting, [panel for _subject, panel in context["panels"]])
    return render(request, "manage/workspace.html", context)


def of_school(request: HttpRequest, school) -> dict:
    listings = Programme.objects.filter(school=school)
    return {
        "panels": list(panels(school.organisation, request.user)),
        "may_change": keeps(request.user, school),
        "states": WantedListings().states(listings),
        "listings": listings.order_by("-updated_at", "-pk")[:SHOWN],
        "changes": newest_changes(school),
    }


def things_to_do(waiting: list[Waiting], found: list[Panel]) -> list[ToDo]:
    """What waits for this person, and then what is out of date; of many alike only how many."""
    to_do = []
    for asked in dict.fromkeys(each.asked for each in waiting):
        alike = [each for each in waiting if each.asked == asked]
        to_do += map(_one, alike) if len(alike) <= 2 else [_many(asked, alike)]
    return to_do + [ToDo(panel.todo, panel.action, panel.url) for panel in found if panel.todo]


def _one(waiting: Waiting) -> ToDo:
    return ToDo(waiting.asked, _("Look at it"), waiting.url, waiting.title)


def _many(asked: str, alike: list[Waiting]) -> ToDo:
    text = ngettext("%(number)d time", "%(number)d times", len(alike)) % {"number": len(alike)}
    return ToDo(asked, _("Look at them"), reverse("pages:desk"), text)


def people_of(organisation: Organisation) -> tuple[list, int]:
    """Who reads, edits or administers it: the first few, and how many more. One query."""
    rows = organisation.memberships.active().filter(role__in=READERS).select_related("user").order_by("since", "pk")
    people = {}
    for membership in rows:
        people.setdefault(membership.user, []).append(membership)
    return list(people.items())[:SHOWN], max(len(people) - SHOWN, 0)
