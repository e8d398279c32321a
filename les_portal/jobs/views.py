from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from les_portal.jobs.actions import retry
from les_portal.jobs.figures import figures
from les_portal.jobs.filters import Wanted
from les_portal.jobs.models import Job
from les_portal.jobs.querysets import JobQuerySet

PERMISSION = "jobs.manage_job"


class ForWhoManagesJobs:
    """For anybody else these pages do not exist."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class JobList(ForWhoManagesJobs, ListView):
    template_name = "jobs/list.html"
    context_object_name = "jobs"
    paginate_by = 25

    def get_queryset(self) -> JobQuerySet:
        self.wanted = Wanted.of(self.request.GET)
        return self.wanted.jobs().worst_first().select_related("asked_again_by").prefetch_related("tries")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(figures=figures(), wanted=self.wanted, **kwargs)


class Retry(ForWhoManagesJobs, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = get_object_or_404(Job, pk=pk)
        if retry(job, by=request.user):
            messages.success(request, _("“%(job)s” is tried again.") % {"job": job.label})
        else:
            messages.warning(request, _("This job has not failed, or not any more: there is nothing to try again."))
        # Back to the same part of the list.
        return redirect(f"{reverse('jobs:list')}?{request.GET.urlencode()}")
