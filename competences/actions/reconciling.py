"""From two sets of ratings to one set of lines."""

from collections import defaultdict

from django.db import transaction

from competences.models import Comparison, Competence, Line, Rating, Relation
from competences.progress import competences_of

Outcome = Line.Outcome
Views = list[Rating]


@transaction.atomic
def open_lines(comparison: Comparison) -> None:
    """A line for each competence that needs one and has none yet. Where both rated the same, it is agreed at once."""
    by_competence = ratings_of(comparison)
    there = set(Line.objects.filter(comparison=comparison).values_list("competence_id", flat=True))
    used_by = used_sources(by_competence)
    for competence in competences_of(comparison):
        views = by_competence[competence.pk]
        is_source = competence.qualification_id == comparison.source_id
        # Whoever used it for something did not call it extra; when both did, it needs no line of its own.
        if competence.pk not in there and not (is_source and len(used_by[competence.pk]) == 2):
            add_line(comparison, competence, views)


def ratings_of(comparison: Comparison) -> dict[int, Views]:
    rows = Rating.objects.filter(rater__comparison=comparison).select_related("rater").prefetch_related("sources")
    by_competence = defaultdict(list)
    for rating in rows:
        by_competence[rating.competence_id].append(rating)
    return by_competence


def used_sources(by_competence: dict[int, Views]) -> dict[int, set[int]]:
    """By competence of the source: which teachers used it to cover something."""
    used = defaultdict(set)
    for views in by_competence.values():
        for rating in views:
            for source in rating.sources.all():
                used[source.pk].add(rating.rater_id)
    return used


def add_line(comparison: Comparison, competence: Competence, views: Views) -> Line:
    if is_same(views):
        first = views[0]
        line = Line.objects.create(
            comparison=comparison,
            competence=competence,
            relation=first.relation,
            aspect=first.aspect,
            note=next((view.note for view in views if view.note), ""),
            outcome=Outcome.AGREED,
        )
        line.sources.set(first.sources.all())
        return line
    return Line.objects.create(comparison=comparison, competence=competence)


def is_same(views: Views) -> bool:
    """Both rated it, the same, and with the same competences behind it."""
    if len(views) != 2 or views[0].relation != views[1].relation:
        return False
    if views[0].relation in (Relation.MISSING, Relation.EXTRA):
        return True
    one, other = ({source.pk for source in view.sources.all()} for view in views)
    return one == other
