"""What the portal does by itself is done by nobody else, through no door; and nobody does the rest in its name."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from competences.models import AuthorisedDescription
from les_portal.activity.models import Entry
from les_portal.workflow.engine import workflow_of, workflows
from tests.factories.competences import authorised

pytestmark = pytest.mark.django_db
AUTOMATIC = [
    (label, name, source)
    for label, workflow in workflows().items()
    for name, transition in workflow.transitions.items()
    for source in transition.sources
    if transition.is_automatic
]
OF_DESCRIPTIONS = [(name, source) for label, name, source in AUTOMATIC if label == "competences.authoriseddescription"]


@pytest.fixture
def description():
    return authorised()


def in_state(description, state: str) -> AuthorisedDescription:
    AuthorisedDescription.objects.filter(pk=description.pk).update(status=state)
    return AuthorisedDescription.objects.get(pk=description.pk)


def test_there_are_such_transitions_and_none_asks_a_permission():
    assert len(OF_DESCRIPTIONS) >= 8
    for label, name, _source in AUTOMATIC:
        transition = workflows()[label].transitions[name]
        assert (transition.permission, transition.needs_comment, transition.awaited) == ("", False, "")


@pytest.mark.parametrize(("name", "source"), OF_DESCRIPTIONS)
def test_page_and_interface_refuse_it(description, nora, client_of, name, source):
    obj, browser = in_state(description, source), client_of(nora)
    label, before = workflow_of(obj).label, Entry.objects.about(obj).count()
    assert browser.get(reverse("workflow:transition", args=[label, obj.pk, name])).status_code == 403
    for address in (
        reverse("workflow:transition", args=[label, obj.pk, name]),
        f"/api/v1/transitions/{label}/{obj.pk}/{name}/",
    ):
        assert browser.post(address, {"comment": "why"}, content_type="application/json").status_code == 403
    offered = browser.get(f"/api/v1/transitions/{label}/{obj.pk}/").json()["transitions"]
    assert name not in {each["name"] for each in offered}
    obj.refresh_from_db()
    assert (obj.status, Entry.objects.about(obj).count()) == (source, before)


@pytest.mark.parametrize(("name", "source"), OF_DESCRIPTIONS)
def test_nobody_runs_it_by_other_ways(description, nora, name, source):
    obj = in_state(description, source)
    with pytest.raises(PermissionDenied):
        workflow_of(obj).run(name, obj, by=nora, comment="why")
    assert AuthorisedDescription.objects.get(pk=obj.pk).status == source


def test_portal_itself_does_nothing_that_people_do(description):
    with pytest.raises(PermissionDenied):
        workflow_of(description).run("withdraw", description, by=None, comment="why")


def test_timeline_tells_the_portal_from_somebody_who_left(description):
    by_the_portal = Entry.objects.about(description).get(verb__endswith=".authorise")
    by_somebody_who_left = Entry(verb=Entry.objects.about(description).get(verb__endswith=".submit").verb, actor=None)
    assert by_the_portal.actor is None
    assert by_the_portal.actor_name != by_somebody_who_left.actor_name
