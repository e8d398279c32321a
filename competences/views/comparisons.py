"""Comparisons: which there are for me, and one of them from afar."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from competences.actions.starting import Exists, ask_teacher, may_change, turn_round
from competences.coverage import Coverage, coverage
from competences.forms.comparisons import AnotherTeacherForm
from competences.models import Comparison, Line, Rater
from competences.progress import how_far
from competences.querysets import KEEPERS, ours
from les_portal.workflow.engine import NotNow
from les_portal.workflow.inbox import waiting_here

Status = Comparison.Status


def comparison_of(user, slug: str) -> Comparison:
    """Whoever may not know of it gets 404."""
    return get_object_or_404(Comparison.objects.visible_to(user), slug=slug)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits first, then what one rates, then the rest that one may see."""
    rows = list(Comparison.objects.visible_to(request.user).prefetch_related("raters__user"))
    waiting = [each for each in waiting_here(request) if any(each.url.startswith(row.desk_url) for row in rows)]
    mine = [row for row in rows if any(rater.user_id == request.user.pk for rater in row.raters.all())]
    context = {
        "waiting": waiting,
        "mine": mine,
        "others": [row for row in rows if row not in mine],
        "may_start": request.user.has_perm("competences.start_comparison"),
        "keeps": bool(ours(request.user, *KEEPERS)),
    }
    return render(request, "competences/comparisons/list.html", context)


@never_cache
@require_safe
def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """For everybody involved: who rates, how far each is (numbers only), what happens now, and who is waited for."""
    found = comparison_of(request.user, slug)
    raters = list(found.raters.select_related("user", "comparison"))
    may_keep = request.user.has_perm("competences.keep_comparison", found)
    lines = Line.objects.filter(comparison=found).select_related("competence")
    context = {
        "comparison": found,
        "raters": [(rater, how_far(rater), may_keep and may_change(rater).exists()) for rater in raters],
        "mine": next((rater for rater in raters if rater.user_id == request.user.pk), None),
        "waits_for": [rater.user for rater in raters if rater.status == Rater.Status.BUSY and rater.user],
        "coverage": coverage_of(lines) if found.status == Status.CONCLUDED else None,
        "back": Comparison.objects.filter(source=found.target_id, target=found.source_id).first(),
        "may_keep": may_keep,
        "may_write": request.user.has_perm("competences.edit_description", found),
    }
    return render(request, "competences/comparisons/comparison.html", context)


def coverage_of(lines: QuerySet[Line]) -> Coverage:
    return coverage((line.relation, line.competence.weight) for line in lines if line.is_settled)


def kept_by(user, slug: str) -> Comparison:
    """Whoever may see it and not keep it gets 403."""
    found = comparison_of(user, slug)
    if not user.has_perm("competences.keep_comparison", found):
        raise PermissionDenied
    return found


@require_POST
def reverse_direction(request: HttpRequest, slug: str) -> HttpResponse:
    """The other way round, in one click."""
    try:
        made = turn_round(kept_by(request.user, slug), by=request.user)
    except Exists as exists:
        return redirect(exists.comparison)
    messages.success(request, _("The other direction is started, with the same teachers. They are told by mail."))
    return redirect(made)


@method_decorator(never_cache, name="dispatch")
class AnotherTeacher(View):
    """The keeper asks somebody else, as long as this one has not finished."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, slug: str, country: str) -> HttpResponse:
        rater = self.rater()
        return self.ask(rater, AnotherTeacherForm(rater=rater))

    def post(self, request: HttpRequest, slug: str, country: str) -> HttpResponse:
        rater = self.rater()
        form = AnotherTeacherForm(request.POST, rater=rater)
        if not form.is_valid():
            return self.ask(rater, form)
        try:
            ask_teacher(rater, form.teachers[country], by=request.user)
        except NotNow:
            messages.error(request, _("This teacher has finished rating meanwhile: what they rated counts."))
        else:
            messages.success(request, _("%(person)s is asked by mail.") % {"person": form.teachers[country]})
        return redirect(rater.comparison)

    def rater(self) -> Rater:
        found = kept_by(self.request.user, self.kwargs["slug"])
        return get_object_or_404(found.raters.select_related("user", "comparison"), country=self.kwargs["country"])

    def ask(self, rater: Rater, form: AnotherTeacherForm) -> HttpResponse:
        context = {
            "rater": rater,
            "comparison": rater.comparison,
            "form": form,
            "far": how_far(rater),
            "is_possible": may_change(rater).exists(),
        }
        return render(self.request, "competences/comparisons/teacher.html", context)
