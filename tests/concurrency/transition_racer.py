"""One who tries a transition at a given moment, together with others in processes of their own."""

import django

django.setup()

from django.core.exceptions import PermissionDenied  # noqa: E402

from les_portal.accounts.models import User  # noqa: E402
from les_portal.activity.recording import record  # noqa: E402
from les_portal.workflow.asking import Busy, Question  # noqa: E402
from les_portal.workflow.engine import NotNow, NotReady, workflows  # noqa: E402
from tests.concurrency import racer  # noqa: E402


def through_the_door(workflow, name, obj, by, comment) -> None:
    Question(workflow, obj, workflow.transitions[name], by).answer(comment)


def read_check_save(workflow, name, obj, by, comment) -> None:
    """The control: everything that the engine does but its lock. Written like this it goes wrong."""
    transition = workflow.transitions[name]
    fresh = workflow.model._base_manager.get(pk=obj.pk)
    if not workflow.starts_here(transition, fresh):
        raise NotNow
    if not workflow.may(transition, fresh, by):
        raise PermissionDenied
    if sentences := workflow.missing(name, fresh):
        raise NotReady(sentences)
    racer.wait_until_all_have_looked()
    source = workflow.state_of(fresh)
    setattr(fresh, workflow.field, transition.target)
    fresh.save()
    record(workflow.verb_of(transition), fresh, by=by, comment=comment, source=source, target=transition.target)


WAYS = {"door": through_the_door, "control": read_check_save}


def attempt(label: str, pk: int, name: str, by: int, way: str) -> str:
    workflow, person = workflows()[label], User.objects.get(pk=by)
    obj = workflow.visible_to(person).get(pk=pk)
    return racer.race(lambda: WAYS[way](workflow, name, obj, person, "in a race"), busy=(Busy,)) or "done"


if __name__ == "__main__":
    racer.answer_each(attempt)
