"""What both doors, the page and the interface for programs, do with who knocks."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Model
from django.http import Http404

from les_portal.activity.models import Entry
from les_portal.workflow.engine import Workflow, workflows
from les_portal.workflow.transitions import Transition


@dataclass(frozen=True)
class Question:
    """Whether this person may do this to that."""

    workflow: Workflow
    obj: Model
    transition: Transition
    user: object

    @property
    def is_too_late(self) -> bool:
        return not self.workflow.starts_here(self.transition, self.obj)

    @property
    def missing(self) -> list[str]:
        return self.workflow.missing(self.transition.name, self.obj)

    def answer(self, comment: str) -> Entry:
        """Raises what `Workflow.run` raises. Twice at the same moment can take the same number: then once more."""
        try:
            return self._run(comment)
        except IntegrityError:
            return self._run(comment)

    def _run(self, comment: str) -> Entry:
        return self.workflow.run(self.transition.name, self.obj, by=self.user, comment=comment)


def find(user, label: str, pk: str) -> tuple[Workflow, Model]:
    """Raises Http404 for what does not exist and for what this person may not know of, alike."""
    workflow = workflows().get(label)
    is_number = pk.isascii() and pk.isdigit() and len(pk) < 19
    obj = workflow.visible_to(user).filter(pk=int(pk)).first() if workflow and is_number else None
    if obj is None:
        raise Http404
    return workflow, obj


def question(user, label: str, pk: str, name: str) -> Question:
    """Raises Http404, or PermissionDenied for what this person may see and not do."""
    workflow, obj = find(user, label, pk)
    transition = workflow.transitions.get(name)
    if transition is None:
        raise Http404
    if not workflow.may(transition, obj, user):
        raise PermissionDenied
    return Question(workflow, obj, transition, user)


def last_step(obj: Model) -> Entry | None:
    """The newest change of its state: what whoever comes too late wants to know."""
    return Entry.objects.about(obj).steps().select_related("actor").first()
