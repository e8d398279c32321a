"""The only way a state changes."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Choices, Model, QuerySet

from les_portal.activity.models import Entry
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.mail.sending import send
from les_portal.workflow.transitions import Transition

LONGEST_VERB = 60


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

    `visible_to(user)` are the objects that this person may know of, with what the permissions ask joined in;
    `kept_by(user)` those among them that wait for this person and not only could be done by them (without it: all).
    `page(obj)` is where people work with it, `since` the field that says from when one without history waits.
    Raises ValueError for a table that cannot be.
    """

    def __init__(
        self,
        model: type[Model],
        *transitions: Transition,
        visible_to: Callable[..., QuerySet],
        kept_by: Callable[..., QuerySet] | None = None,
        page: Callable[[Model], str] | None = None,
        field: str = "status",
        since: str = "",
    ):
        self.model, self.field, self.since = model, field, since
        self.visible_to, self.kept_by, self._page = visible_to, kept_by or visible_to, page
        self.label = model._meta.label_lower
        self.transitions = {transition.name: transition for transition in transitions}
        for transition in transitions:
            self._check(transition)
            verb(self.verb_of(transition), transition.done, is_automatic=transition.is_automatic)
        if len(self.transitions) < len(transitions):
            raise ValueError(f"{self.label}: two transitions have the same name.")

    def _check(self, transition: Transition) -> None:
        if unknown := {*transition.sources, transition.target} - set(self.states):
            raise ValueError(f"{self.label}.{transition.name}: there is no state {', '.join(sorted(unknown))}.")
        if transition.target in transition.sources:
            raise ValueError(f"{self.label}.{transition.name} leads to where it starts: two clicks would do it twice.")
        if len(self.verb_of(transition)) > LONGEST_VERB:
            raise ValueError(f"{self.label}.{transition.name} is longer than the history can hold.")

    @property
    def states(self) -> dict[str, str]:
        """Each with its words."""
        return dict(self.model._meta.get_field(self.field).flatchoices)

    @property
    def first_state(self) -> str:
        return str(self.model._meta.get_field(self.field).get_default())

    def verb_of(self, transition: Transition) -> str:
        return f"{self.label}.{transition.name}"

    def page(self, obj: Model) -> str:
        return self._page(obj) if self._page else obj.get_absolute_url()

    def state_of(self, obj: Model) -> str:
        return getattr(obj, self.field)

    def as_state(self, obj: Model) -> Choices:
        """Its state as one of the model's own choices, which know their words and their tone."""
        return getattr(self.model, self.field.title())(self.state_of(obj))

    def may(self, transition: Transition, obj: Model, user) -> bool:
        """`user` is None for the portal itself."""
        if transition.is_automatic or user is None:
            return transition.is_automatic and user is None
        return user.has_perm(transition.permission, obj)

    def starts_here(self, transition: Transition, obj: Model) -> bool:
        return self.state_of(obj) in transition.sources

    def available(self, obj: Model, user) -> list[Transition]:
        """What this person may do now, whether or not something is still missing for it."""
        from_here = [transition for transition in self.transitions.values() if self.starts_here(transition, obj)]
        return [transition for transition in from_here if self.may(transition, obj, user)]

    def missing(self, name: str, obj: Model) -> list[str]:
        """What must come first, a sentence each."""
        return [sentence for guard in self.transitions[name].guards if (sentence := guard(obj))]

    def run(self, name: str, obj: Model, *, by, comment: str = "", tells: bool = True) -> Entry:
        """Move `obj`, and everything that belongs to that, or nothing at all; then `obj` is as the database has it.

        `by` is None for an automatic transition, and for no other.

        Who moves many at once tells of all of them in one mail, and not here.

        Raises KeyError for a name that is not in the table, NotNow, PermissionDenied, CommentMissing or NotReady;
        `obj` stays as it was then.
        """
        transition = self.transitions[name]
        with transaction.atomic():
            fresh = self._move(transition, obj)
            entry = self._carry_out(transition, fresh, by=by, comment=comment.strip())
            if tells:
                self._tell(transition, fresh, entry)
        obj.refresh_from_db()
        return entry

    def _move(self, transition: Transition, obj: Model) -> Model:
        """First in the transaction, because it is the lock; then the object as the database has it, before the move.

        Whoever gave us `obj` may have read it long ago: neither a permission nor a guard may trust it.
        """
        rows = self.model._base_manager.filter(pk=obj.pk)
        # Mostly it is still as it was read, and that one is tried first.
        for source in sorted(transition.sources, key=lambda source: source != self.state_of(obj)):
            if rows.filter(**{self.field: source}).update(**{self.field: transition.target}):
                fresh = rows.get()
                setattr(fresh, self.field, source)
                return fresh
        raise NotNow

    def _carry_out(self, transition: Transition, obj: Model, *, by, comment: str) -> Entry:
        source = self.state_of(obj)
        if not self.may(transition, obj, by):
            raise PermissionDenied
        if transition.needs_comment and not comment:
            raise CommentMissing
        if sentences := self.missing(transition.name, obj):
            raise NotReady(sentences)
        setattr(obj, self.field, transition.target)
        for effect in transition.effects:
            effect(obj, by=by, comment=comment)
        return record(self.verb_of(transition), obj, by=by, comment=comment, source=source, target=transition.target)

    def _tell(self, transition: Transition, obj: Model, entry: Entry) -> None:
        """Everybody once, by the first notice that names them; not who did it, nor who left."""
        told = {entry.actor_id}
        for notice in transition.notify:
            for person in notice.recipients(obj):
                if person.is_active and person.pk not in told:
                    told.add(person.pk)
                    context = {"object": obj, "entry": entry}
                    send(notice.template, to=person, kind=notice.kind, context=context, sender=entry.actor, about=obj)


_workflows: dict[str, Workflow] = {}


def register(workflow: Workflow) -> Workflow:
    """Called in an app's `workflow.py`, which is read when the portal starts."""
    _workflows[workflow.label] = workflow
    return workflow


def workflows() -> dict[str, Workflow]:
    """All of them, by the label of their model: `programmes.programme`."""
    return dict(sorted(_workflows.items()))


def workflow_of(obj: Model) -> Workflow:
    """Raises KeyError for an object without states."""
    return _workflows[obj._meta.label_lower]
