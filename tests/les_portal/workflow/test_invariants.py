"""What the tables promise is looked for over all data; each promise is broken here, past the code that keeps it."""

import pytest
from django.contrib.contenttypes.models import ContentType

from les_portal.activity.models import Entry
from les_portal.workflow import invariants
from les_portal.workflow.engine import workflow_of, workflows
from programmes.models import Programme
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db
CHECKS = [
    invariants.states_match_history,
    invariants.steps_follow_each_other,
    invariants.steps_are_known,
    invariants.states_exist,
]


def findings() -> list[tuple[str, str]]:
    return [(check.__name__, str(row)) for check in CHECKS for row in check()]


@pytest.fixture
def moved(draft, anna, ada):
    """Published, withdrawn and published again; beside it one that never moved."""
    ProgrammeFactory(published=True)
    workflow = workflow_of(draft)
    workflow.run("publish", draft, by=anna)
    workflow.run("withdraw", draft, by=ada, comment="why")
    workflow.run("publish", draft, by=anna)
    return draft


def test_all_is_well_also_without_a_history(moved):
    assert findings() == []


def test_a_state_that_its_history_does_not_know_is_found(moved):
    Programme.objects.filter(pk=moved.pk).update(status="archived")
    assert findings() == [
        ("states_match_history", f"programmes.programme {moved.pk}: is archived, its history says published")
    ]


def step(obj, **fields) -> Entry:
    return Entry.objects.create(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk, **fields)


def test_a_gap_in_the_history_is_found(moved):
    """As when a row was taken out of the table."""
    step(moved, verb="programmes.programme.publish", source="draft", target="published")
    ((name, row),) = findings()
    assert name == "steps_follow_each_other"
    assert f"programmes.programme {moved.pk}:" in row
    assert row.endswith("from draft follows published")


def test_a_step_that_no_table_knows_is_found(moved):
    step(moved, verb="programmes.programme.publish", source="published", target="archived")
    Programme.objects.filter(pk=moved.pk).update(status="archived")
    assert findings() == [("steps_are_known", "programmes.programme: programmes.programme.publish published archived")]


def test_a_state_that_does_not_exist_is_found(draft):
    Programme.objects.filter(pk=draft.pk).update(status="lost")
    assert findings() == [("states_exist", f"programmes.programme {draft.pk}: lost")]


def test_what_changed_no_state_is_no_step(moved):
    step(moved, verb="tests.looked")
    assert findings() == []


def test_it_asks_as_often_for_many_as_for_one(draft, anna, django_assert_num_queries):
    for _ in range(10):
        listing = ProgrammeFactory(at=list(draft.campuses.all()))
        workflow_of(listing).run("publish", listing, by=anna)
    Programme.objects.update(status="archived")
    assert len(list(invariants.states_match_history())) == 10
    with django_assert_num_queries(len(workflows())):
        list(invariants.states_match_history())
