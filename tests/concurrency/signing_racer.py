"""One process in which several people sign descriptions at a given moment, together with others in other processes."""

from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

from django.db import connection  # noqa: E402

from competences.models import AuthorisedDescription, SignOff  # noqa: E402
from les_portal.accounts.models import User  # noqa: E402
from les_portal.documents.models import Series  # noqa: E402
from les_portal.workflow.asking import Busy, Question  # noqa: E402
from les_portal.workflow.engine import NotNow, workflow_of, workflows  # noqa: E402
from tests.concurrency import racer  # noqa: E402

Status = AuthorisedDescription.Status


def read(pk: int, by: int, name: str) -> Question:
    """As a page reads it, before anything is done."""
    workflow, person = workflows()["competences.signoff"], User.objects.get(pk=by)
    sign_off = workflow.visible_to(person).get(pk=pk)
    return Question(workflow, sign_off, workflow.transitions[name], person)


def answer(asked: Question) -> str:
    """In a thread of its own, with a connection of its own."""
    try:
        racer.patiently(lambda: asked.answer("In a race."), busy=(Busy,))
        return "done"
    except Exception as error:
        return type(error).__name__
    finally:
        connection.close()


def sign(tries: list[dict]) -> list[str]:
    asked = [read(**each) for each in tries]

    def act() -> list[str]:
        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(answer, asked))

    return racer.race(act)


def sign_unguarded(tries: list[dict]) -> list[str]:
    """The control: look whether it is one's turn and which number is next, then sign and authorise."""
    sign_off = SignOff.objects.select_related("description__comparison").get(pk=tries[0]["pk"])
    description = sign_off.description

    def act() -> list[str]:
        if AuthorisedDescription.objects.get(pk=description.pk).status != Status.REVIEW:
            raise NotNow
        others = description.sign_offs.filter(status="waiting").exclude(pk=sign_off.pk).exists()
        series = Series.objects.filter(prefix="LES-AB").first()
        number = (series.last if series else 0) + 1
        racer.wait_until_all_have_looked()
        SignOff.objects.filter(pk=sign_off.pk).update(status="signed")
        if others:
            return ["signed"]
        described = {"status": Status.AUTHORISED, "year": 2026, "sequence": number, "version": 1}
        AuthorisedDescription.objects.filter(pk=description.pk).update(**described)
        return ["authorised"]

    return racer.race(act)


WAYS = {"door": sign, "control": sign_unguarded}


def attempt(way: str, tries: list[dict]) -> object:
    workflow_of(SignOff())  # the tables are read before it begins
    return WAYS[way](tries)


if __name__ == "__main__":
    racer.answer_each(attempt)
