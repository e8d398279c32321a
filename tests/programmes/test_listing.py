"""The listing's own page, for who works at its school."""

import pytest
from bs4 import BeautifulSoup

from les_portal.workflow.engine import workflow_of
from programmes.models import Programme
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campus(school_organisation):
    return CampusFactory(school=SchoolFactory(organisation=school_organisation))


@pytest.fixture
def draft(campus):
    return ProgrammeFactory(at=[campus], title_nl="Lassen", content_nl="Je leert **lassen**.")


def read(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def address(listing) -> str:
    return workflow_of(listing).page(listing)


def test_a_listing_says_its_state_what_is_next_and_what_was_done(client_of, anna, draft):
    page = read(client_of(anna).get(address(draft)))
    assert page.select_one("h1").get_text() == "Lassen"
    assert draft.get_status_display() in page.select_one("header .badge").get_text()
    assert page.select_one("header .lead").get_text().strip()
    publish = page.select_one("form:has(button[name=then][value=publish])")
    assert page.select_one(".prose strong").get_text() == "lassen"
    assert not page.select(".timeline")
    client_of(anna).post(publish["action"], {"then": "publish"})
    page = read(client_of(anna).get(address(draft)))
    assert "Anna" in page.select_one(".timeline li").get_text()
    assert page.select_one(f"a[href='{draft.get_absolute_url()}']")
    assert len(page.select(".documents li")) == 3


def test_each_state_has_its_next_step_in_words(client_of, anna, bram, draft):
    def next_step(person) -> str:
        return read(client_of(person).get(address(draft))).select_one("header .lead").get_text()

    said = {next_step(anna), next_step(bram)}
    for state in ("published", "archived"):
        Programme.objects.update(status=state)
        said.add(next_step(anna))
    Programme.objects.update(status="published")
    draft.school.retired_on = "2020-01-01"
    draft.school.save()
    said.add(next_step(anna))
    assert len(said) == 5


def test_a_reader_sees_it_without_buttons(client_of, bram, draft):
    page = read(client_of(bram).get(address(draft)))
    assert page.select_one("h1").get_text() == "Lassen"
    assert not page.select("form, .actions")


def test_the_network_may_look_and_act(client_of, nora, draft):
    assert read(client_of(nora).get(address(draft))).select(".actions")


def test_strangers_do_not_learn_that_it_exists(client, client_of, chloe, finn, tom, emma, draft):
    for person in (chloe, finn, tom, emma, UserFactory()):
        assert client_of(person).get(address(draft)).status_code == 404
    assert "/login/" in client.get(address(draft))["Location"]


def test_it_belongs_to_the_organisation_in_its_address(client_of, nora, draft, other_school_organisation):
    path = address(draft).replace(draft.school.organisation.slug, other_school_organisation.slug)
    assert client_of(nora).get(path).status_code == 404


def test_queries_stay_constant(client_of, anna, draft, queries_stay_constant):
    def steps(number):
        for _ in range(number):
            workflow_of(draft).run("publish", draft, by=anna)
            workflow_of(draft).run("withdraw", draft, by=anna, comment="why")

    queries_stay_constant(address(draft), steps, client=client_of(anna), rows=8)
