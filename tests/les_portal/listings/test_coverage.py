"""What the network sees: how much is confirmed in time, per side and per school, and which schools nobody keeps."""

import csv

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.activity.models import Entry
from les_portal.listings.coverage import Figures, rows_of, sides
from les_portal.listings.filters.coverage import WantedSchools
from les_portal.listings.models import Revision
from les_portal.listings.reminding import REMINDED, remind
from les_portal.organisations.models import Country
from schools.models import School
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.les_portal.listings.fresh import LONG_AGO, again, days, due, reminders

pytestmark = pytest.mark.django_db
PAGE = "/en/network/coverage/"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def named(response) -> list[str]:
    """The schools of the list, in its order."""
    return [row.th.a.get_text() for row in soup(response).select("#list tbody tr")]


def a_school(name: str, *, keepers: int = 0, **fields) -> School:
    school = SchoolFactory(organisation=OrganisationFactory(name=name), **fields)
    MembershipFactory.create_batch(keepers, organisation=school.organisation)
    return school


@pytest.fixture
def browser(client_of, nora):
    return client_of(nora)


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ada", "anna", "bram", "chloe", "dirk", "emma", "otto"])
def test_for_others_it_does_not_exist(request, client_of, who, school):
    browser = client_of(request.getfixturevalue(who))
    assert browser.get(PAGE).status_code == 404
    assert browser.get(f"{PAGE}?format=csv").status_code == 404
    assert browser.post(reverse("network:ask-again", args=[school.organisation.slug])).status_code == 404


def test_the_network_sees_it(browser, school):
    assert named(browser.get(PAGE)) == [school.organisation.name]


# --- figures --------------------------------------------------------------------------------------


def test_the_figures_of_a_school(campus):
    school = campus.school
    MembershipFactory.create_batch(2, organisation=school.organisation)
    twice = MembershipFactory(organisation=school.organisation, role="administrator").user
    MembershipFactory(user=twice, organisation=school.organisation, role="editor")
    MembershipFactory(organisation=school.organisation, role="reader")
    MembershipFactory(organisation=school.organisation, user__is_active=False)
    due(campus, in_days=-4), due(campus), due(campus, in_days=90)
    due(campus, status="draft"), due(campus, status="proposed"), due(campus, status="archived")
    [row] = rows_of([school])
    assert row.figures == Figures(published=3, overdue=1, drafts=2)
    assert (row.figures.in_time, row.figures.share) == (2, 66)
    assert row.keepers == 3
    assert (row.last_on, row.was_asked_twice, row.may_be_asked) == (LONG_AGO, False, True)


def test_an_edit_is_a_sign_of_life(campus, anna):
    listing = due(campus)
    Revision.objects.create(programme=listing, updated_by=None)
    assert rows_of([campus.school])[0].last_on == LONG_AGO
    Revision.objects.update(updated_by=anna)
    assert rows_of([campus.school])[0].last_on == days(0)


def test_nothing_listed_is_no_share_at_all():
    [row] = rows_of([SchoolFactory()])
    assert (row.figures, row.figures.share, row.keepers, row.last_on) == (Figures(), None, 0, None)


@pytest.mark.parametrize(("published", "overdue", "share"), [(300, 1, 99), (1, 0, 100), (3, 3, 0), (200, 199, 0)])
def test_a_hundred_is_only_what_is_all(published, overdue, share):
    assert Figures(published=published, overdue=overdue).share == share


def test_per_side_and_together():
    flemish, dutch = CampusFactory(), CampusFactory(in_nl=True)
    MembershipFactory(organisation=flemish.school.organisation)
    SchoolFactory(in_nl=True), SchoolFactory(retired=True)
    due(flemish, in_days=-1), due(flemish), due(dutch), due(dutch, status="draft")
    be, nl, both = sides()
    assert (be.country, be.figures, be.schools, be.nobody) == (Country.BE, Figures(2, 1, 0), 1, 0)
    assert (nl.country, nl.figures, nl.schools, nl.nobody) == (Country.NL, Figures(1, 0, 1), 2, 2)
    assert (both.country, both.figures, both.schools, both.nobody) == (None, Figures(3, 1, 1), 3, 2)


def test_each_figure_has_a_bar_and_says_it_in_words(browser, campus):
    due(campus, in_days=-1), due(campus)
    page = soup(browser.get(PAGE))
    bars = page.select("#list svg.share")
    assert [bar.select_one(".in-time")["width"] for bar in bars] == ["50"]
    assert "50 %" in page.select_one("#list tbody").get_text()


# --- the list -------------------------------------------------------------------------------------


def test_the_filters(browser):
    a_school("Alfa", keepers=1), a_school("Beta"), a_school("Gamma", in_nl=True)
    late = a_school("Delta", keepers=1)
    due(CampusFactory(school=late), in_days=-3, times_reminded=2)
    due(CampusFactory(school=School.objects.get(organisation__name="Alfa")), in_days=-3, times_reminded=1)
    a_school("Epsilon", retired=True)
    asked = {
        "": ["Alfa", "Beta", "Delta", "Gamma"],
        "?show=nobody": ["Beta", "Gamma"],
        "?show=overdue": ["Alfa", "Delta"],
        "?show=unanswered": ["Delta"],
        "?school=LTA": ["Delta"],
        "?show=x&side=zz": ["Alfa", "Beta", "Delta", "Gamma"],
    }
    assert {query: named(browser.get(PAGE + query)) for query in asked} == asked


def test_the_side_is_a_filter(browser):
    SchoolFactory(organisation__name="Hier")
    SchoolFactory(organisation__name="Daar", organisation__in_nl=True)
    assert named(browser.get(f"{PAGE}?side=nl")) == ["Daar"]
    assert named(browser.get(f"{PAGE}?side=nl&show=nobody")) == ["Daar"]
    assert named(browser.get(f"{PAGE}?side=be&show=overdue")) == []


def test_where_nobody_is_one_is_led_to_inviting_somebody(browser):
    lonely, kept = a_school("Alfa"), a_school("Beta", keepers=1)
    links = {link["href"] for link in soup(browser.get(PAGE)).select("#list tbody a")}
    assert f"/en/manage/{lonely.organisation.slug}/people/" in links
    assert f"/en/manage/{kept.organisation.slug}/people/" not in links


def test_nothing_that_fits_says_how_to_go_on(browser):
    assert soup(browser.get(f"{PAGE}?school=xyzzy")).select_one(".empty a")["href"] == PAGE


def test_fifty_schools_cost_as_much_as_one(nora, client_of, queries_stay_constant):
    def make(number: int) -> None:
        for _ in range(number):
            campus = CampusFactory()
            MembershipFactory(organisation=campus.school.organisation)
            due(campus, in_days=-1)

    queries_stay_constant(PAGE, make, client=client_of(nora))


def test_pages_of_fifty(browser):
    SchoolFactory.create_batch(51)
    assert len(named(browser.get(PAGE))) == 50
    assert len(named(browser.get(f"{PAGE}?page=2"))) == 1


def test_the_file_holds_all_of_them_and_no_formula(browser):
    a_school("=HYPERLINK(1)", keepers=1)
    for _ in range(51):
        SchoolFactory()
    answer = browser.get(f"{PAGE}?format=csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    header, *rows = csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";")
    assert len(rows) == 52
    assert len({len(row) for row in [header, *rows]}) == 1
    assert [row[0] for row in rows if "HYPERLINK" in row[0]] == ["'=HYPERLINK(1)"]


# --- asking, by a person --------------------------------------------------------------------------


def ask(browser, school):
    return browser.post(reverse("network:ask-again", args=[school.organisation.slug]), follow=True)


def test_a_person_asks_where_the_portal_no_longer_does(browser, campus, ada, nora):
    listing = due(campus, in_days=-60, times_reminded=2)
    School.objects.update(reminded_on=days(-7))
    assert "/ask/" in str(soup(browser.get(PAGE)).select_one("#list tbody"))
    ask(browser, campus.school)
    [mail] = reminders()
    assert (mail.recipient, mail.sender) == (ada, nora)
    assert nora.name in mail.subject
    assert again(campus.school).reminded_on == days(0)
    assert again(listing).times_reminded == 2
    assert [entry.actor for entry in Entry.objects.about(campus.school).filter(verb=REMINDED)] == [nora]


def test_also_a_person_asks_at_most_once_a_week(browser, campus, ada):
    due(campus, in_days=-60)
    School.objects.update(reminded_on=days(-6))
    assert "/ask/" not in str(soup(browser.get(PAGE)).select_one("#list tbody"))
    assert soup(ask(browser, campus.school)).select_one(".notice.warn")
    assert reminders() == []


def test_nothing_due_is_nothing_to_ask(campus, ada, nora):
    due(campus, in_days=60)
    assert remind(campus.school.pk, by=nora) == 0
    assert again(campus.school).reminded_on is None


def test_what_was_wanted_is_read_safely(rf):
    wanted = WantedSchools.of(rf.get("/", {"school": "x" * 500, "show": "nobody"}).GET)
    assert (len(wanted.school), wanted.show, wanted.side) == (100, "nobody", "")
    assert list(wanted.schools()) == []
    ProgrammeFactory(published=True)
    assert WantedSchools().schools().count() == 1
