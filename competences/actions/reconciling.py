"""From two sets of ratings to one set of lines, which the two teachers settle together.

Only lines of the target are talked about. What of the source no settled line uses is extra: that follows by itself.
"""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from competences.actions.rating import Said
from competences.coverage import lower
from competences.models import Comparison, Competence, Line, Rater, Rating, Relation
from competences.progress import SETTLED, competences_of
from les_portal.organisations.models import Country
from les_portal.workflow.engine import NotNow

Outcome = Line.Outcome
Views = list[Rating]


# --- from ratings to lines --------------------------------------------------------------------


@transaction.atomic
def open_lines(comparison: Comparison) -> None:
    """A line for each competence of the target that has none yet. Where both rated the same, it is agreed at once."""
    by_competence = ratings_of(comparison)
    there = set(Line.objects.filter(comparison=comparison).values_list("competence_id", flat=True))
    for competence in competences_of(comparison):
        if competence.qualification_id == comparison.target_id and competence.pk not in there:
            add_line(comparison, competence, by_competence[competence.pk])
    let_go_of_what_is_gone(comparison)
    see_what_is_extra(comparison, by_competence)


def ratings_of(comparison: Comparison) -> dict[int, Views]:
    """By competence, in the order of the sides."""
    rows = Rating.objects.filter(rater__comparison=comparison).order_by("rater__country")
    by_competence = defaultdict(list)
    for rating in rows.select_related("rater__user").prefetch_related("sources"):
        by_competence[rating.competence_id].append(rating)
    return by_competence


def add_line(comparison: Comparison, competence: Competence, views: Views) -> None:
    if not is_same(views):
        Line.objects.create(comparison=comparison, competence=competence)
        return
    line = Line.objects.create(
        comparison=comparison,
        competence=competence,
        relation=views[0].relation,
        aspect=next((view.aspect for view in views if view.aspect), ""),
        outcome=Outcome.AGREED,
        **notes(views),
    )
    line.sources.set(views[0].sources.all())


def is_same(views: Views) -> bool:
    """Both rated it, the same, and with the same competences behind it."""
    if len(views) != 2 or views[0].relation != views[1].relation:
        return False
    one, other = ({source.pk for source in view.sources.all()} for view in views)
    return one == other


def notes(views: Views) -> dict[str, str]:
    """Each in the language of its side."""
    written = defaultdict(list)
    for view in views:
        if view.note:
            written[column_of(view.rater)].append(view.note)
    return {column: "\n".join(dict.fromkeys(texts)) for column, texts in written.items()}


def column_of(rater: Rater) -> str:
    """In Flanders and the Netherlands one writes Dutch, in whichever language one reads the portal."""
    return "note_fr" if rater.country == Country.FR else "note_nl"


def let_go_of_what_is_gone(comparison: Comparison) -> None:
    """Where something of the source is no longer in its frame, the line that used it is talked about again."""
    gone = Line.sources.through.objects.filter(line__comparison=comparison, competence__retired_on__isnull=False)
    lines = list(gone.values_list("line", flat=True))
    gone.delete()
    Line.objects.filter(pk__in=lines).update(outcome=Outcome.OPEN, turn=F("turn") + 1)


def see_what_is_extra(comparison: Comparison, by_competence: dict[int, Views] | None = None) -> None:
    """What of the source is used has no line of its own; once all of the target is settled, what is left is extra.

    What neither of them ever looked at, because it is newer than their ratings, they settle like the rest.
    """
    by_competence = ratings_of(comparison) if by_competence is None else by_competence
    lines = Line.objects.filter(comparison=comparison, competence__retired_on=None)
    of_target = lines.filter(competence__qualification=comparison.target_id)
    used = set(of_target.filter(outcome__in=SETTLED).values_list("sources", flat=True))
    of_source = lines.filter(competence__qualification=comparison.source_id)
    of_source.filter(competence__in=used - {None}).delete()
    is_open = of_target.exclude(outcome__in=SETTLED).exists()
    there = set(of_source.values_list("competence_id", flat=True))
    seen = {source.pk for views in by_competence.values() for view in views for source in view.sources.all()}
    for competence in competences_of(comparison):
        if competence.qualification_id == comparison.source_id and competence.pk not in used | there:
            add_extra(comparison, competence, by_competence[competence.pk], competence.pk in seen, is_open=is_open)


def add_extra(comparison: Comparison, competence: Competence, views: Views, was_used: bool, *, is_open: bool) -> None:
    row = {"comparison": comparison, "competence": competence}
    if len(views) == 2:
        Line.objects.create(relation=Relation.EXTRA, outcome=Outcome.AGREED, **row)
    elif not (views or was_used):
        Line.objects.create(**row)
    elif not is_open:
        Line.objects.create(relation=Relation.EXTRA, outcome=Outcome.SETTLED, **row)


# --- one line, two teachers -------------------------------------------------------------------


@transaction.atomic
def propose(line: Line, said: Said, *, turn: int, by) -> None:
    """`turn` is the line as this teacher saw it. Raises NotNow when the other one was faster."""
    rater = hold(line, by)
    move(line, turn, proposed_by=rater, outcome=Outcome.PROPOSED, **as_values(said, rater))
    line.sources.set(said.sources)
    see_what_is_extra(line.comparison)


@transaction.atomic
def accept(line: Line, *, turn: int, by) -> None:
    """What the other one proposed."""
    rater = hold(line, by)
    now = Line.objects.get(pk=line.pk)
    if now.outcome != Outcome.PROPOSED or now.proposed_by_id == rater.pk:
        raise NotNow
    move(line, turn, outcome=Outcome.SETTLED)
    see_what_is_extra(line.comparison)


@transaction.atomic
def take_over(line: Line, *, turn: int, by) -> None:
    """The other one's own rating: they have said it already."""
    rater = hold(line, by)
    view = next((view for view in ratings_of(line.comparison)[line.competence_id] if view.rater_id != rater.pk), None)
    if view is None:
        raise NotNow
    move(line, turn, outcome=Outcome.SETTLED, **as_values(of_rating(view), view.rater))
    line.sources.set(of_rating(view).sources)
    see_what_is_extra(line.comparison)


@transaction.atomic
def keep_both(line: Line, *, turn: int, by) -> None:
    """They think differently about it and say so: both views stay, and the one that promises less counts."""
    hold(line, by)
    views = ratings_of(line.comparison)[line.competence_id]
    if len(views) != 2:
        raise NotNow
    least = lower(views[0].relation, views[1].relation)
    counting = [view for view in views if view.relation == least]
    move(line, turn, outcome=Outcome.KEPT, relation=least, aspect=counting[0].aspect, **notes(counting))
    line.sources.set({source for view in counting for source in of_rating(view).sources})
    see_what_is_extra(line.comparison)


@transaction.atomic
def look_again(line: Line, *, turn: int, by) -> None:
    """A settled one is talked about after all."""
    hold(line, by)
    move(line, turn, outcome=Outcome.OPEN, proposed_by=None)
    see_what_is_extra(line.comparison)


def hold(line: Line, by) -> Rater:
    """The first write, and the lock: the two of them, and who concludes, come one after the other."""
    together = Comparison.objects.filter(pk=line.comparison_id, status=Comparison.Status.RECONCILING)
    if not together.update(status=Comparison.Status.RECONCILING):
        raise NotNow
    rater = Rater.objects.filter(comparison=line.comparison_id, user=by.pk).select_related("user").first()
    if rater is None:
        raise PermissionDenied
    return rater


def move(line: Line, turn: int, **values) -> None:
    if not Line.objects.filter(pk=line.pk, turn=turn).update(turn=turn + 1, **values):
        raise NotNow


def as_values(said: Said, rater: Rater) -> dict[str, str]:
    return {"relation": said.relation, "aspect": said.aspect, column_of(rater): said.note}


def of_rating(rating: Rating) -> Said:
    sources = [source for source in rating.sources.all() if source.retired_on is None]
    return Said(rating.relation, sources, rating.aspect, rating.note)
