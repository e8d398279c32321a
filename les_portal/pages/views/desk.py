from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from les_portal.organisations.rules import is_network_administrator
from les_portal.pages.workspaces import workspaces_of
from les_portal.workflow.inbox import waiting_here


@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Where somebody who signed in finds what waits for them, and what they may do."""
    memberships = request.user.memberships.select_related("organisation")
    context = {
        "waiting": waiting_here(request),
        "memberships": memberships.order_by("organisation__sort_key", "role"),
        "workspaces": set(workspaces_of(request.user).values_list("pk", flat=True)),
        "looks_after_network": is_network_administrator(request.user),
        "may_import": request.user.has_perm("imports.run_import"),
        "may_manage_jobs": request.user.has_perm("jobs.manage_job"),
    }
    return render(request, "pages/desk.html", context)
