from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import DetailView, ListView

from les_portal.imports.actions import CannotBeApplied, apply_run, check_file
from les_portal.imports.forms import UploadForm
from les_portal.imports.models import ImportRun

PERMISSION = "imports.run_import"


class ForWhoMayImport:
    """For anybody else these pages do not exist."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Upload(ForWhoMayImport, ListView):
    template_name = "imports/upload.html"
    context_object_name = "runs"
    paginate_by = 25

    def get_queryset(self):
        return ImportRun.objects.of_registers()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"form": UploadForm()} | kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            self.object_list = self.get_queryset()
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        run = check_file(source=form.cleaned_data["source"], data=file.read(), file_name=file.name, by=request.user)
        return redirect(run)


class Run(ForWhoMayImport, DetailView):
    template_name = "imports/run.html"
    context_object_name = "run"
    queryset = ImportRun.objects.of_registers()

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.object.details(), **kwargs)


class Apply(ForWhoMayImport, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ImportRun.objects.of_registers(), pk=pk)
        try:
            report = apply_run(run, by=request.user)
        except CannotBeApplied:
            messages.warning(request, _("This file was applied already, or was checked too long ago."))
        except IntegrityError:
            messages.error(request, _("Somebody else was importing at the same moment. Please try once more."))
        else:
            number = report.created + report.updated + report.retired
            text = ngettext("%d row changed the portal.", "%d rows changed the portal.", number)
            messages.success(request, text % number)
        return redirect(run)
