"""What waits for a person: what their roles may do next, over all workflows, and whatever else an app says here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model
from django.http import HttpRequest
from django.utils.timezone import now

from les_portal.activity.models import Entry
from les_portal.workflow.engine import Workflow, workflows

MOST = 100  # of each kind: who has more begins with the oldest


@dataclass(frozen=True)
class Waiting:
    asked: str  # "Publish this listing"
    title: str  # what it is about
    url: str
    since: datetime | None = None
    state: str = ""
    tone: str = ""

    @property
    def is_new(self) -> bool:
        return self.since is not None and self.since > now() - timedelta(days=1)


Source = Callable[..., Iterable[Waiting]]
_sources: list[Source] = []


def also_waits(source: Source) -> Source:
    """Register in an app's `inbox.py` what else waits: `source(user)` gives it, in as many queries for 50 as for 1."""
    _sources.append(source)
    return source


def waiting_for(user) -> list[Waiting]:
    """The oldest first."""
    found = [waiting for workflow in workflows().values() for waiting in _in_workflow(workflow, user)]
    found += [waiting for source in _sources for waiting in source(user)]
    return sorted(found, key=lambda waiting: waiting.since or now())


def waiting_here(request: HttpRequest) -> list[Waiting]:
    """Looked up once per request: the head of the page counts it, the desk lists it."""
    if not hasattr(request, "_waiting"):
        request._waiting = waiting_for(request.user)
    return request._waiting


def _in_workflow(workflow: Workflow, user) -> Iterator[Waiting]:
    awaited = defaultdict(list)
    for transition in workflow.transitions.values():
        for source in transition.sources if transition.awaited else ():
            awaited[source].append(transition)
    if not awaited:
        return
    rows = workflow.kept_by(user).filter(**{f"{workflow.field}__in": awaited}).order_by("pk")[:MOST]
    asked = {
        obj: [transition for transition in awaited[workflow.state_of(obj)] if workflow.may(transition, obj, user)]
        for obj in rows
    }
    asked = {obj: transitions for obj, transitions in asked.items() if transitions}
    began = Entry.objects.when_it_began(list(asked))
    for obj, transitions in asked.items():
        yield _waiting(workflow, obj, transitions[0].awaited, began.get(obj.pk))


def _waiting(workflow: Workflow, obj: Model, asked: str, began: datetime | None) -> Waiting:
    state = workflow.as_state(obj)
    since = began or (getattr(obj, workflow.since) if workflow.since else None)
    return Waiting(
        asked=str(asked),
        title=str(obj),
        url=workflow.page(obj),
        since=since,
        state=str(state.label),
        tone=state.tone,
    )
