"""What still has to be looked at: by a teacher alone, by both together, in a whole description."""

from dataclasses import dataclass

from competences.models import Comparison, Competence, Line, Rater, Rating

SETTLED = (Line.Outcome.AGREED, Line.Outcome.SETTLED, Line.Outcome.KEPT)


@dataclass(frozen=True)
class Count:
    done: int
    of: int

    @property
    def is_all(self) -> bool:
        return self.done == self.of


def competences_of(comparison: Comparison) -> list[Competence]:
    """All that must occur: those of the target, then those of the source."""
    frames = (comparison.target_id, comparison.source_id)
    rows = Competence.objects.current().filter(qualification__in=frames)
    return sorted(rows, key=lambda row: (row.qualification_id != comparison.target_id, row.position, row.pk))


def unrated(rater: Rater) -> list[Competence]:
    """Of the target those without a rating; of the source those that cover nothing and were not called extra."""
    ratings = Rating.objects.filter(rater=rater, competence__retired_on=None)
    seen = set(ratings.values_list("competence_id", flat=True))
    used = set(ratings.values_list("sources", flat=True))
    return [row for row in competences_of(rater.comparison) if row.pk not in seen | used]


def how_far(rater: Rater) -> Count:
    """Of the target only: how many of the source are left would tell what the other one used."""
    asked = Competence.objects.current().filter(qualification=rater.comparison.target_id)
    return Count(asked.filter(ratings__rater=rater).count(), asked.count())


def unsettled(comparison: Comparison) -> list[Competence]:
    """Those without a settled line; of the source not those that a settled line of the target uses.

    So a competence of the source that one used and the other called extra is settled by what they come to above it:
    it is only left here once all of the target is settled, or when it is new to both.
    What rests on something that left the frame of the source is not settled any more.
    """
    lines = Line.objects.filter(comparison=comparison, competence__retired_on=None)
    settled = lines.filter(outcome__in=SETTLED).exclude(sources__retired_on__isnull=False)
    seen = set(settled.values_list("competence_id", flat=True))
    used = set(settled.values_list("sources", flat=True))
    new = set(lines.exclude(outcome__in=SETTLED).values_list("competence_id", flat=True))
    left = [row for row in competences_of(comparison) if row.pk not in seen | used]
    of_target = [row for row in left if row.qualification_id == comparison.target_id]
    return [row for row in left if not of_target or row in of_target or row.pk in new]
