"""After the conclusion: what each difference means, in three languages, and what closes it."""

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from competences.actions.lines import bridge, explain, is_being_signed
from competences.coverage import coverage
from competences.forms.comparisons_bridge import BridgeForm
from competences.frames import LANGUAGES
from competences.models import Comparison, Line, Relation
from competences.views.comparisons import comparison_of
from les_portal.workflow.engine import NotNow

LONGEST = Line._meta.get_field("note").max_length
GAPS = (Relation.PARTIAL, Relation.MISSING)


@dataclass
class Explained:
    line: Line
    bridge_form: BridgeForm | None = None
    replaced: str = ""  # what somebody else wrote meanwhile, and this replaced

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Language, name of the field, what is written."""
        return [(code, f"note_{code}-{self.line.pk}", getattr(self.line, f"note_{code}") or "") for code in LANGUAGES]

    @property
    def is_gap(self) -> bool:
        return self.line.relation in GAPS

    @property
    def state(self) -> str:
        """Dutch must be there, and the other languages follow it."""
        written = {code: bool(text) for code, _name, text in self.texts}
        if not any(written.values()):
            return "bare" if self.is_gap else "none"
        return "whole" if all(written.values()) else "partly"


def written_by(user, slug: str) -> Comparison:
    """Whoever may see it and not write gets 403."""
    comparison = comparison_of(user, slug)
    if comparison.status == Comparison.Status.RATING:
        raise Http404
    if not user.has_perm("competences.edit_description", comparison):
        raise PermissionDenied
    return comparison


def lines_of(comparison: Comparison) -> list[Line]:
    """In the order of the frames, the target first."""
    rows = Line.objects.filter(comparison=comparison, competence__retired_on=None).exclude(relation="")
    rows = rows.select_related("competence__group", "comparison").prefetch_related(
        "sources", "competence__bridging_units"
    )
    return sorted(rows, key=lambda row: (row.relation == Relation.EXTRA, row.competence.position, row.pk))


@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    comparison = written_by(request.user, slug)
    if comparison.status != Comparison.Status.CONCLUDED:
        return redirect("comparisons:reconcile", slug)
    return show(request, comparison)


def show(request: HttpRequest, comparison: Comparison, failed: dict[int, BridgeForm] | None = None, *, status=200):
    lines = lines_of(comparison)
    rows = [Explained(line, (failed or {}).get(line.pk) or bridge_form(line)) for line in lines]
    context = {
        "comparison": comparison,
        "rows": rows,
        "coverage": coverage((line.relation, line.competence.weight) for line in lines),
        "states": states(rows),
        "page_id": secrets.token_urlsafe(8),
        "failed": failed,
        "is_closed": is_being_signed(comparison),
    }
    return render(request, "competences/comparisons/lines.html", context, status=status)


def bridge_form(line: Line) -> BridgeForm | None:
    return BridgeForm(line=line.pk) if line.relation in GAPS else None


def states(rows: list[Explained]) -> list[tuple[str, int, int]]:
    """Per language: how many differences are explained in it, and how many there are."""
    gaps = [row for row in rows if row.is_gap]
    return [(code, sum(bool(getattr(row.line, f"note_{code}")) for row in gaps), len(gaps)) for code in LANGUAGES]


@never_cache
@require_POST
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """What was typed until now; without JavaScript all of the page. The answer is what changes on the page."""
    comparison = written_by(request.user, slug)
    try:
        saved = write(comparison, request)
    except NotNow:
        return render(request, "competences/comparisons/_not_now.html", {"comparison": comparison}, status=409)
    if "then" in request.POST:
        messages.success(request, _("Saved."))
        return redirect("comparisons:lines", slug)
    rows = [Explained(line) for line in lines_of(comparison)]
    fresh = [row for row in rows if row.line.pk in saved]
    for row in fresh:
        row.replaced = saved[row.line.pk]
    context = {"comparison": comparison, "fresh": fresh, "states": states(rows)}
    return render(request, "competences/comparisons/_lines_saved.html", context)


def write(comparison: Comparison, request: HttpRequest) -> dict[int, str]:
    """Each line that was touched, with what somebody else had written there."""
    saved = {}
    for line in lines_of(comparison):
        for language in LANGUAGES:
            name = f"note_{language}-{line.pk}"
            if name not in request.POST:
                continue
            before, after = (as_text(request.POST.get(key, "")) for key in (f"was-{name}", name))
            if before != after:
                replaced = explain(line, f"note_{language}", after, seen=before, by=request.user)
                saved[line.pk] = replaced or saved.get(line.pk, "")
    return saved


def as_text(typed: str) -> str:
    """As the database takes it; a browser sends the ends of lines in its own way."""
    plain = typed.replace("\r\n", "\n").replace("\x00", "").strip()
    return plain.encode(errors="ignore").decode()[:LONGEST]


@never_cache
@require_POST
def add_bridge(request: HttpRequest, slug: str, line: int) -> HttpResponse:
    comparison = written_by(request.user, slug)
    row = get_object_or_404(comparison.lines.select_related("competence"), pk=line, relation__in=GAPS)
    form = BridgeForm(request.POST, line=line)
    if not form.is_valid():
        return show(request, comparison, {line: form}, status=400)
    try:
        bridge(comparison, row.competence, form.save(commit=False), by=request.user)
    except NotNow:
        return show(request, comparison, {line: form}, status=409)
    messages.success(request, _("Added. It also stands with this competence in other comparisons."))
    return redirect(f"{reverse('comparisons:lines', args=[slug])}#line-{line}")
