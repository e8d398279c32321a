"""What must hold of comparisons, ratings and lines; registered by `invariants.py`, which is asked."""

from collections.abc import Iterator

from django.db.models import F, Q, QuerySet

from competences.models import Comparison, Line, Rater, Rating, Relation
from competences.progress import SETTLED
from les_portal.invariants import invariant

STANDS_APART = Q(relation=Relation.EXTRA)


def of_frame(prefix: str, side: str) -> Q:
    """The competence belongs to that diploma of the comparison."""
    return Q(competence__qualification=F(f"{prefix}comparison__{side}"))


@invariant("Two teachers compare, one from each side; they see each other's ratings when both have finished.")
def two_teachers() -> Iterator[str]:
    for row in Comparison.objects.select_related("source", "target").prefetch_related("raters").order_by("pk"):
        sides = sorted(rater.country for rater in row.raters.all())
        have_finished = all(rater.status == Rater.Status.FINISHED for rater in row.raters.all())
        if sides and sides != sorted({row.source.country, row.target.country}):
            yield f"{row.slug}: {', '.join(sides)}"
        elif (row.status != Comparison.Status.RATING) is not have_finished:
            yield f"{row.slug} is {row.status}"


@invariant("A rating or a line is about one of the two diplomas: extra of the one held, all else of the other.")
def about_its_own() -> Iterator[str]:
    yield from (f"rating {row.pk}" for row in astray(Rating.objects.all(), "rater__"))
    yield from (f"line {row.pk}" for row in astray(Line.objects.exclude(relation=""), ""))


def astray(rows: QuerySet, prefix: str) -> QuerySet:
    extra, other = STANDS_APART & of_frame(prefix, "source"), ~STANDS_APART & of_frame(prefix, "target")
    stranger = Q(sources__isnull=False) & ~Q(sources__qualification=F(f"{prefix}comparison__source"))
    at_home = rows.filter(extra | other)
    return (rows.exclude(pk__in=at_home.values("pk")) | rows.filter(stranger)).distinct().order_by("pk")


@invariant("What is missing or extra is covered by nothing, and what covers something is not extra.")
def covered_or_not() -> Iterator[str]:
    settled = Line.objects.filter(outcome__in=SETTLED)
    bare = settled.filter(relation__in=[Relation.MISSING, Relation.EXTRA], sources__isnull=False)
    yield from (f"line {row.pk}" for row in bare.distinct().order_by("pk"))
    for row in settled.filter(relation=Relation.EXTRA).order_by("pk"):
        if settled.filter(comparison=row.comparison_id, sources=row.competence_id).exists():
            yield f"line {row.pk} is extra and covers something"
