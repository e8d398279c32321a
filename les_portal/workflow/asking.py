"""What both doors, the page and the interface for programs, do with who knocks."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.db.models import Model
from django.http import Http404

from les_portal.activity.models import Entry
from les_portal.workflow.engine import Workflow, workflows
from les_portal.workflow.transitions import Transition

TRIES = 3  # of as long as the database lets one wait


class Busy(Exception):
    """Somebody else holds on to it all the time."""


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
        """Raises what `Workflow.run` raises, and Busy.

        Two can take the same number at the same moment: then it is tried once more. Who waits for a lock longer than
        the database lets them tries again: mostly somebody else is doing it, and that is what they are told then.
        """
        try:
            return self._run(comment)
        except IntegrityError:
            return self._run(comment)

    def _run(self, comment: str) -> Entry:
        for _try in range(TRIES):
            try:
                return self.workflow.run(self.transition.name, self.obj, by=self.user, comment=comment)
            except OperationalError as error:
                if not is_locked(error):
                    raise
        raise Busy


def is_locked(error: OperationalError) -> bool:
    """Lock timeout or deadlock on PostgreSQL, a writer that takes too long on SQLite; not a database that is gone."""
    return getattr(error.__cause__, "pgcode", None) in ("55P03", "40P01") or "is locked" in str(error)


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
