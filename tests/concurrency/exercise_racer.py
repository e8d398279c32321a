"""One of two teachers who compare diplomas, at the same moment as others in processes of their own."""

from collections.abc import Callable

import django

django.setup()

from django.db import transaction  # noqa: E402

from competences.actions import reconciling  # noqa: E402
from competences.actions.rating import Said, rate  # noqa: E402
from competences.actions.starting import start  # noqa: E402
from competences.models import Comparison, Competence, Line, Rater  # noqa: E402
from les_portal.accounts.models import User  # noqa: E402
from les_portal.organisations.models import Organisation  # noqa: E402
from les_portal.workflow.engine import NotNow, workflow_of  # noqa: E402
from programmes.models import Qualification  # noqa: E402
from tests.concurrency import racer  # noqa: E402


def answer(pk: int, by: User, name: str) -> Callable:
    line = Line.objects.select_related("comparison").get(pk=pk)
    return lambda: getattr(reconciling, name)(line, turn=line.turn, by=by) or name


def answer_unguarded(pk: int, by: User, name: str) -> Callable:
    """The control: look whether it is open, then write."""
    line = Line.objects.get(pk=pk)

    def act() -> str:
        if Line.objects.get(pk=pk).outcome != Line.Outcome.OPEN:
            raise NotNow
        racer.wait_until_all_have_looked()
        with transaction.atomic():
            line.relation, line.outcome = "missing", Line.Outcome.KEPT
            line.save()
        return name

    return act


def move(pk: int, by: User, name: str, of: str) -> Callable:
    obj = {"rater": Rater, "comparison": Comparison}[of].objects.get(pk=pk)
    return lambda: workflow_of(obj).run(name, obj, by=by).target


def say(pk: int, by: User, competence: int) -> Callable:
    rater, about = Rater.objects.get(pk=pk), Competence.objects.get(pk=competence)
    return lambda: rate(rater, about, Said("missing"), by=by).relation


def begin(pk: int, by: User, target: int, organisation: int) -> Callable:
    pair = Qualification.objects.get(pk=pk), Qualification.objects.get(pk=target)
    keeper = Organisation.objects.get(pk=organisation)
    return lambda: bool(start(*pair, organisation=keeper, teachers={"be": by, "nl": None}, by=by))


DEEDS = {deed.__name__: deed for deed in (answer, answer_unguarded, move, say, begin)}


def attempt(deed: str, pk: int, by: int, **more) -> object:
    return racer.race(DEEDS[deed](pk, User.objects.get(pk=by), **more))


if __name__ == "__main__":
    racer.answer_each(attempt)
