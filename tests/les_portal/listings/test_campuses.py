"""A campus as its school keeps it: who may, where it stands on the map, later imports, and two people at once."""

import pytest
from bs4 import BeautifulSoup

from les_portal.activity.models import Entry
from les_portal.geo import Point, distance_km
from les_portal.listings.actions import campuses as actions
from les_portal.listings.campuses import facts_of
from les_portal.publication.changes import edition
from schools.models import Campus, Locality, Place
from tests.browsing.typing import form_in, type_into, values_of
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db
GENT = Point(51.05, 3.72)
POSTCODE = "postcode"  # a field of the form


@pytest.fixture
def pages(school_organisation) -> str:
    return f"/nl/manage/{school_organisation.slug}/campuses/"


@pytest.fixture
def page(pages, campus) -> str:
    return f"{pages}{campus.slug}/"


@pytest.fixture
def neighbour(campus):
    """Another school at the same address."""
    return CampusFactory(place=campus.place)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def errors_in(response) -> dict[str, str]:
    page = BeautifulSoup(response.content, "html.parser")
    found = {error["id"].removeprefix("id_").removesuffix("_error"): error for error in page.select("p.error[id]")}
    return {name: error.get_text() for name, error in found.items()}


def fresh(campus: Campus) -> Campus:
    return Campus.objects.select_related("place").get(pk=campus.pk)


# --- for whom -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees", "changes"),
    [("ada", 200, 302), ("anna", 200, 302), ("nora", 200, 302), ("bram", 200, 403),
     ("chloe", 404, 404), ("finn", 404, 404), ("tom", 404, 404), ("emma", 404, 404), ("dirk", 404, 404)],
)  # fmt: skip
def test_who_sees_a_campus_and_who_changes_it(request, client_of, pages, page, campus, who, sees, changes):
    client = client_of(request.getfixturevalue(who))
    assert [client.get(address).status_code for address in (pages, page)] == [sees, sees]
    new = {200: 200, 404: 404}[sees] if changes == 302 else changes
    assert client.get(f"{pages}new/").status_code == new
    place = campus.place
    typed = {"postcode": "9000", "municipality": "Gent", "street": place.street, "house_number": place.house_number}
    assert client.post(page, typed | {"phone": "09 111 11 11"}).status_code == changes
    assert (fresh(campus).phone == "09 111 11 11") == (changes == 302)
    assert client.post(f"{pages}new/", typed | {"name": "Nieuw"}).status_code == changes


def test_a_reader_finds_nothing_to_press(client_of, bram, page):
    main = BeautifulSoup(client_of(bram).get(page).content, "html.parser").find("main")
    assert main.select("button, .button") == []
    assert all(field.has_attr("disabled") for field in main.select("input:not([type=hidden])"))


def test_another_schools_campus_is_not_found_under_ours(client_of, anna, pages, campus):
    theirs = CampusFactory(slug="elders")
    assert client_of(anna).get(f"{pages}{theirs.slug}/").status_code == 404


def test_an_organisation_that_is_no_school_has_no_campuses(client_of, nora):
    company = OrganisationFactory(company=True)
    assert client_of(nora).get(f"/nl/manage/{company.slug}/campuses/").status_code == 404


# --- the list -----------------------------------------------------------------------------------


def test_the_list_asks_as_often_for_many(client_of, anna, pages, school, queries_stay_constant):
    def more(number: int) -> None:
        for _ in range(number):
            campus = CampusFactory(school=school, site_number=str(Campus.objects.count()))
            ProgrammeFactory(at=[campus], published=True)

    queries_stay_constant(pages, more, rows=20, client=client_of(anna))


@pytest.mark.parametrize("part", ["", "close/", "reopen/"])
def test_a_campus_asks_as_often_with_300_listings(client_of, anna, page, campus, queries_stay_constant, part):
    def more(number: int) -> None:
        rows = ProgrammeFactory.build_batch(number, school=campus.school, status="published")
        for row in rows:
            row.slug, row.form_id, row.field_id, row.level_id = row.title_nl.lower().replace(" ", "-"), 1, 1, None
        model = type(rows[0])
        model.objects.bulk_create(rows)
        link = model.campuses.through
        link.objects.bulk_create(link(programme=row, campus=campus) for row in rows)

    queries_stay_constant(page + part, more, rows=300, client=client_of(anna))


def test_the_list_says_what_is_closed_misplaced_and_nowhere(client_of, anna, pages, school):
    CampusFactory(school=school, name="Ver weg", place__lat=51.3, place__lon=3.0)
    CampusFactory(school=school, name="Nergens", unlocated=True)
    CampusFactory(school=school, name="Gesloten", closed_on="2026-09-01")
    client = client_of(anna)
    client.cookies["django_language"] = "en"
    text = text_of(client.get(pages.replace("/nl/", "/en/")))
    assert "km away from post code 9000" in text
    assert "not on the map yet" in text
    assert "closed by you on 1 September 2026" in text


def test_a_school_without_a_campus_is_told_where_to_begin(client_of, anna, pages, school):
    assert BeautifulSoup(client_of(anna).get(pages).content, "html.parser").select_one(".empty")


# --- a new one ----------------------------------------------------------------------------------


def test_a_new_campus_is_found_by_its_address(client_of, anna, pages, school):
    before = edition()
    typed = {"street": "Testdreef", "house_number": "7", "postcode": "9000", "municipality": "Gent", "name": "Zuid"}
    assert client_of(anna).post(f"{pages}new/", typed).status_code == 302
    campus = school.campuses.get()
    assert (str(campus), str(campus.place), campus.slug) == ("Zuid", "Testdreef 7, 9000 Gent", "gent")
    assert campus.place.precision == Place.Precision.POSTCODE
    assert distance_km(campus.place.point, GENT) < 5
    entry = Entry.objects.about(campus).get()
    assert (entry.actor, entry.verb, entry.changes) == (anna, actions.OPENED, {"place": ["", str(campus.place)]})
    assert edition() > before


def test_a_second_click_makes_no_second_campus(client_of, anna, pages, school):
    client = client_of(anna)
    typed = {"street": "Testdreef", "house_number": "7", "postcode": "9000", "municipality": "Gent"}
    client.post(f"{pages}new/", typed)
    again = client.post(f"{pages}new/", typed)
    assert again.status_code == 200
    assert f"{pages}{school.campuses.get().slug}/" in again.content.decode()


def test_a_new_campus_at_a_known_address_joins_that_place(client_of, anna, pages, school):
    there = PlaceFactory(street="Testdreef", house_number="7")
    CampusFactory(place=there)
    typed = {"street": "testdreef", "house_number": "7", "postcode": "9000", "municipality": "Gent"}
    client_of(anna).post(f"{pages}new/", typed)
    assert school.campuses.get().place == there
    assert Place.objects.count() == 1


def test_a_dutch_campus_of_a_flemish_school_is_dutch(client_of, anna, pages, school):
    typed = {"street": "Dijkweg", "house_number": "4", "postcode": "4535 ha", "municipality": "Terneuzen"}
    client_of(anna).post(f"{pages}new/", typed)
    place = school.campuses.get().place
    assert (place.country, place.postcode) == ("nl", "4535 HA")


# --- what cannot be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"postcode": "12"}, "postcode"), ({"postcode": ""}, "postcode"), ({"municipality": " "}, "municipality"),
     ({"email": "nobody"}, "email"), ({"phone": "call us"}, "phone"), ({"website": "http://"}, "website"),
     ({"lat": "north"}, "lat"), ({"lat": "nan"}, "lat"), ({"lat": ""}, "lat"), ({"lon": ""}, "lon"),
     ({"lat": "0", "lon": "0"}, "lat"), ({"lat": "40.7", "lon": "-74"}, "lat"), ({"name": "x" * 251}, "name")],
)  # fmt: skip
def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(client_of, anna, page, campus, typed, field):
    before = facts_of(fresh(campus))
    answer = type_into(client_of(anna), page, field=POSTCODE, **{"phone": "09 111 11 11"} | typed)
    assert answer.status_code == 200
    assert list(errors_in(answer)) == [field]
    kept = values_of(form_in(answer, with_field="postcode"))
    assert {name: kept[name] for name in typed} == typed
    assert kept["phone"] == typed.get("phone", "09 111 11 11")
    assert facts_of(fresh(campus)) == before
    assert not Entry.objects.exists()


def test_numbers_may_have_a_comma_and_may_be_exchanged(client_of, anna, page, campus):
    type_into(client_of(anna), page, field=POSTCODE, lat="3,75", lon="51,06")
    assert fresh(campus).place.point == (51.06, 3.75)


def test_a_marker_far_from_the_address_is_warned_of_and_kept(client_of, anna, page, pages, campus):
    client = client_of(anna)
    type_into(client, page, field=POSTCODE, lat="51.3", lon="3.0")
    assert fresh(campus).place.point == (51.3, 3.0)
    warned = BeautifulSoup(client.get(pages).content, "html.parser").select(".notice.warn")
    assert any("9000" in notice.get_text() for notice in warned)


# --- the place ----------------------------------------------------------------------------------


def test_moving_the_marker_of_a_campus_that_stands_alone_moves_its_place(client_of, anna, page, campus):
    before, number = campus.place, edition()
    type_into(client_of(anna), page, field=POSTCODE, lat="51.061", lon="3.731")
    after = fresh(campus).place
    assert (after.pk, after.point, after.precision) == (before.pk, (51.061, 3.731), Place.Precision.ADDRESS)
    assert edition() > number


def test_moving_the_marker_leaves_the_neighbours_where_they_are(client_of, anna, page, campus, neighbour):
    before = neighbour.place.point
    type_into(client_of(anna), page, field=POSTCODE, lat="51.061", lon="3.731")
    assert fresh(neighbour).place.point == before
    after = fresh(campus).place
    assert (after.point, str(after)) == ((51.061, 3.731), str(neighbour.place))
    assert after.address_key == neighbour.place.key


def test_moving_it_again_and_back_makes_no_more_places(client_of, anna, page, campus, neighbour):
    client, there = client_of(anna), campus.place
    type_into(client, page, field=POSTCODE, lat="51.061", lon="3.731")
    type_into(client, page, field=POSTCODE, lat="51.062", lon="3.732")
    assert Place.objects.count() == 2
    type_into(client, page, field=POSTCODE, lat=str(there.lat), lon=str(there.lon))
    assert fresh(campus).place == there


def test_an_address_that_exists_is_joined(client_of, anna, page, campus):
    there = CampusFactory(place__street="Testdreef", place__lat=51.07, place__lon=3.75).place
    type_into(client_of(anna), page, field=POSTCODE, street="Testdreef", house_number=there.house_number)
    assert fresh(campus).place == there


def test_another_town_under_a_shared_address_changes_no_neighbour(client_of, anna, page, campus, neighbour):
    type_into(client_of(anna), page, field=POSTCODE, municipality="Gentbrugge")
    assert (fresh(campus).place.municipality, fresh(neighbour).place.municipality) == ("Gentbrugge", "Gent")


def test_a_new_address_does_not_keep_the_old_marker(client_of, anna, page, campus):
    type_into(
        client_of(anna),
        page,
        field=POSTCODE,
        street="Testdreef",
        house_number="7",
        postcode="8500",
        municipality="Kortrijk",
    )
    place = fresh(campus).place
    assert place.precision == Place.Precision.POSTCODE
    assert distance_km(place.point, Point(50.83, 3.26)) < 8


def test_a_house_number_in_capitals_keeps_the_marker(client_of, anna, page, campus):
    Place.objects.update(house_number="12a", key=Place.make_key("be", "9000", "Kanaalstraat", "12a"))
    before = campus.place.point
    type_into(client_of(anna), page, field=POSTCODE, house_number="12A")
    place = fresh(campus).place
    assert (place.house_number, place.point) == ("12A", before)


def test_emptied_numbers_are_looked_up_by_the_address(client_of, anna, page, campus):
    type_into(client_of(anna), page, field=POSTCODE, lat="", lon="")
    assert fresh(campus).place.precision == Place.Precision.POSTCODE


def test_an_address_nobody_knows_has_no_place_and_says_so(client_of, anna, page, pages, campus):
    Locality.objects.all().delete()
    client = client_of(anna)
    type_into(client, page, field=POSTCODE, street="Testdreef", house_number="7")
    assert fresh(campus).place.point is None
    assert BeautifulSoup(client.get(pages).content, "html.parser").select(".notice.warn")


# --- "find it" ----------------------------------------------------------------------------------


def test_find_it_asks_our_own_places_and_saves_nothing(client_of, anna, page, campus):
    there = CampusFactory(place__street="Testdreef", place__house_number="7", place__lat=51.07, place__lon=3.75).place
    before = facts_of(fresh(campus))
    answer = type_into(
        client_of(anna), page, field=POSTCODE, street="Testdreef", house_number="7", phone="09 111 11 11", find="1"
    )
    kept = values_of(form_in(answer, with_field="postcode"))
    assert (float(kept["lat"]), float(kept["lon"]), kept["phone"]) == (there.lat, there.lon, "09 111 11 11")
    assert facts_of(fresh(campus)) == before


def test_find_it_knows_the_middle_of_a_post_code(client_of, anna, page):
    typed = {"street": "Testdreef", "house_number": "7", "postcode": "8500", "municipality": "Kortrijk"}
    kept = values_of(
        form_in(type_into(client_of(anna), page, field=POSTCODE, **typed, find="1"), with_field="postcode")
    )
    assert distance_km(Point(float(kept["lat"]), float(kept["lon"])), Point(50.83, 3.26)) < 8


@pytest.mark.parametrize("postcode", ["", "1000000"])
def test_find_it_finds_nothing_and_keeps_the_numbers(client_of, anna, page, postcode):
    client = client_of(anna)
    shown = values_of(form_in(client.get(page), with_field="postcode"))
    kept = values_of(
        form_in(type_into(client, page, field=POSTCODE, postcode=postcode, find="1"), with_field="postcode")
    )
    assert (kept["lat"], kept["lon"]) == (shown["lat"], shown["lon"])


# --- history, and two at once -------------------------------------------------------------------


def test_a_change_is_written_down_with_what_it_was(client_of, anna, page, campus):
    client = client_of(anna)
    type_into(client, page, field=POSTCODE, phone="09 111 11 11", lat="51.061", lon="3.731")
    entry = Entry.objects.about(campus).get()
    assert (entry.actor, entry.verb) == (anna, actions.CHANGED)
    assert entry.changes["phone"] == ["", "09 111 11 11"]
    assert entry.changes["place"][1].endswith("(51.06100, 3.73100)")
    assert "Anna" in text_of(client.get(page))


def test_saving_without_a_change_writes_nothing(client_of, anna, page, campus):
    number = edition()
    assert type_into(client_of(anna), page, field=POSTCODE).status_code == 302
    assert not Entry.objects.exists()
    assert edition() == number


def test_two_people_change_different_fields(client_of, ada, anna, page, campus):
    annas = client_of(anna)
    opened = values_of(form_in(annas.get(page), with_field="postcode"))
    type_into(client_of(ada), page, field=POSTCODE, phone="09 222 22 22")
    assert annas.post(page, opened | {"website": "https://anna.example/"}).status_code == 302
    after = fresh(campus)
    assert (after.phone, after.website) == ("09 222 22 22", "https://anna.example/")


def test_two_people_change_one_field_and_both_texts_are_there(client_of, ada, anna, page, campus):
    annas = client_of(anna)
    opened = values_of(form_in(annas.get(page), with_field="postcode"))
    type_into(client_of(ada), page, field=POSTCODE, phone="09 222 22 22", email="ada@school.example")
    answer = annas.post(page, opened | {"phone": "09 111 11 11"})
    assert answer.status_code == 200
    errors = errors_in(answer)
    assert list(errors) == ["phone"]
    assert "09 222 22 22" in errors["phone"]
    assert "Ada" in errors["phone"]
    assert fresh(campus).phone == "09 222 22 22"
    again = values_of(form_in(answer, with_field="postcode"))
    assert again["phone"] == "09 111 11 11"
    assert annas.post(page, again).status_code == 302
    after = fresh(campus)
    assert (after.phone, after.email) == ("09 111 11 11", "ada@school.example")
    assert Entry.objects.about(campus).order_by("-pk").first().changes == {"phone": ["09 222 22 22", "09 111 11 11"]}


def test_a_marker_does_not_follow_to_an_address_that_somebody_else_typed(client_of, ada, anna, page, campus):
    annas = client_of(anna)
    opened = values_of(form_in(annas.get(page), with_field="postcode"))
    type_into(client_of(ada), page, field=POSTCODE, street="Testdreef", house_number="7")
    answer = annas.post(page, opened | {"lat": "51.061", "lon": "3.731"})
    assert answer.status_code == 200
    assert {"street", "house_number", "lat", "lon"} == set(errors_in(answer))
    kept = values_of(form_in(answer, with_field="postcode"))
    assert (kept["street"], kept["lat"]) == ("Testdreef", "51.061")
    assert annas.post(page, kept).status_code == 302
    place = fresh(campus).place
    assert (place.street, place.point) == ("Testdreef", (51.061, 3.731))
