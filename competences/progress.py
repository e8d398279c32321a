"""What still has to be looked at: by a teacher alone, by both together, in a whole description."""

from competences.models import Comparison, Competence, Line, Rater, Rating


def competences_of(comparison: Comparison) -> list[Competence]:
    """All that must occur: those of the target, then those of the source."""
    frames = (comparison.target_id, comparison.source_id)
    rows = Competence.objects.current().filter(qualification__in=frames)
    return sorted(rows, key=lambda row: (row.qualification_id != comparison.target_id, row.position, row.pk))


def unrated(rater: Rater) -> list[Competence]:
    """Of the target those without a rating; of the source those that cover nothing and were not called extra."""
    ratings = Rating.objects.filter(rater=rater)
    seen = set(ratings.values_list("competence_id", flat=True))
    used = set(ratings.values_list("sources", flat=True))
    return [row for row in competences_of(rater.comparison) if row.pk not in seen | used]


def unsettled(comparison: Comparison) -> list[Competence]:
    """Those without a settled line; of the source also those that no settled line of the target uses."""
    lines = Line.objects.filter(comparison=comparison)
    settled = lines.filter(outcome__in=[Line.Outcome.AGREED, Line.Outcome.SETTLED, Line.Outcome.KEPT])
    used = set(settled.values_list("sources", flat=True))
    waiting = set(lines.exclude(pk__in=settled.values("pk")).values_list("competence_id", flat=True))
    seen = set(settled.values_list("competence_id", flat=True))
    return [row for row in competences_of(comparison) if row.pk in waiting or row.pk not in seen | used]
