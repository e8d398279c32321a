from io import StringIO

from django.core.management import call_command
from django.utils.translation import override

from les_portal.workflow.diagrams import as_mermaid
from les_portal.workflow.transitions import Transition
from tests.architecture.files import ROOT
from tests.les_portal.workflow.tables import OPEN, table

MARKS = ("<!-- workflows -->\n\n", "\n\n<!-- /workflows -->")


def printed() -> str:
    out = StringIO()
    call_command("workflows", stdout=out)
    return out.getvalue().strip()


def test_a_table_as_a_picture():
    shut = Transition(
        **OPEN | {"name": "shut", "label": "Shut: for good", "sources": ("published",), "target": "draft"}
    )
    with override("nl"):
        drawn = as_mermaid(table(shut))
    assert drawn.splitlines() == [
        "stateDiagram-v2",
        '    state "Draft" as draft',
        '    state "Waiting for approval" as proposed',
        '    state "Published" as published',
        '    state "Archived" as archived',
        "    [*] --> draft",
        "    draft --> published: Open it",
        "    archived --> published: Open it",
        "    published --> draft: Shut for good",
    ]


def test_readme_shows_the_workflows_as_they_are():
    """`manage.py workflows` prints what belongs there."""
    readme = (ROOT / "README.md").read_text()
    assert readme.split(MARKS[0])[1].split(MARKS[1])[0] == printed()
