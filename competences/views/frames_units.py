"""What closes a gap: a course, an optional unit or an assignment at the workplace."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from competences.actions.frame_parts import drop_unit, save_unit
from competences.forms.frames import UnitForm
from competences.models import BridgingUnit
from competences.views.frames import frame_kept_by, head
from programmes.models import Qualification


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """With `?for=` it begins with that competence."""
    qualification = frame_kept_by(request.user, slug)
    wanted = request.GET.get("for", "")
    initial = {"competences": [wanted] if wanted.isascii() and wanted.isdigit() else [], "kind": "course"}
    return edit_unit(
        request, qualification, UnitForm(request.POST or None, qualification=qualification, initial=initial)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    qualification = frame_kept_by(request.user, slug)
    unit = unit_of(qualification, pk)
    return edit_unit(request, qualification, UnitForm(request.POST or None, instance=unit, qualification=qualification))


def unit_of(qualification: Qualification, pk: int) -> BridgingUnit:
    rows = BridgingUnit.objects.filter(competences__qualification=qualification).select_related("programme")
    return get_object_or_404(rows.distinct(), pk=pk)


def edit_unit(request: HttpRequest, qualification: Qualification, form: UnitForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        save_unit(qualification, form.unit(), list(form.cleaned_data["competences"]), by=request.user)
        messages.success(request, _("Saved. Descriptions show it where this competence is a gap."))
        return redirect("frames:frame", qualification.slug)
    return render(request, "competences/frames/unit.html", head(qualification) | {"form": form, "unit": form.instance})


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    qualification = frame_kept_by(request.user, slug)
    unit = unit_of(qualification, pk)
    title = str(unit)
    drop_unit(qualification, unit, by=request.user)
    messages.success(request, _("“%s” is taken away.") % title)
    return redirect("frames:frame", slug)
