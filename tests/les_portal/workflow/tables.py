"""Tables made for a test, over the states of a listing."""

from les_portal.workflow.engine import Workflow
from les_portal.workflow.transitions import Transition
from programmes.models import Programme

OPEN = {
    "name": "open",
    "label": "Open it",
    "done": "opened it",
    "sources": ("draft", "archived"),
    "target": "published",
    "permission": "programmes.publish_listing",
}


def table(*others: Transition, **changes) -> Workflow:
    """One transition, `open`, that leads from draft or archived to published."""
    return Workflow(Programme, Transition(**OPEN | changes), *others, visible_to=Programme.objects.visible_to)
