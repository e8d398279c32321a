"""What a school's workspace says of changes that visitors do not see yet."""

import pytest

from les_portal.listings.actions.revising import Typed, type_into
from les_portal.listings.models import Revision
from les_portal.listings.workspace.revisions import SHOWN, panel
from les_portal.workflow.engine import workflow_of
from schools.models import School
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db


def rows(organisation, user) -> list[str]:
    found = panel(organisation, user)
    return [revision.programme.title_nl for revision in found.context["rows"]] if found else []


def test_it_names_what_is_open_and_first_what_waits(school, published, draft, anna, school_organisation):
    School.objects.update(approval="by_school")
    type_into(draft, {"title_nl": Typed("Lassen", "A")}, by=anna)
    revision = type_into(published, {"title_nl": Typed("Frezen", "B")}, by=anna).revision
    workflow_of(revision).run("propose", revision, by=anna)
    type_into(ProgrammeFactory(), {"title_fr": Typed("", "of another school")}, by=anna)
    assert rows(school_organisation, anna) == ["Frezen", "Lassen"]


def test_it_says_nothing_when_nothing_is_open(school, published, anna, school_organisation):
    type_into(published, {"title_nl": Typed("Frezen", "A")}, by=anna)
    type_into(published, {"title_nl": Typed("A", "Frezen")}, by=anna)
    assert Revision.objects.open().exists()
    assert panel(school_organisation, anna) is None


def test_it_shows_a_handful_with_one_query(school, anna, school_organisation, django_assert_num_queries):
    for listing in ProgrammeFactory.create_batch(SHOWN + 2, school=school):
        type_into(listing, {"title_fr": Typed("", "x")}, by=anna)
    school_organisation.school  # noqa: B018 - read by the page
    with django_assert_num_queries(1):
        found = panel(school_organisation, anna)
    assert (len(found.context["rows"]), found.context["is_more"]) == (SHOWN, True)
