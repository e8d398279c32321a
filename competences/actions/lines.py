"""Explaining the lines of a concluded comparison, in three languages."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from competences.models import AuthorisedDescription, BridgingUnit, Comparison, Competence, Line
from les_portal.activity.models import Entry
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.workflow.engine import NotNow

EXPLAINED = verb("competences.comparison.explain", gettext_lazy("wrote explanations"))
BRIDGED = verb("competences.comparison.bridge", gettext_lazy("added what closes a gap"))
ONE_SITTING = timedelta(minutes=30)
Status = AuthorisedDescription.Status


@transaction.atomic
def explain(line: Line, column: str, text: str, *, seen: str, by) -> str:
    """Answers what somebody else wrote there since `seen`, which this replaces, or "".

    Raises NotNow while the two talk about it again, and while it is being signed: both sign the same.
    """
    hold(line.comparison)
    now = getattr(Line.objects.get(pk=line.pk), column) or ""
    Line.objects.filter(pk=line.pk).update(**{column: text})
    contribute(line.comparison, by)
    remember(line.comparison, by)
    return now if now not in (seen, text) else ""


def hold(comparison: Comparison) -> None:
    concluded = Comparison.objects.filter(pk=comparison.pk, status=Comparison.Status.CONCLUDED)
    if not concluded.update(status=Comparison.Status.CONCLUDED) or is_being_signed(comparison):
        raise NotNow


def is_being_signed(comparison: Comparison) -> bool:
    return AuthorisedDescription.objects.filter(comparison=comparison, status=Status.REVIEW).exists()


def contribute(comparison: Comparison, by) -> None:
    """Who wrote in it does not sign it."""
    rows = AuthorisedDescription.objects.filter(comparison=comparison)
    for description in rows.filter(status__in=[Status.DRAFT, Status.CHANGES_REQUESTED]):
        description.contributors.add(by)


def remember(comparison: Comparison, by) -> None:
    """Once in a sitting, and not at every pause between two words."""
    lately = Entry.objects.about(comparison).filter(verb=EXPLAINED, actor=by, at__gt=timezone.now() - ONE_SITTING)
    if not lately.exists():
        record(EXPLAINED, comparison, by=by)


@transaction.atomic
def bridge(comparison: Comparison, competence: Competence, unit: BridgingUnit, *, by) -> None:
    """A unit that leads to this competence, also in every other comparison with the same diploma. Raises NotNow."""
    hold(comparison)
    unit.save()
    unit.competences.add(competence)
    contribute(comparison, by)
    record(BRIDGED, comparison, by=by, comment=str(unit))
