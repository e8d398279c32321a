"""The only way a state changes."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.module_loading import autodiscover_modules

from les_portal.activity.models import Entry
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.mail.sending import send
from les_portal.workflow.transitions import Transition


class NotNow(Exception):
    """The object is not in a state that this starts from: mostly, somebody else was faster."""


class CommentMissing(Exception):
    """Whoever is told about this must hear why."""


class NotReady(Exception):
    """What is missing first: one sentence each, for whoever tried."""

    def __init__(self, sentences: list[str]):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Workflow:
    """The states of a model and the ways between them.

    `visible_to(user)` are the objects that this person may know of, with what the permissions ask joined in.
    """

    def __init__(
        self,
        model: type[Model],
        *transitions: Transition,
        visible_to: Callable[..., QuerySet],
        field: str = "status",
    ):
        self.model, self.field, self.visible_to = model, field, visible_to
        self.label = model._meta.label_lower
        self.transitions = {transition.name: transition for transition in transitions}
        for transition in transitions:
            verb(self.verb_of(transition), transition.done)

    @property
    def states(self) -> type:
        return self.model._meta.get_field(self.field).choices

    def verb_of(self, transition: Transition) -> str:
        return f"{self.label}.{transition.name}"

    def state_of(self, obj: Model) -> str:
        return getattr(obj, self.field)

    def available(self, obj: Model, user) -> list[Transition]:
        """What this person may do now, whether or not something is still missing for it."""
        return [
            transition
            for transition in self.transitions.values()
            if self.state_of(obj) in transition.sources and user.has_perm(transition.permission, obj)
        ]

    def missing(self, name: str, obj: Model) -> list[str]:
        """What must come first, a sentence each."""
        return [sentence for guard in self.transitions[name].guards if (sentence := guard(obj))]

    def run(self, name: str, obj: Model, *, by, comment: str = "") -> Entry:
        """Move `obj`, and everything that belongs to that, or nothing at all.

        Raises KeyError for a name that is not in the table, NotNow, PermissionDenied, CommentMissing or NotReady.
        """
        transition = self.transitions[name]
        with transaction.atomic():
            source = self._move(transition, obj)
            if not by.has_perm(transition.permission, obj):
                raise PermissionDenied
            if transition.needs_comment and not comment.strip():
                raise CommentMissing
            if sentences := self.missing(name, obj):
                raise NotReady(sentences)
            for effect in transition.effects:
                effect(obj, by=by, comment=comment)
            entry = record(
                self.verb_of(transition), obj, by=by, comment=comment.strip(), source=source, target=transition.target
            )
            self._tell(transition, obj, entry)
        return entry

    def _move(self, transition: Transition, obj: Model) -> str:
        """First in the transaction, because it is the lock; the state it came from."""
        rows = self.model._base_manager.filter(pk=obj.pk)
        for source in transition.sources:
            if rows.filter(**{self.field: source}).update(**{self.field: transition.target}):
                obj.refresh_from_db()
                return source
        raise NotNow

    def _tell(self, transition: Transition, obj: Model, entry: Entry) -> None:
        for notice in transition.notify:
            for person in notice.recipients(obj):
                if person != entry.actor:
                    context = {"object": obj, "entry": entry}
                    send(notice.template, to=person, kind=notice.kind, context=context, sender=entry.actor, about=obj)


_workflows: dict[str, Workflow] = {}


def register(workflow: Workflow) -> Workflow:
    _workflows[workflow.label] = workflow
    return workflow


def workflows() -> dict[str, Workflow]:
    """All of them, by the label of their model: `programmes.programme`."""
    autodiscover_modules("workflow")
    return dict(_workflows)


def workflow_of(obj: Model) -> Workflow:
    """Raises KeyError for an object without states."""
    return workflows()[obj._meta.label_lower]
