"""The listing's own page and the workspace of its school, for who works there."""

import pytest
from bs4 import BeautifulSoup

from les_portal.workflow.engine import workflow_of
from programmes.models import Programme
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
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


def workspace(organisation) -> str:
    return f"/nl/manage/{organisation.slug}/"


def test_a_listing_says_its_state_what_is_next_and_what_was_done(client_of, anna, draft):
    page = read(client_of(anna).get(address(draft)))
    assert page.select_one("h1").get_text() == "Lassen"
    assert draft.get_status_display() in page.select_one("header .badge").get_text()
    assert page.select_one("header .lead").get_text().strip()
    assert page.select_one("form[action*='/publish/']")
    assert page.select_one(".prose strong").get_text() == "lassen"
    assert not page.select(".timeline")
    client_of(anna).post(page.select_one("form[action*='/publish/']")["action"])
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


def test_strangers_do_not_learn_that_it_exists(client, client_of, chloe, finn, tom, emma, draft, school_organisation):
    for person in (chloe, finn, tom, emma, UserFactory()):
        assert client_of(person).get(address(draft)).status_code == 404
        assert client_of(person).get(workspace(school_organisation)).status_code == 404
    for path in (address(draft), workspace(school_organisation)):
        assert "/login/" in client.get(path)["Location"]


def test_it_belongs_to_the_organisation_in_its_address(client_of, nora, draft, other_school_organisation):
    path = address(draft).replace(draft.school.organisation.slug, other_school_organisation.slug)
    assert client_of(nora).get(path).status_code == 404


def test_the_workspace_shows_first_what_waits_here(client_of, anna, draft, other_school_organisation):
    MembershipFactory(organisation=other_school_organisation, user=anna)
    elsewhere = CampusFactory(school=SchoolFactory(organisation=other_school_organisation))
    ProgrammeFactory(at=[elsewhere], title_nl="Frezen")
    page = read(client_of(anna).get(workspace(draft.school.organisation)))
    assert [link.get_text() for link in page.select(".waiting a")] == ["Lassen"]
    assert [row.get_text() for row in page.select("tbody th")] == ["Lassen"]


def test_listings_can_be_filtered_by_state_and_are_counted(client_of, bram, draft, campus):
    ProgrammeFactory.create_batch(2, at=[campus], published=True)
    browser, path = client_of(bram), workspace(campus.school.organisation)
    page = read(browser.get(path))
    assert [chip.select_one(".number").get_text() for chip in page.select(".chip")] == ["1", "0", "2", "0"]
    assert len(page.select("tbody tr")) == 3
    page = read(browser.get(path, {"state": "published"}))
    assert len(page.select("tbody tr")) == 2
    assert page.select_one(".chip[aria-current]")["href"].startswith("?#")
    page = read(browser.get(path, {"state": "archived"}))
    assert (page.select("tbody tr"), len(page.select(".empty a"))) == ([], 1)
    assert len(read(browser.get(path, {"state": "x"})).select("tbody tr")) == 3


def test_a_listing_without_a_campus_says_so(client_of, bram, draft):
    draft.offerings.all().delete()
    assert read(client_of(bram).get(workspace(draft.school.organisation))).select_one("tbody td .quiet")


def test_an_organisation_that_is_no_school_has_a_workspace_without_listings(client_of, nora, network):
    page = read(client_of(nora).get(workspace(network)))
    assert not page.select("table, .empty")


def test_a_school_without_listings_says_so(client_of, bram, school_organisation):
    SchoolFactory(organisation=school_organisation)
    assert read(client_of(bram).get(workspace(school_organisation))).select_one(".empty")


def test_queries_of_the_pages_stay_constant(client_of, anna, campus, draft, queries_stay_constant):
    def listings(number):
        for _ in range(number):
            ProgrammeFactory(at=[campus, CampusFactory(school=campus.school)])

    def steps(number):
        for _ in range(number):
            workflow_of(draft).run("publish", draft, by=anna)
            workflow_of(draft).run("withdraw", draft, by=anna, comment="why")

    queries_stay_constant(workspace(campus.school.organisation), listings, client=client_of(anna), rows=20)
    queries_stay_constant(address(draft), steps, client=client_of(anna), rows=8)
