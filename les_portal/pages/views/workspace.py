"""Where people of an organisation work: what waits for them comes first, then what they keep."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.organisations.models import Country
from les_portal.pages.workspaces import workspaces_open_to
from les_portal.workflow.inbox import waiting_here
from programmes.models import Programme
from programmes.querysets import ProgrammeQuerySet

PAGE_SIZE = 50


class StateLink(NamedTuple):
    """A filter of the list: how many listings are in a state."""

    value: str
    label: str
    number: int
    is_chosen: bool


@never_cache
@require_safe
def workspace(request: HttpRequest, organisation: str) -> HttpResponse:
    """A stranger does not learn that it exists."""
    found = get_object_or_404(workspaces_open_to(request.user).select_related("school"), slug=organisation)
    listings = Programme.objects.visible_to(request.user).filter(school__organisation=found)
    asked = request.GET.get("state", "")
    chosen = listings.filter(status=asked) if asked in Programme.Status.values else listings
    context = {
        "organisation": found,
        "country": Country(found.country),
        "school": getattr(found, "school", None),
        # Whatever belongs to an organisation has the organisation in its address.
        "waiting": [each for each in waiting_here(request) if each.url.startswith(request.path)],
        "states": state_links(listings, asked),
        "page": Paginator(chosen.prefetch_related("campuses__place"), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "manage/workspace.html", context)


def state_links(listings: ProgrammeQuerySet, asked: str) -> list[StateLink]:
    numbers = dict(listings.order_by().values_list("status").annotate(Count("pk")))
    return [StateLink(state, state.label, numbers.get(state, 0), state == asked) for state in Programme.Status]
