"""What must hold of frames and of what was proposed for them; registered by `invariants.py`, which is asked."""

from collections.abc import Iterator

from django.db.models import F, Q

from competences.models import Competence, Proposal
from les_portal.invariants import invariant


@invariant("A competence stands in a group of its own qualification, and is written in the language that it names.")
def frames() -> Iterator[str]:
    elsewhere = Competence.objects.exclude(group=None).exclude(group__qualification=F("qualification"))
    for row in elsewhere.order_by("pk"):
        yield f"competence {row.pk} is in group {row.group_id}"
    for language in ("nl", "fr", "en"):
        bare = Q(**{f"title_{language}": ""}) | Q(**{f"title_{language}": None})
        for pk in Competence.objects.filter(bare, written_in=language).order_by("pk").values_list("pk", flat=True):
            yield f"competence {pk} has no title in {language}"


@invariant("What a machine proposed is decided by somebody, and became only what stands in the same frame.")
def proposals() -> Iterator[str]:
    became = Q(competence__isnull=False) & ~Q(competence__qualification=F("qualification"))
    open_and_became = Q(competence__isnull=False) & ~Q(state=Proposal.State.ADOPTED)
    when = Q(state__in=["adopted", "refused"], decided_at=None) | Q(state="open", decided_at__isnull=False)
    for row in Proposal.objects.filter(became | open_and_became | when).order_by("pk"):
        yield f"proposal {row.pk} is {row.state}"
