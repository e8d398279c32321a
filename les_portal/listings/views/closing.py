"""Closing a campus: what becomes of each listing is said first. And opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.listings.actions.closing import (
    ChangedMeanwhile,
    archived_at,
    close_campus,
    consequences_of,
    left_when_closed,
    reopen_campus,
)
from les_portal.listings.forms.closing import CloseForm
from les_portal.listings.schools import school_kept_by
from les_portal.workflow.engine import workflow_of
from schools.models import Campus


def kept_campus(request: HttpRequest, organisation: str, slug: str) -> Campus:
    """Raises Http404 for strangers, and PermissionDenied for who may only read."""
    school = school_kept_by(request.user, organisation)
    campus = get_object_or_404(school.campuses.select_related("place"), slug=slug)
    campus.school = school
    return campus


@method_decorator(never_cache, name="dispatch")
class Close(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        campus = kept_campus(request, organisation, slug)
        if campus.closed_on:
            return redirect("campuses:reopen", organisation, slug)
        return self.ask(campus, CloseForm())

    def post(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        campus = kept_campus(request, organisation, slug)
        form = CloseForm(request.POST)
        if not form.is_valid():
            return self.ask(campus, form)
        try:
            is_closed_now = close_campus(campus, by=request.user, **form.cleaned_data)
        except ChangedMeanwhile:
            return self.ask(campus, form, is_changed=True)
        if is_closed_now:
            messages.success(request, _("%(campus)s is closed: visitors no longer find it.") % {"campus": campus})
        else:
            messages.info(request, _("%(campus)s was closed already.") % {"campus": campus})
        return redirect("campuses:list", organisation)

    def ask(self, campus: Campus, form: CloseForm, *, is_changed: bool = False) -> HttpResponse:
        context = {
            "organisation": campus.school.organisation,
            "campus": campus,
            "form": form,
            "is_changed": is_changed,
            "found": consequences_of(campus),
        }
        return render(self.request, "listings/campuses/close.html", context)


@method_decorator(never_cache, name="dispatch")
class Reopen(View):
    """Opened again, it names the listings that closed with it: each is reopened by itself, when it is taught again."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        campus = kept_campus(request, organisation, slug)
        archived, left = archived_at(campus), left_when_closed(campus)
        context = {
            "organisation": campus.school.organisation,
            "campus": campus,
            "archived": archived,
            "label": workflow_of(archived[0]).label if archived else "",
            "left": left,
        }
        return render(request, "listings/campuses/reopen.html", context)

    def post(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        campus = kept_campus(request, organisation, slug)
        if reopen_campus(campus, by=request.user):
            messages.success(request, _("%(campus)s is open again.") % {"campus": campus})
        return redirect("campuses:reopen", organisation, slug)
