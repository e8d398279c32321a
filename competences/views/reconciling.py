"""Both have finished: what they rated differently they settle here, one line at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from competences.actions import reconciling
from competences.coverage import Coverage, coverage, lower
from competences.forms.comparisons_said import SaidForm
from competences.models import Aspect, Comparison, Competence, Line, Rater, Rating, Relation
from competences.progress import SETTLED
from competences.views.comparisons import comparison_of
from les_portal.workflow.engine import NotNow

Outcome = Line.Outcome
ANSWERS: dict[str, Callable] = {
    "accept": reconciling.accept,
    "take_over": reconciling.take_over,
    "keep_both": reconciling.keep_both,
    "look_again": reconciling.look_again,
}


@dataclass
class Talk:
    """A line with what each of the two thinks of it; `mine` is who looks at it, if they are one of the two."""

    line: Line
    views: list[Rating]
    mine: Rater | None
    sources: list[Competence]
    failed: SaidForm | None = None
    chosen: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.chosen = {source.pk for source in self.line.sources.all()}
        if not self.chosen and self.line.outcome == Outcome.OPEN:  # a proposal begins with what either of them ticked
            self.chosen = {source.pk for view in self.views for source in view.sources.all()}
        if self.failed:
            self.chosen = {int(pk) for pk in self.failed.data.getlist("sources") if pk in self.failed.by_id}

    @property
    def is_settled(self) -> bool:
        return self.line.outcome in SETTLED

    @property
    def waits_for_me(self) -> bool:
        return self.mine is not None and not self.is_settled and not self.is_my_proposal

    @property
    def is_my_proposal(self) -> bool:
        return self.line.outcome == Outcome.PROPOSED and self.line.proposed_by_id == (self.mine and self.mine.pk)

    @property
    def theirs(self) -> Rating | None:
        return next((view for view in self.views if self.mine and view.rater_id != self.mine.pk), None)

    @property
    def is_extra(self) -> bool:
        return self.line.competence.qualification_id == self.line.comparison.source_id

    @property
    def least(self) -> str:
        """What would count if they kept both views."""
        return lower(self.views[0].relation, self.views[1].relation) if len(self.views) == 2 else ""


def together(user, slug: str) -> tuple[Comparison, Rater | None]:
    """Nobody sees anything of it before both have finished; who does not rate may read, and not answer."""
    comparison = comparison_of(user, slug)
    if comparison.status == Comparison.Status.RATING:
        raise Http404
    return comparison, comparison.raters.filter(user=user.pk).first()


def talks_of(comparison: Comparison, mine: Rater | None, failed: dict[int, SaidForm] | None = None) -> list[Talk]:
    views = reconciling.ratings_of(comparison)
    sources = list(comparison.source.competences.current())
    rows = Line.objects.filter(comparison=comparison, competence__retired_on=None)
    rows = rows.select_related("competence", "comparison", "proposed_by__user").prefetch_related("sources")
    talks = [Talk(row, views[row.competence_id], mine, sources, (failed or {}).get(row.pk)) for row in rows]
    return sorted(talks, key=lambda talk: talk.is_extra)


@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    comparison, mine = together(request.user, slug)
    if comparison.status == Comparison.Status.CONCLUDED:
        return redirect("comparisons:lines", slug)
    return show(request, comparison, mine)


def show(request: HttpRequest, comparison: Comparison, mine: Rater | None, failed=None, *, status: int = 200):
    talks = talks_of(comparison, mine, failed)
    context = about(comparison, mine, talks) | {"failed": failed}
    return render(request, "competences/comparisons/reconcile.html", context, status=status)


def about(comparison: Comparison, mine: Rater | None, talks: list[Talk]) -> dict:
    still = [talk for talk in talks if not talk.is_settled]
    return {
        "comparison": comparison,
        "mine": mine,
        "still": sorted(still, key=lambda talk: not talk.waits_for_me),
        "for_me": sum(talk.waits_for_me for talk in still),
        "agreed": [talk for talk in talks if talk.line.outcome == Outcome.AGREED],
        "settled": [talk for talk in talks if talk.line.outcome in (Outcome.SETTLED, Outcome.KEPT)],
        "preview": preview(talks),
        "covering": [Relation.EQUIVALENT, Relation.PARTIAL, Relation.MISSING],
        "aspects": Aspect.choices,
    }


def preview(talks: list[Talk]) -> Coverage:
    """As if they kept both views of whatever is not settled."""
    said = [(talk.line.relation if talk.is_settled else talk.least, talk.line.competence.weight) for talk in talks]
    return coverage((relation, weight) for relation, weight in said if relation)


@never_cache
@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines that were answered since the page was made (`at` is a line and its turn), to be put in their place."""
    comparison, mine = together(request.user, slug)
    if comparison.status != Comparison.Status.RECONCILING:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    seen = set(request.GET.getlist("at"))
    talks = talks_of(comparison, mine)
    fresh = [
        talk for talk in talks if f"{talk.line.pk}:{talk.line.turn}" not in seen and f"{talk.line.pk}" in ids(seen)
    ]
    if not fresh:
        return HttpResponse(status=204)
    if all(talk.is_settled for talk in talks):  # now the whole page says what comes next
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = about(comparison, mine, talks) | {"fresh": fresh}
    return render(request, "competences/comparisons/_news.html", context)


def ids(seen: set[str]) -> set[str]:
    return {each.partition(":")[0] for each in seen}


@never_cache
@require_POST
def answer(request: HttpRequest, slug: str, line: int) -> HttpResponse:
    """One click, or a proposal."""
    comparison, mine = together(request.user, slug)
    if mine is None:
        raise PermissionDenied
    row = get_object_or_404(comparison.lines.select_related("competence", "comparison"), pk=line)
    turn = as_number(request.POST.get("turn", ""))
    try:
        if request.POST.get("answer") == "propose":
            return propose(request, comparison, mine, row, turn)
        ANSWERS.get(request.POST.get("answer", ""), not_an_answer)(row, turn=turn, by=request.user)
    except NotNow:
        messages.warning(request, _("The other teacher was faster: look at what it says now."))
    return redirect(f"{reverse('comparisons:reconcile', args=[slug])}#line-{line}")


def propose(request: HttpRequest, comparison: Comparison, mine: Rater, row: Line, turn: int) -> HttpResponse:
    """What was typed comes back when it is not right, or when the other one was faster."""
    form = SaidForm(request.POST, comparison=comparison, competence=row.competence)
    if form.is_valid():
        try:
            reconciling.propose(row, form.said, turn=turn, by=request.user)
            return redirect(f"{reverse('comparisons:reconcile', args=[comparison.slug])}#line-{row.pk}")
        except NotNow:
            form.add_error(
                None, _("The other teacher answered meanwhile. Look at it, and propose this again if you want.")
            )
    return show(request, comparison, mine, {row.pk: form}, status=409 if form.cleaned_data else 400)


def not_an_answer(row: Line, *, turn: int, by) -> None:
    raise Http404


def as_number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else -1
