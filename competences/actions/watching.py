"""Whether what is published still fits what it was made from, and whether its time has come."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import override

from competences.actions.publishing import tell_visitors
from competences.models import AuthorisedDescription
from competences.notifications import DESCRIPTIONS, network, writers
from competences.watch import as_it_is_now, differences
from les_portal.jobs.queue import enqueue
from les_portal.mail.sending import send
from les_portal.workflow.engine import NotNow, workflow_of

LOOK = "descriptions.look"
AT_ONCE = 50
NAMED = 400  # ids in one statement: more than that one of the databases may refuse

Status = AuthorisedDescription.Status


def watched() -> QuerySet[AuthorisedDescription]:
    """What counts, with what its watch reads."""
    rows = AuthorisedDescription.objects.filter(status__in=AuthorisedDescription.COUNTING)
    sides = ("comparison__source", "comparison__target")
    return rows.select_related(*(f"{side}{more}" for side in sides for more in ("__level", "__successor")))


def look_again(qualifications: Iterable[int]) -> None:
    """Of each description that counts and speaks of one of these: is it still so? Within the writer's transaction."""
    ids, found = sorted(set(qualifications)), set()
    for first in range(0, len(ids), NAMED):
        some = ids[first : first + NAMED]
        speaks = Q(comparison__source__in=some) | Q(comparison__target__in=some)
        found.update(watched().filter(speaks).values_list("pk", flat=True))
    for pk in sorted(found):
        if description := watched().filter(pk=pk).first():
            look_at(description)


@transaction.atomic
def look_at(description: AuthorisedDescription) -> list[dict]:
    """What is different since it was authorised. What is new puts it under review, until somebody decides."""
    now = as_it_is_now(description.comparison, description.snapshot)
    found = differences(description.snapshot, now, upheld=description.upheld)
    known = [(concern["key"], concern["after"]) for concern in description.concerns]
    if any((each["key"], each["after"]) not in known for each in found):
        with suppress(NotNow):  # somebody decided at this moment; tomorrow it is looked at again
            worry(description, found)
    return found


def worry(description: AuthorisedDescription, concerns: list[dict]) -> None:
    rows = AuthorisedDescription.objects.filter(pk=description.pk, status=description.status)
    if not rows.update(concerns=concerns):
        raise NotNow
    description.concerns = concerns
    if description.status == Status.PUBLISHED:
        with override(settings.LANGUAGE_CODE):  # it stays in the history as it is written now
            why = "\n".join(description.concern_sentences)
        workflow_of(description).run("put_under_review", description, by=None, comment=why)
        return
    tell_visitors(description, by=None, comment="")
    tell("competences/under_review", description)


def tell(template: str, description: AuthorisedDescription) -> None:
    """The network, and whoever wrote it: each once."""
    people = {person.pk: person for person in (*network(description), *writers(description)) if person.is_active}
    for person in people.values():
        send(template, to=person, kind=DESCRIPTIONS, context={"object": description}, about=description)


def expire(today: date) -> int:
    """Those whose days are over, or whose diploma is not given any more; how many."""
    over = Q(valid_until__lt=today) | Q(comparison__source__valid_to__lt=today)
    return sum(_expired(description) for description in watched().filter(over).order_by("pk"))


def _expired(description: AuthorisedDescription) -> bool:
    with suppress(NotNow):
        workflow_of(description).run("expire", description, by=None)
        return True
    return False


def remind(today: date) -> int:
    """The network and the writers, once, of what must be looked at before it expires; of how many."""
    due = watched().filter(review_on__lte=today, reminded_on=None)
    return sum(_reminded(description, today) for description in due.order_by("pk"))


@transaction.atomic
def _reminded(description: AuthorisedDescription, today: date) -> bool:
    if not AuthorisedDescription.objects.filter(pk=description.pk, reminded_on=None).update(reminded_on=today):
        return False
    tell("competences/review_due", description)
    return True


def ask_to_look() -> None:
    """Have all that is watched looked at, by jobs: after a change that may touch any of them."""
    ids = list(watched().order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(ids), AT_ONCE):
        enqueue(LOOK, {"descriptions": ids[first : first + AT_ONCE]})
