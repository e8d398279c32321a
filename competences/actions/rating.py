"""What one teacher thinks, kept as soon as it is said."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from competences.models import Competence, Rater, Rating, Relation
from competences.progress import unrated
from les_portal.workflow.engine import NotNow


@dataclass(frozen=True)
class Said:
    """How far the sources cover a competence, wherein it differs, and why."""

    relation: str
    sources: list[Competence] = field(default_factory=list)
    aspect: str = ""
    note: str = ""


@transaction.atomic
def rate(rater: Rater, competence: Competence, said: Said, *, by) -> Rating:
    """Of the target. Raises NotNow for who has finished."""
    hold(rater, by)
    values = {"relation": said.relation, "aspect": said.aspect, "note": said.note}
    rating, _is_new = Rating.objects.update_or_create(rater=rater, competence=competence, defaults=values)
    rating.sources.set(said.sources)
    # What covers something is not extra.
    Rating.objects.filter(rater=rater, relation=Relation.EXTRA, competence__in=said.sources).delete()
    return rating


@transaction.atomic
def call_extra(rater: Rater, competences: list[Competence], *, by) -> None:
    """Of the source, as far as they cover nothing. Raises NotNow for who has finished."""
    hold(rater, by)
    wanted = {competence.pk for competence in competences}
    left = [row for row in unrated(rater) if row.pk in wanted]
    Rating.objects.bulk_create(Rating(rater=rater, competence=row, relation=Relation.EXTRA) for row in left)


def hold(rater: Rater, by) -> None:
    """The first write: who has finished meanwhile, or was taken off, changes nothing any more."""
    if rater.user_id != by.pk:
        raise PermissionDenied
    busy = Rater.objects.filter(pk=rater.pk, user=by.pk, status=Rater.Status.BUSY)
    if not busy.update(status=Rater.Status.BUSY):
        raise NotNow
