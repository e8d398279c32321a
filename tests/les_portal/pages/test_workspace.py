"""Where people of a school begin: what is to be done first, then what they keep; and the list of all listings."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.utils import timezone

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.models import Finding
from les_portal.listings.workspace import Panel
from les_portal.pages.views.workspace import things_to_do
from les_portal.publication.changes import together
from les_portal.workflow.inbox import Waiting
from programmes.models import Programme
from tests.browsing.queries import queries_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import LONG_AGO, CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db
DID = verb("tests.workspace", "did something")


@pytest.fixture
def campus(school_organisation):
    return CampusFactory(school=SchoolFactory(organisation=school_organisation))


@pytest.fixture
def draft(campus):
    return ProgrammeFactory(at=[campus], title_nl="Lassen")


def read(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def workspace(organisation) -> str:
    return f"/nl/manage/{organisation.slug}/"


def all_listings(organisation) -> str:
    return f"/nl/manage/{organisation.slug}/programmes/"


def titles(page) -> list[str]:
    return [link.get_text() for link in page.select("tbody th > a")]


# --- the workspace ------------------------------------------------------------------------------


def test_strangers_do_not_learn_that_it_exists(client, client_of, chloe, finn, tom, emma, draft, school_organisation):
    for path in (workspace(school_organisation), all_listings(school_organisation)):
        for person in (chloe, finn, tom, emma, UserFactory()):
            assert client_of(person).get(path).status_code == 404
        assert "/login/" in client.get(path)["Location"]


def test_what_waits_here_comes_first(client_of, anna, draft, other_school_organisation):
    MembershipFactory(organisation=other_school_organisation, user=anna)
    elsewhere = CampusFactory(school=SchoolFactory(organisation=other_school_organisation))
    ProgrammeFactory(at=[elsewhere], title_nl="Frezen")
    page = read(client_of(anna).get(workspace(draft.school.organisation)))
    first = page.select(".to-do li")[0]
    assert first.select_one("strong").get_text() == "Lassen"
    assert first.select_one("a.primary")["href"].endswith(f"/programmes/{draft.slug}/")
    assert "Frezen" not in page.get_text()


def test_there_is_one_primary_action(client_of, anna, draft, campus):
    ProgrammeFactory.create_batch(2, at=[campus], published=True)
    page = read(client_of(anna).get(workspace(draft.school.organisation)))
    assert len(page.select(".to-do li")) > 1
    assert len(page.select(".button.primary")) == 1


def test_with_nothing_to_do_it_says_so(client_of, bram, campus):
    page = read(client_of(bram).get(workspace(campus.school.organisation)))
    assert not page.select(".to-do")
    assert page.select_one("#waiting").get_text().strip()


def waiting(title: str, asked: str = "Publish a listing") -> Waiting:
    return Waiting(asked=asked, title=title, url=f"/{title}/")


def test_of_many_alike_only_their_number_is_told():
    few = things_to_do([waiting("a"), waiting("b"), waiting("c", "Answer")], [])
    assert [each.about for each in few] == ["a", "b", "c"]
    [many] = things_to_do([waiting(str(number)) for number in range(30)], [])
    assert "30" in many.about
    assert many.url == "/nl/desk/"


def test_what_is_out_of_date_follows_what_waits():
    found = [Panel("Quiet"), Panel("Due", todo="3 are due", action="Confirm", url="/confirm/")]
    assert [each.sentence for each in things_to_do([waiting("a")], found)] == ["Publish a listing", "3 are due"]


def test_hints_are_to_be_done_by_who_can_and_seen_by_who_reads(client_of, anna, bram, campus):
    ProgrammeFactory(at=[campus], published=True)
    assert Finding.objects.filter(school=campus.school).exists()
    page = read(client_of(anna).get(workspace(campus.school.organisation)))
    assert page.select_one(f".to-do a[href='{workspace(campus.school.organisation)}hints/']")
    page = read(client_of(bram).get(workspace(campus.school.organisation)))
    assert page.select_one("section#hints")
    assert not page.select_one(".to-do a[href$='/hints/']")


def test_the_newest_listings_are_there_and_the_way_to_the_others(client_of, anna, campus, draft):
    ProgrammeFactory.create_batch(6, at=[campus], published=True)
    section = read(client_of(anna).get(workspace(campus.school.organisation))).select_one("section#listings")
    assert len(section.select(".rows li")) == 5
    assert [chip.select_one(".number").get_text() for chip in section.select(".chip")] == ["1", "6"]
    assert section.select_one(f"a[href='{all_listings(campus.school.organisation)}']")
    assert section.select_one("a[href$='/programmes/new/']")


def test_a_reader_is_offered_nothing_that_they_may_not_do(client_of, bram, campus, draft):
    page = read(client_of(bram).get(workspace(campus.school.organisation)))
    assert not page.select("a[href$='/new/'], a[href$='/settings/'], a[href$='/contact/'], form")


def test_a_school_without_listings_learns_the_first_step(client_of, anna, bram, school_organisation):
    SchoolFactory(organisation=school_organisation)
    assert read(client_of(anna).get(workspace(school_organisation))).select_one(".empty a[href$='/programmes/new/']")
    assert not read(client_of(bram).get(workspace(school_organisation))).select("#listings .empty a")


def test_an_organisation_that_is_no_school_has_a_workspace_without_listings(client_of, nora, network):
    page = read(client_of(nora).get(workspace(network)))
    assert not page.select("#listings, #more, .empty, nav a[href$='/programmes/']")
    assert page.select_one("#people")


def test_people_are_those_who_work_there(client_of, anna, bram, ada, finn, campus):
    page = read(client_of(anna).get(workspace(campus.school.organisation)))
    names = [row.select_one("span").get_text() for row in page.select("#people .rows li")]
    assert sorted(names) == ["Ada", "Anna", "Bram"]


def test_what_was_done_to_its_listings_campuses_and_school(client_of, anna, campus, draft, other_school_organisation):
    elsewhere = CampusFactory(school=SchoolFactory(organisation=other_school_organisation))
    for about in (draft, campus, campus.school, elsewhere, elsewhere.school, anna):
        record(DID, about, by=anna)
    page = read(client_of(anna).get(workspace(campus.school.organisation)))
    said = [row.select_one("p").get_text().split(": ")[1] for row in page.select("#changes li")]
    assert said == [str(campus.school), str(campus), "Lassen"]


def test_the_way_around_says_where_one_is(client_of, anna, campus):
    for path in (workspace(campus.school.organisation), all_listings(campus.school.organisation)):
        page = read(client_of(anna).get(path))
        assert [link["href"] for link in page.select(".local-nav [aria-current]")] == [path]


@pytest.mark.parametrize("page", [workspace, all_listings], ids=["workspace", "list"])
def test_as_many_queries_for_300_programmes_and_50_campuses_as_for_few(client_of, anna, campus, page):
    def more(campuses: int, programmes: int) -> None:
        with transaction.atomic(), together():
            places = [campus, *CampusFactory.create_batch(campuses, school=campus.school)]
            for number in range(programmes):
                listing = ProgrammeFactory(at=[places[number % len(places)]], published=True, due_on=LONG_AGO)
                record(DID, listing, by=anna)

    client, path = client_of(anna), page(campus.school.organisation)
    more(6, 6)  # all that is shown of each is there, from here on only their number grows
    client.get(path)
    few = len(queries_of(client, path))
    more(44, 294)
    MembershipFactory.create_batch(20, organisation=campus.school.organisation)
    assert len(queries_of(client, path)) == few


# --- all listings -------------------------------------------------------------------------------


def test_listings_can_be_filtered_by_state_and_are_counted(client_of, bram, draft, campus):
    ProgrammeFactory.create_batch(2, at=[campus], published=True)
    browser, path = client_of(bram), all_listings(campus.school.organisation)
    page = read(browser.get(path))
    assert [chip.select_one(".number").get_text() for chip in page.select(".chip")] == ["1", "2"]
    assert len(titles(page)) == 3
    page = read(browser.get(path, {"state": "published"}))
    assert len(titles(page)) == 2
    assert page.select_one(".chip[aria-current]")["href"] == "?"
    page = read(browser.get(path, {"state": "archived"}))
    assert (titles(page), len(page.select(".empty a"))) == ([], 1)
    assert len(titles(read(browser.get(path, {"state": "x", "sort": "x", "missing": "x"})))) == 3


@pytest.mark.parametrize("q", ["mecani", "Elektro-Mecanica", "REF-7", "mécanique"])
def test_a_listing_is_found_by_its_name_in_any_language_or_its_reference(q, client_of, bram, draft, campus):
    names = {"title_nl": "Elektro mecanica", "title_fr": "Électro-mécanique", "reference": "ref-7"}
    ProgrammeFactory(at=[campus], **names)
    assert titles(read(client_of(bram).get(all_listings(campus.school.organisation), {"q": q}))) == ["Elektro mecanica"]


def test_listings_that_miss_a_language(client_of, bram, campus):
    whole = {"title_nl": "Heel", "title_fr": "Entier", "title_en": "Whole"}
    ProgrammeFactory(at=[campus], **whole)
    ProgrammeFactory(at=[campus], title_nl="Half", title_en="Half")
    ProgrammeFactory(at=[campus], **whole | {"title_nl": "Bijna"}, summary_en="Nearly", summary_nl="Bijna")
    browser, path = client_of(bram), all_listings(campus.school.organisation)
    assert titles(read(browser.get(path, {"missing": "fr"}))) == ["Bijna", "Half"]
    assert titles(read(browser.get(path, {"missing": "en"}))) == []
    assert titles(read(browser.get(path, {"missing": "nl"}))) == []
    page = read(browser.get(path, {"q": "Half"}))
    assert "fr" in page.select_one("tbody .badge:not(.warn)").get_text()


def test_listings_to_be_confirmed_now(client_of, bram, campus):
    today = timezone.localdate()
    for title, days in (("Over", -1), ("Bijna", 3), ("Later", 100)):
        ProgrammeFactory(at=[campus], published=True, title_nl=title, due_on=today + timedelta(days=days))
    browser, path = client_of(bram), all_listings(campus.school.organisation)
    assert titles(read(browser.get(path, {"due": "1"}))) == ["Bijna", "Over"]
    assert titles(read(browser.get(path, {"sort": "due"}))) == ["Over", "Bijna", "Later"]


def test_the_last_changed_first(client_of, bram, campus, draft):
    ProgrammeFactory(at=[campus], title_nl="Frezen")
    path = all_listings(campus.school.organisation)
    assert titles(read(client_of(bram).get(path, {"sort": "changed"}))) == ["Frezen", "Lassen"]
    draft.save()
    assert titles(read(client_of(bram).get(path, {"sort": "changed"}))) == ["Lassen", "Frezen"]


def test_filters_stay_in_the_form_and_in_the_links(client_of, bram, draft):
    page = read(client_of(bram).get(all_listings(draft.school.organisation), {"q": "las", "state": "draft"}))
    assert page.select_one("input[name=q]")["value"] == "las"
    assert page.select_one("input[name=state]")["value"] == "draft"
    assert "q=las" in page.select(".chip")[0]["href"]


def test_who_keeps_them_can_choose_what_is_still_right(client_of, anna, bram, draft, campus):
    listing = ProgrammeFactory(at=[campus], published=True)
    organisation = campus.school.organisation
    page = read(client_of(anna).get(all_listings(organisation)))
    assert [box["value"] for box in page.select("input[type=checkbox]")] == [str(listing.pk)]
    form = page.select_one("form[method=post]")
    client_of(anna).post(form["action"], {"listing": listing.pk})
    listing.refresh_from_db()
    assert listing.confirmed_on == timezone.localdate()
    assert not read(client_of(bram).get(all_listings(organisation))).select("input[type=checkbox]")


def test_where_nothing_can_be_confirmed_nothing_is_to_be_chosen(client_of, anna, draft):
    assert not read(client_of(anna).get(all_listings(draft.school.organisation))).select("input[type=checkbox]")


def test_a_listing_without_a_campus_says_so(client_of, bram, draft):
    path = all_listings(draft.school.organisation)
    before = read(client_of(bram).get(path)).select_one("tbody th .trust").get_text(strip=True)
    draft.offerings.all().delete()
    after = read(client_of(bram).get(path)).select_one("tbody th .trust").get_text(strip=True)
    assert before == "Gent"
    assert after not in ("", "Gent")


def test_fifty_are_on_a_page(client_of, bram, campus):
    Programme.objects.bulk_create(
        ProgrammeFactory.build(
            school=campus.school, slug=f"p{number}", form_id=first.form_id, field_id=first.field_id, level=None
        )
        for first in [ProgrammeFactory(at=[campus])]
        for number in range(59)
    )
    browser, path = client_of(bram), all_listings(campus.school.organisation)
    assert len(titles(read(browser.get(path)))) == 50
    assert len(titles(read(browser.get(path, {"page": "2"})))) == 10


def test_people_find_their_way_back_and_those_without_a_workspace_are_not_led_there(client_of, bram, tom, campus):
    organisation = campus.school.organisation
    people = f"{workspace(organisation)}people/"
    assert read(client_of(bram).get(people)).select_one(f".local-nav a[href='{workspace(organisation)}']")
    assert not read(client_of(tom).get(people)).select(".local-nav")
