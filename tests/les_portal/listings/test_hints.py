"""A school looks at its hints, mends or dismisses them; the network sees those of all schools, and nobody else does."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.listings.content import write
from les_portal.listings.models import Finding, WebsiteCheck
from les_portal.listings.quality.hints import SENTENCES, TO_DO, address, sentence
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import ProgrammeFactory, QualificationFactory, the_form, the_level
from tests.factories.schools import GENT, CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db
Code = Finding.Code
NETWORK = "/nl/network/hints/"


@pytest.fixture
def campus(school):
    return CampusFactory(school=school, place__lat=GENT[0], place__lon=GENT[1])


@pytest.fixture
def whole(campus):
    """Makes listings without fault, but for what is asked."""

    def make(**changes):
        texts = {f"title_{language}": "Lassen" for language in ("nl", "fr", "en")}
        given = texts | {"at": [campus], "published": True, "qualification": QualificationFactory(source="VKS")}
        return ProgrammeFactory(**given | changes)

    return make


@pytest.fixture
def finding(whole) -> Finding:
    whole(qualification=None)
    return Finding.objects.get()


def read(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def hints(school) -> str:
    return f"/nl/manage/{school.organisation.slug}/hints/"


def act(finding, what: str) -> str:
    return f"{hints(finding.school)}{finding.pk}/{what}/"


# --- of a school --------------------------------------------------------------------------------


def test_a_hint_says_what_is_found_and_leads_to_the_field(client_of, anna, school, finding):
    page = read(client_of(anna).get(hints(school)))
    [group] = page.select("section[id]")
    assert group["id"] == Code.NO_QUALIFICATION
    assert sentence(finding) in group.get_text()
    [link] = group.select("a.button")
    assert link["href"].endswith(f"/programmes/{finding.programme.slug}/edit/#at-qualification")


def test_strangers_do_not_learn_that_there_are_hints(client, client_of, chloe, emma, finn, school, finding):
    for person in (chloe, emma, finn, UserFactory()):
        assert client_of(person).get(hints(school)).status_code == 404
        for what in ("dismiss", "restore"):
            assert client_of(person).post(act(finding, what)).status_code == 404
        assert client_of(person).get(f"{hints(school)}contact/").status_code == 404
    assert "/login/" in client.get(hints(school))["Location"]
    assert Finding.objects.standing().count() == 1


def test_a_reader_sees_them_and_changes_nothing(client_of, bram, school, finding):
    page = read(client_of(bram).get(hints(school)))
    assert sentence(finding) in page.get_text()
    assert not page.select("form, a.button")
    assert client_of(bram).post(act(finding, "dismiss")).status_code == 403
    assert client_of(bram).get(f"{hints(school)}contact/").status_code == 403
    assert Finding.objects.standing().exists()


def test_right_as_it_is(client_of, anna, school, finding):
    browser = client_of(anna)
    page = read(browser.get(hints(school)))
    response = browser.post(page.select_one("form")["action"])
    assert response["Location"] == hints(school)
    finding.refresh_from_db()
    assert finding.dismissed_by == anna
    entry = Entry.objects.about(finding.programme).get()
    assert (entry.actor, entry.comment) == (anna, sentence(finding))
    page = read(browser.get(hints(school)))
    assert not page.select("section[id]")
    dismissed = read(browser.get(hints(school) + page.select_one("a[href='?dismissed']")["href"]))
    browser.post(dismissed.select_one("form")["action"])
    finding.refresh_from_db()
    assert finding.dismissed_at is None
    assert Entry.objects.about(finding.programme).count() == 2


def test_who_comes_second_changes_and_records_nothing(client_of, anna, ada, school, finding):
    client_of(anna).post(act(finding, "dismiss"))
    client_of(ada).post(act(finding, "dismiss"))
    finding.refresh_from_db()
    assert finding.dismissed_by == anna
    assert Entry.objects.about(finding.programme).count() == 1
    assert client_of(ada).post(f"{hints(school)}404/dismiss/").status_code == 302


def test_a_hint_of_another_school_is_not_to_be_dismissed_here(client_of, anna, school, other_school_organisation):
    other = SchoolFactory(organisation=other_school_organisation)
    CampusFactory(school=other, unlocated=True)
    theirs = Finding.objects.get(school=other)
    client_of(anna).post(f"{hints(school)}{theirs.pk}/dismiss/")
    assert Finding.objects.standing().filter(pk=theirs.pk).exists()


def test_nothing_is_dismissed_by_looking(client_of, anna, finding):
    assert client_of(anna).get(act(finding, "dismiss")).status_code == 405


def test_of_many_alike_three_are_shown_and_the_way_to_all(client_of, anna, school, whole):
    for _each in range(5):
        whole(qualification=None)
    page = read(client_of(anna).get(hints(school)))
    assert len(page.select(".hint")) == 3
    page = read(client_of(anna).get(hints(school), {"kind": Code.NO_QUALIFICATION}))
    assert len(page.select(".hint")) == 5
    assert page.select_one("form")["action"].endswith(f"?kind={Code.NO_QUALIFICATION}")


def test_without_hints_it_says_so(client_of, anna, school, campus):
    assert read(client_of(anna).get(hints(school))).select_one(".empty")
    assert read(client_of(anna).get(hints(school), {"kind": Code.NO_PLACE})).select_one(".empty")


def test_queries_stay_constant(client_of, anna, nora, school, whole, queries_stay_constant):
    def more(number):
        for _each in range(number):
            whole(qualification=QualificationFactory(source="", valid_to="2020-01-01"), form=the_form("GRADUAAT"))

    more(3)
    queries_stay_constant(hints(school), more, client=client_of(anna), rows=20)
    queries_stay_constant(f"{hints(school)}?kind=level_of_form", more, client=client_of(anna), rows=20)
    queries_stay_constant(NETWORK, more, client=client_of(nora), rows=20)
    queries_stay_constant(f"{NETWORK}?format=csv", more, client=client_of(nora), rows=20)


# --- in words -----------------------------------------------------------------------------------


def test_every_link_leads_to_a_field_that_is_there(client_of, anna, school, whole):
    for url in ("https://l.example.org/", "https://c.example.org/", "https://s.example.org/"):
        WebsiteCheck.objects.create(url=url, problem="gone", failed_days=3)
    school.organisation.website, school.organisation.email, school.organisation.phone = url, "", ""
    school.organisation.save()
    bad = whole(website="https://l.example.org/", form=the_form("GRADUAAT"), summary_nl="Kort", qualification=None)
    write(bad, {"title_fr": "Soudage"})
    write(bad, {"title_nl": "Lasser"})
    bad.offerings.all().delete()
    bad.save()
    whole(qualification=QualificationFactory(source="", valid_to="2020-08-31"))
    CampusFactory(school=school, unlocated=True, website="https://c.example.org/")
    CampusFactory(school=school, place__lat=0, place__lon=0)
    found = Finding.objects.with_what_it_is_about().filter(school=school)
    assert set(found.values_list("code", flat=True)) == set(Code.values)
    for finding in found:
        path, _sign, anchor = address(finding).partition("#")
        page = BeautifulSoup(client_of(anna).get(path).content, "html.parser")
        assert page.find(id=anchor), address(finding)


def test_every_kind_has_words():
    assert set(TO_DO) == set(SENTENCES) == set(Code.values)


@pytest.mark.parametrize(
    ("changes", "words", "field"),
    [
        ({"level": ("NLQF", "4")}, "NLQF 4", "level"),
        ({"level": ("VKS", "5")}, "EQF 2–4", "level"),
        ({"summary_nl": "Kort"}, "in één zin|in one sentence", "summary_fr"),
        ({"website": "https://dead.example.org/"}, "dead.example.org", "website"),
        (
            {"qualification": {"source": "VKS", "valid_to": "2020-08-31", "title_nl": "Oud"}},
            "31 .* 2020",
            "qualification",
        ),
        ({"qualification": {"source": "", "title_nl": "Van ons"}}, "Van ons", "qualification"),
    ],
)
def test_a_sentence_names_what_it_is_about(changes, words, field, whole):
    WebsiteCheck.objects.create(url="https://dead.example.org/", problem="gone", failed_days=3)
    given = dict(changes)
    if "level" in given:
        given["level"] = the_level(*given["level"])
    if "qualification" in given:
        given["qualification"] = QualificationFactory(**given["qualification"])
    whole(**given)
    found = Finding.objects.with_what_it_is_about().get()
    assert re.search(words, sentence(found))
    assert address(found).endswith(f"/edit/#at-{field}")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"lat": GENT[0] + 0.09}, "10 km"),
        ({"lat": 0, "lon": 0}, "0°"),
        ({"lat": GENT[1], "lon": GENT[0]}, "."),
        ({"lat": 42}, "."),
    ],
)
def test_a_place_says_why_it_does_not_fit(place, words, school):
    where = {f"place__{name}": value for name, value in ({"lat": GENT[0], "lon": GENT[1]} | place).items()}
    campus = CampusFactory(school=school, **where)
    found = Finding.objects.with_what_it_is_about().get()
    assert words in sentence(found)
    assert address(found).startswith(f"/nl/manage/{school.organisation.slug}/campuses/{campus.slug}/")


# --- how the school can be reached --------------------------------------------------------------


def test_the_school_says_how_it_can_be_reached(client_of, anna, school_organisation, do_jobs):
    school_organisation.email = school_organisation.phone = ""
    school_organisation.save()
    school = SchoolFactory(organisation=school_organisation)
    found = Finding.objects.with_what_it_is_about().get()
    assert address(found) == f"{hints(school)}contact/#id_email"
    browser, path = client_of(anna), f"{hints(school)}contact/"
    assert read(browser.get(path)).select_one("#id_email")
    page = read(browser.post(path, {"email": "no address", "phone": "+32 9 1", "website": ""}))
    assert page.select_one("[role=alert]")
    assert page.select_one("#id_email")["value"] == "no address"
    browser.post(path, {"email": "office@example.org", "phone": "+32 9 1", "website": "school.example.org"})
    school_organisation.refresh_from_db()
    assert school_organisation.website == "https://school.example.org"
    assert not Finding.objects.exists()
    entry = Entry.objects.about(school).get()
    assert entry.actor == anna
    assert entry.changes["email"] == ["", "office@example.org"]
    browser.post(path, {"email": "office@example.org", "phone": "+32 9 1", "website": "https://school.example.org"})
    assert Entry.objects.about(school).count() == 1


# --- for the network ----------------------------------------------------------------------------


@pytest.fixture
def _both_sides(campus):
    CampusFactory(school=campus.school, unlocated=True)
    for _each in range(2):
        CampusFactory(school=SchoolFactory(in_nl=True), unlocated=True, place__in_nl=True)


def test_only_the_network_sees_all(client, client_of, ada, anna, dirk, otto):
    for person in (ada, anna, dirk, otto):
        assert client_of(person).get(NETWORK).status_code == 404
    assert "/login/" in client.get(NETWORK)["Location"]


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.usefixtures("_both_sides")
def test_counts_per_kind_and_side(client_of, nora):
    page = read(client_of(nora).get(NETWORK))
    [row] = page.select(".counts tbody tr")
    numbers = [cell.get_text().split()[-1] for cell in row.select("td")]
    assert numbers == ["1", "2", "0", "3"]
    assert row.select_one("th a")["href"] == f"?kind={Code.NO_PLACE}"


@pytest.mark.usefixtures("_both_sides")
@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 3),
        ({"side": "nl"}, 2),
        ({"side": "be", "kind": "no_place"}, 1),
        ({"kind": "no_contact"}, 0),
        ({"school": "OF THE cast"}, 1),
        ({"side": "xx", "kind": "yy"}, 3),
    ],
)
def test_the_list_can_be_narrowed(client_of, nora, query, number):
    page = read(client_of(nora).get(NETWORK, query))
    assert len(page.select("#list tbody tr")) == number
    assert len(rows_of(client_of(nora).get(NETWORK, query | {"format": "csv"}))) == number + 1


def test_what_a_school_calls_right_is_no_longer_listed(client_of, nora, finding):
    assert read(client_of(nora).get(NETWORK)).select("#list tbody tr")
    Finding.objects.update(dismissed_at=timezone.now())
    assert not read(client_of(nora).get(NETWORK)).select("tbody tr")


def test_formulas_are_neutralised_on_the_way_out(client_of, nora):
    organisation = OrganisationFactory(name='=HYPERLINK("x")', email="", phone="")
    SchoolFactory(organisation=organisation)
    response = client_of(nora).get(NETWORK, {"format": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert rows_of(response)[1][1] == '\'=HYPERLINK("x")'
