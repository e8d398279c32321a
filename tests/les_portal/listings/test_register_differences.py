"""What the register says beside what the school has: shown, taken over field by field, or settled for the school."""

import pytest
from bs4 import BeautifulSoup

from les_portal.activity.models import Entry
from les_portal.listings.actions import register as actions
from les_portal.listings.actions.campuses import change_campus
from les_portal.listings.campuses import facts_of
from les_portal.listings.register import compare
from les_portal.publication.changes import edition
from schools.models import Campus, EducationStage, Place, RegisterEntry, School
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.schools.files import as_csv, as_geojson, bring_in, dijk, feature, wilg

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(school_organisation) -> School:
    """The cast's school as the register has it, in every field."""
    school = SchoolFactory(organisation=school_organisation, register="flanders", register_number="099001")
    school_organisation.website = school_organisation.email = school_organisation.phone = ""
    school_organisation.name = wilg()["naam"]
    school_organisation.save()
    bring_in("flanders", as_csv(wilg()))
    school.refresh_from_db()
    school.stages.set(_stages_said())
    School.objects.filter(pk=school.pk).update(network=wilg()["net"])
    return School.objects.select_related("organisation").get()


def _stages_said():
    return EducationStage.objects.filter(code__in=RegisterEntry.objects.get(key="099001").values["stages"])


@pytest.fixture
def campus(school) -> Campus:
    return school.campuses.select_related("place", "school__organisation").get()


@pytest.fixture
def page(school) -> str:
    return f"/nl/manage/{school.organisation.slug}/campuses/register/"


def edited(campus: Campus, **values) -> None:
    """As a school's people had it before the portal asked them."""
    Campus.objects.filter(pk=campus.pk).update(**values)


def now(school: School) -> School:
    return School.objects.select_related("organisation").get(pk=school.pk)


def open_ones(school: School) -> list[str]:
    return [difference.name for part in compare(now(school)).parts for difference in part.open]


def settled_ones(school: School) -> list[str]:
    return [difference.name for part in compare(now(school)).parts for difference in part.settled]


def buttons(response, name: str) -> list[str]:
    return [button["value"] for button in BeautifulSoup(response.content, "html.parser").select(f"button[name={name}]")]


def press(client, page: str, name: str, number: int = 0):
    return client.post(page, {name: buttons(client.get(page), name)[number]})


# --- what is shown ------------------------------------------------------------------------------


def test_nothing_differs_after_an_import(school):
    assert open_ones(school) == []
    assert compare(school).is_in_register


def test_an_edited_field_stands_beside_the_registers(client_of, anna, school, campus, page):
    edited(campus, phone="09 111 11 11")
    bring_in("flanders", as_csv(wilg(telefoon="09 333 33 33")))
    assert open_ones(school) == ["phone"]
    row = BeautifulSoup(client_of(anna).get(page).content, "html.parser").select_one("tbody tr").get_text(" ")
    assert "09 111 11 11" in row
    assert "09 333 33 33" in row


def test_every_level_and_kind_of_field_is_compared(school, campus):
    School.objects.filter(pk=school.pk).update(type="adult", network="Eigen net")
    school.organisation.name, school.organisation.website = "De Wilg", "https://dewilg.example/"
    school.organisation.save()
    school.stages.clear()
    place = Place.objects.get(pk=campus.place_id)
    Place.objects.filter(pk=place.pk).update(lat=51.06, lon=3.73, precision=Place.Precision.ADDRESS)
    edited(campus, email="wij@dewilg.example", website="https://wij.example/", phone="09 1")
    school = School.objects.select_related("organisation").get()
    expected = ["name", "website", "type", "network", "stages", "coordinates", "phone", "email", "website"]
    assert open_ones(school) == expected
    edited(campus, place=CampusFactory(place__street="Testdreef").place)
    assert open_ones(school) == [*expected[:5], "address", *expected[6:]]


def test_what_the_register_leaves_empty_is_no_difference(school, campus):
    bring_in("flanders", as_csv(wilg(telefoon=" ")))
    edited(campus, phone="09 111 11 11")
    assert open_ones(school) == []


def test_a_point_that_the_register_gave_a_neighbour_is_not_ours_to_settle(school, campus):
    CampusFactory(place=campus.place)
    Place.objects.update(lat=51.06, lon=3.73, precision=Place.Precision.ADDRESS)
    assert open_ones(school) == []


def test_closed_campuses_and_what_left_the_register_are_not_compared(school, campus):
    edited(campus, phone="09 111 11 11", closed_on="2026-09-01")
    assert open_ones(school) == []
    edited(campus, closed_on=None)
    assert open_ones(school) == ["phone"]
    bring_in("flanders", as_csv(wilg(school="099009", huisnummer="1")))
    assert open_ones(school) == []


def test_two_files_of_one_register_are_both_named(school_organisation):
    bring_in("duo-vo", as_csv(dijk(), delimiter=";"))
    bring_in("duo-geojson", as_geojson(feature(internetadres="www.anders.example")))
    school = School.objects.select_related("organisation").get()
    Campus.objects.update(website="https://wij.example/")
    [difference] = [each for part in compare(school).parts for each in part.open if each.name == "website"]
    assert {saying.source for saying in difference.sayings} == {"duo-vo", "duo-geojson"}
    assert not difference.is_clear
    assert difference not in compare(school).parts[1].clear


def test_the_number_of_one_school_may_begin_that_of_another(school, campus):
    RegisterEntry.objects.create(source="flanders", key="0990019-1", values={"school": "0990019", "site": "1"})
    assert open_ones(school) == []


@pytest.mark.parametrize("is_tied", [True, False])
def test_a_school_that_no_register_knows_is_told_so(client_of, ada, school_organisation, is_tied):
    number = {"register": "flanders", "register_number": "099001"} if is_tied else {}
    SchoolFactory(organisation=school_organisation, **number)
    answer = client_of(ada).get(f"/nl/manage/{school_organisation.slug}/campuses/register/")
    assert answer.status_code == 200
    assert BeautifulSoup(answer.content, "html.parser").select_one(".empty")


def test_the_page_asks_as_often_for_many_campuses(client_of, anna, school, page, queries_stay_constant):
    rows = [wilg()]

    def more(number: int) -> None:
        first = len(rows) + 1
        rows.extend(wilg(site=str(first + n), hoofdzetel="False", huisnummer=str(first + n)) for n in range(number))
        bring_in("flanders", as_csv(*rows))
        Campus.objects.update(phone="09 111 11 11")

    queries_stay_constant(page, more, rows=20, client=client_of(anna))


# --- taken over ---------------------------------------------------------------------------------


def test_one_field_is_taken_over_and_is_the_registers_again(client_of, anna, school, campus, page):
    edited(campus, phone="09 111 11 11", website="https://wij.example/")
    number = edition()
    assert press(client_of(anna), page, "take", 1).status_code == 302
    after = Campus.objects.get()
    assert (after.phone, after.website) == (wilg()["telefoon"], "https://wij.example/")
    assert edition() > number
    entry = Entry.objects.about(campus).get()
    assert (entry.actor, entry.verb) == (anna, actions.TAKEN)
    assert entry.changes == {"phone": ["09 111 11 11", wilg()["telefoon"]]}
    bring_in("flanders", as_csv(wilg(telefoon="09 444 44 44", website="www.later.example")))
    after = Campus.objects.get()
    assert (after.phone, after.website) == ("09 444 44 44", "https://wij.example/")


def test_all_of_a_campus_is_taken_over_at_once(client_of, anna, school, campus, page):
    elsewhere = CampusFactory(place__street="Testdreef").place
    edited(campus, phone="09 1", email="wij@dewilg.example", place=elsewhere)
    assert press(client_of(anna), page, "take", 0).status_code == 302
    after = Campus.objects.select_related("place").get(pk=campus.pk)
    assert (after.phone, after.email) == (wilg()["telefoon"], wilg()["e-mail"])
    assert str(after.place) == "Kanaalstraat 12, 9000 Gent"
    assert open_ones(school) == []
    assert set(Entry.objects.about(campus).get().changes) == {"phone", "email", "place"}
    report = bring_in("flanders", as_csv(wilg(straat="Nieuwstraat")))
    assert report.kept == []
    assert Campus.objects.select_related("place").get(pk=campus.pk).place.street == "Nieuwstraat"


def test_the_registers_point_is_taken_over_and_follows_it_again(client_of, anna, school, campus, page):
    said = campus.place.point
    Place.objects.update(lat=51.06, lon=3.73, precision=Place.Precision.ADDRESS)
    press(client_of(anna), page, "take")
    place = Place.objects.get()
    assert (place.point, place.precision) == (said, Place.Precision.REGISTER)
    bring_in("flanders", as_csv(wilg(lx="104800")))
    assert Place.objects.get().point.lon > said.lon


def test_the_school_itself_takes_over_its_name_and_stages(client_of, anna, school, page):
    school.organisation.name = "De Wilg"
    school.organisation.save()
    school.stages.clear()
    client = client_of(anna)
    press(client, page, "take", 0)
    after = School.objects.select_related("organisation").get()
    assert (str(after), after.stages.count()) == (wilg()["naam"], 1)
    assert set(Entry.objects.about(school).get().changes) == {"name", "stages"}
    assert "De Wilg" in client.get(page).content.decode(), "in its history"
    bring_in("flanders", as_csv(wilg(naam="GO! De Wilg")))
    assert str(School.objects.select_related("organisation").get()) == "GO! De Wilg"


@pytest.mark.parametrize("what", ["take", "keep"])
def test_an_answer_to_what_is_no_longer_so_is_not_taken(client_of, anna, school, campus, page, what):
    edited(campus, phone="09 111 11 11")
    client = client_of(anna)
    [token] = buttons(client.get(page), what)
    bring_in("flanders", as_csv(wilg(telefoon="09 333 33 33")))
    assert client.post(page, {what: token}).status_code == 302
    assert Campus.objects.get().phone == "09 111 11 11"
    assert open_ones(school) == ["phone"]
    assert not Entry.objects.exists()


def test_a_second_click_takes_nothing_twice(client_of, anna, school, campus, page):
    edited(campus, phone="09 111 11 11")
    client = client_of(anna)
    [token] = buttons(client.get(page), "take")
    client.post(page, {"take": token})
    client.post(page, {"take": token})
    assert Entry.objects.about(campus).count() == 1


# --- "ours is right" ----------------------------------------------------------------------------


def test_ours_is_right_until_the_register_says_something_else(client_of, anna, school, campus, page):
    edited(campus, phone="09 111 11 11")
    client = client_of(anna)
    press(client, page, "keep")
    assert (open_ones(school), settled_ones(school)) == ([], ["phone"])
    assert Campus.objects.get().phone == "09 111 11 11"
    entry = Entry.objects.about(campus).get()
    assert (entry.actor, entry.verb) == (anna, actions.KEPT)
    bring_in("flanders", as_csv(wilg()))
    assert open_ones(school) == []
    bring_in("flanders", as_csv(wilg(telefoon="09 333 33 33")))
    assert (open_ones(school), settled_ones(school)) == (["phone"], [])


def test_what_was_settled_can_still_be_taken_over(client_of, anna, school, campus, page):
    edited(campus, phone="09 111 11 11")
    client = client_of(anna)
    press(client, page, "keep")
    press(client, page, "take")
    assert Campus.objects.get().phone == wilg()["telefoon"]


def test_who_edits_a_field_has_said_that_theirs_is_right(anna, school, campus):
    seen = facts_of(campus)
    change_campus(campus, seen | {"phone": "09 111 11 11"}, seen, by=anna)
    assert (open_ones(school), settled_ones(school)) == ([], ["phone"])
    bring_in("flanders", as_csv(wilg(telefoon="09 333 33 33")))
    assert open_ones(school) == ["phone"]


# --- for whom -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees", "answers"),
    [("ada", 200, 302), ("anna", 200, 302), ("nora", 200, 302), ("bram", 200, 403),
     ("chloe", 404, 404), ("finn", 404, 404), ("emma", 404, 404)],
)  # fmt: skip
def test_who_sees_and_who_answers(request, client_of, school, campus, page, who, sees, answers):
    edited(campus, phone="09 111 11 11")
    [difference] = compare(school).parts[1].open
    client = client_of(request.getfixturevalue(who))
    shown = client.get(page)
    assert shown.status_code == sees
    assert bool(buttons(shown, "take")) == (answers == 302)
    assert client.post(page, {"keep": difference.token}).status_code == answers
    assert client.post(page, {"take": difference.sayings[0].token}).status_code == answers
    assert (Campus.objects.get().phone != "09 111 11 11") == (answers == 302)
