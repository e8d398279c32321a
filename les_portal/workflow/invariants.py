"""What must hold between a state and the history of how it came about."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Lag

from les_portal.activity.models import Entry
from les_portal.invariants import invariant
from les_portal.workflow.engine import Workflow, workflows


@invariant("Whatever has a history is in the state that its newest step led to.")
def states_match_history() -> Iterator[str]:
    for workflow in workflows().values():
        newest = steps_of(workflow).filter(object_id=OuterRef("pk")).order_by("-pk").values("target")[:1]
        rows = workflow.model._base_manager.annotate(led_to=Subquery(newest)).exclude(led_to=None)
        for row in rows.exclude(led_to=F(workflow.field)).order_by("pk").values("pk", "led_to", workflow.field):
            yield f"{workflow.label} {row['pk']}: is {row[workflow.field]}, its history says {row['led_to']}"


@invariant("Every step begins where the one before it ended.")
def steps_follow_each_other() -> Iterator[str]:
    before = Window(Lag("target"), partition_by="object_id", order_by="pk")
    for workflow in workflows().values():
        rows = steps_of(workflow).annotate(before=before).exclude(before=None).exclude(before=F("source"))
        for row in rows.order_by("pk").values("pk", "object_id", "before", "source"):
            yield f"{workflow.label} {row['object_id']}: step {row['pk']} from {row['source']} follows {row['before']}"


@invariant("Every step is one that the table of its workflow knows.")
def steps_are_known() -> Iterator[str]:
    for workflow in workflows().values():
        known = {
            (workflow.verb_of(transition), source, transition.target)
            for transition in workflow.transitions.values()
            for source in transition.sources
        }
        taken = steps_of(workflow).order_by().values_list("verb", "source", "target").distinct()
        for step in sorted(set(taken) - known):
            yield f"{workflow.label}: {' '.join(step)}"


@invariant("Everything is in a state that exists.")
def states_exist() -> Iterator[str]:
    for workflow in workflows().values():
        rows = workflow.model._base_manager.exclude(**{f"{workflow.field}__in": list(workflow.states)})
        for row in rows.order_by("pk").values("pk", workflow.field):
            yield f"{workflow.label} {row['pk']}: {row[workflow.field]}"


def steps_of(workflow: Workflow) -> QuerySet[Entry]:
    return Entry.objects.of_model(workflow.model).exclude(target="")
