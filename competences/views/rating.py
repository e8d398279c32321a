"""One teacher rates alone. Nothing on these pages comes from the other one."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from competences.actions.rating import call_extra, rate
from competences.forms.comparisons_said import SaidForm, competence_in
from competences.models import Aspect, Competence, Rater, Rating, Relation
from competences.progress import unrated
from competences.suggesting import Suggestion, suggestions, with_wording
from competences.views.comparisons import comparison_of
from les_portal.ui.templatetags.ui import said
from les_portal.workflow.engine import NotNow

LETTERS = "abcdef"


@dataclass
class Card:
    """A competence of the target, with what may cover it and what this teacher said so far."""

    competence: Competence
    suggested: list[tuple[str, Suggestion]]
    others: list[Competence]
    relation: str = ""
    aspect: str = ""
    note: str = ""
    chosen: set[int] = field(default_factory=set)
    error: str = ""

    @property
    def sign(self) -> str:
        return Relation(self.relation).sign if self.relation else ""

    @property
    def is_open(self) -> bool:
        """Whether something is ticked among the others."""
        return not self.chosen.isdisjoint(other.pk for other in self.others) or not self.suggested


def rater_of(user, slug: str) -> Rater:
    """Who does not rate in it gets 404, as for what does not exist."""
    comparison = comparison_of(user, slug)
    return get_object_or_404(comparison.raters.select_related("comparison__source", "comparison__target"), user=user.pk)


@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    rater = rater_of(request.user, slug)
    if rater.status != Rater.Status.BUSY:
        return redirect(rater.comparison)
    return show(request, rater)


def show(request: HttpRequest, rater: Rater, failed: Card | None = None, *, status: int = 200) -> HttpResponse:
    comparison = rater.comparison
    sources = list(with_wording(comparison.source.competences.current().select_related("group")))
    for source in sources:  # stands on every card: said once
        source.told = said(source, "title")
    cards = cards_of(rater, sources)
    if failed:
        cards = [failed_card(card, failed) for card in cards]
    ratings = {row.competence_id: row for row in rater.ratings.all()}
    context = {
        "comparison": comparison,
        "rater": rater,
        "cards": cards,
        "rest": [(source, source.pk in ratings) for source in sources],
        "used": {pk for card in cards for pk in card.chosen if card.relation},
        "done": sum(bool(card.relation) for card in cards),
        "covering": [Relation.EQUIVALENT, Relation.PARTIAL, Relation.MISSING],
        "aspects": Aspect.choices,
        "failed": failed,
        "modules": [f"js/modules/{name}.js" for name in ("rating", "rating_keys", "sending")],
    }
    return render(request, "competences/comparisons/rate.html", context, status=status)


def cards_of(rater: Rater, sources: list[Competence]) -> list[Card]:
    targets = list(with_wording(rater.comparison.target.competences.current().select_related("group")))
    offered = suggestions(sources, targets, most=len(LETTERS))
    rated = {row.competence_id: row for row in rater.ratings.prefetch_related("sources")}
    return [card_of(target, sources, offered[target.pk], rated.get(target.pk)) for target in targets]


def card_of(target: Competence, sources: list[Competence], offered: list[Suggestion], rating: Rating | None) -> Card:
    best = {suggestion.source.pk for suggestion in offered}
    card = Card(
        target,
        list(zip(LETTERS, offered, strict=False)),
        [source for source in sources if source.pk not in best],
    )
    if rating:
        card.relation, card.aspect, card.note = rating.relation, rating.aspect, rating.note
        card.chosen = {source.pk for source in rating.sources.all()}
    return card


def failed_card(card: Card, failed: Card) -> Card:
    """With what was typed, which is not kept yet."""
    if card.competence.pk == failed.competence.pk:
        card.chosen, card.aspect, card.note, card.error = failed.chosen, failed.aspect, failed.note, failed.error
    return card


@never_cache
@require_POST
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """One competence of the target, or any number of the source as extra. A script hears a sentence when it cannot."""
    rater = rater_of(request.user, slug)
    is_script = "script" in request.POST
    try:
        failed = keep(rater, request)
    except NotNow:
        sentence = _("You have finished rating, or somebody else was asked. Nothing was changed.")
        return HttpResponse(sentence, status=409) if is_script else redirect(rater.comparison)
    if failed:
        return HttpResponse(failed.error, status=400) if is_script else show(request, rater, failed, status=400)
    return HttpResponse(status=204) if is_script else redirect(next_after(rater))


def keep(rater: Rater, request: HttpRequest) -> Card | None:
    """What could not be kept, with why. Raises Http404 for a competence of another comparison."""
    try:
        asked = [competence_in(rater.comparison, typed) for typed in request.POST.getlist("competence")]
    except Competence.DoesNotExist as error:
        raise Http404 from error
    if not asked:
        raise Http404
    asked.sort(key=lambda each: each.qualification_id == rater.comparison.source_id)
    is_rest = asked[0].qualification_id == rater.comparison.source_id
    if is_rest and request.POST.get("relation") == Relation.EXTRA:
        call_extra(rater, asked, by=request.user)
        return None
    form = SaidForm(request.POST, comparison=rater.comparison, competence=asked[0])
    if not form.is_valid():
        return typed_card(asked[0], form, request)
    rate(rater, asked[0], form.said, by=request.user)
    return None


def typed_card(competence: Competence, form: SaidForm, request: HttpRequest) -> Card:
    chosen = {int(pk) for pk in request.POST.getlist("sources") if pk in form.by_id}
    typed = {name: request.POST.get(name, "") for name in ("aspect", "note")}
    return Card(competence, [], [], chosen=chosen, error=form.sentence, **typed)


def next_after(rater: Rater) -> str:
    """The next one that is not rated yet."""
    left = unrated(rater)
    is_target = bool(left) and left[0].qualification_id == rater.comparison.target_id
    place = f"c-{left[0].pk}" if is_target else "rest"
    return f"{reverse('comparisons:rate', args=[rater.comparison.slug])}#{place}"
