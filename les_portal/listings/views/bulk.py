"""Many listings at once: read a file, look at what it would do, do it, publish what came of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from les_portal.imports.actions import CannotBeApplied, check_file
from les_portal.imports.models import ImportRun
from les_portal.listings.actions.bringing import ask_to_publish, bring_in, drafts_of, is_publishing, way_out
from les_portal.listings.forms.bulk import FileForm
from les_portal.listings.schools import school_kept_by
from les_portal.workflow.engine import workflow_of
from schools.models import School

SOURCE = "listings"
RUNS_ON_A_PAGE = 10


def run_of(school: School, pk: int) -> ImportRun:
    """Those of other schools, and the registers', do not exist here."""
    return get_object_or_404(ImportRun.objects.of(SOURCE, str(school.pk)), pk=pk)


def address_of(school: School, run: ImportRun) -> str:
    return reverse("bulk:run", args=[school.organisation.slug, run.pk])


@method_decorator(never_cache, name="dispatch")
class Index(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        return self.ask(request, school_kept_by(request.user, organisation), FileForm())

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.ask(request, school, form)
        file = form.cleaned_data["file"]
        run = check_file(
            source=SOURCE, scope=str(school.pk), data=file.read(), file_name=file.name, by=request.user
        )  # fmt: skip
        return redirect(address_of(school, run))

    def ask(self, request: HttpRequest, school: School, form: FileForm) -> HttpResponse:
        runs = Paginator(ImportRun.objects.of(SOURCE, str(school.pk)), RUNS_ON_A_PAGE)
        page = runs.get_page(request.GET.get("page"))
        return render(
            request, "listings/bulk/index.html", {"organisation": school.organisation, "form": form, "page": page}
        )


@never_cache
@require_safe
def run(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    """With `HX-Request` only what became of its drafts, for a page that waits."""
    school = school_kept_by(request.user, organisation)
    found = run_of(school, pk)
    context = {"organisation": school.organisation, "run": found, "report": found.details()}
    if found.state == ImportRun.State.APPLIED:
        context |= _drafts(request, school, found)
    return render(request, f"listings/bulk/run.html{'#drafts' if request.htmx else ''}", context)


def _drafts(request: HttpRequest, school: School, run: ImportRun) -> dict:
    """Which of them can go to visitors, what the others miss, and whether that is going on."""
    drafts = [(each, workflow_of(each).missing(way_out(each, request.user), each)) for each in drafts_of(run, school)]
    complete = [listing for listing, missing in drafts if not missing]
    return {
        "drafts": len(drafts),
        "complete": len(complete),
        "incomplete": [(listing, missing) for listing, missing in drafts if missing],
        "is_publishing": is_publishing(run),
        "asks_approval": bool(drafts) and way_out(drafts[0][0], request.user) == "propose",
    }


@require_POST
def apply(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    school = school_kept_by(request.user, organisation)
    found = run_of(school, pk)
    try:
        _bring_in(found, school, by=request.user)
    except CannotBeApplied:
        messages.warning(request, _("This file was brought in already, or was read too long ago."))
    except IntegrityError:
        messages.error(request, _("Somebody else was writing at the same moment. Please try once more."))
    return redirect(address_of(school, found))


def _bring_in(run: ImportRun, school: School, *, by) -> None:
    """Once more when somebody wrote a listing with the same reference or address in between."""
    try:
        bring_in(run, school, by=by)
    except IntegrityError:
        bring_in(run, school, by=by)


@require_POST
def publish(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    school = school_kept_by(request.user, organisation)
    found = run_of(school, pk)
    if number := ask_to_publish(found, school, by=request.user):
        text = ngettext("%(number)d listing is on its way.", "%(number)d listings are on their way.", number)
        messages.success(request, text % {"number": number})
    return redirect(address_of(school, found))
