import random

import brotli
import pytest
from bs4 import BeautifulSoup

from les_portal.organisations.models import Country, Organisation
from les_portal.pages.views.points import columns
from les_portal.publication.changes import changed, edition
from schools.models import Campus, Place, School
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db
POINTS = "/nl/map/points.json"


def test_campuses_at_one_address_are_one_point(client):
    place = PlaceFactory(lat=51.0512345, lon=3.7212345, street="Kade", house_number="4-A", municipality="Gent")
    second, first = CampusFactory(place=place, name="Zeebaar"), CampusFactory(place=place, name="Aardbei")
    elsewhere = CampusFactory(in_nl=True)
    answer = client.get(POINTS).json()
    assert answer == {
        "edition": edition(),
        "count": 3,
        "places": 2,
        "id": [place.pk, elsewhere.place.pk],
        "lat": [51.0512, pytest.approx(elsewhere.place.lat, abs=0.0001)],
        "lon": [3.7212, pytest.approx(elsewhere.place.lon, abs=0.0001)],
        "country": ["be", "nl"],
        "n": [2, 1],
        "name": ["Kade 4-A, Gent", elsewhere.school.organisation.name],
        "campus": [first.pk, elsewhere.pk],
    }
    assert second.pk not in answer["campus"]


def test_a_campus_without_coordinates_is_counted_but_has_no_point(client):
    CampusFactory(unlocated=True)
    answer = client.get(POINTS).json()
    assert (answer["count"], answer["places"], answer["id"]) == (1, 0, [])


def test_what_has_left_its_register_is_not_on_the_map(client):
    CampusFactory(retired=True)
    CampusFactory(school__retired=True)
    assert client.get(POINTS).json()["count"] == 0


def test_the_filters_are_those_of_the_list(client):
    care = CampusFactory(place=PlaceFactory(lat=51.05, lon=3.72))
    technics = CampusFactory(in_nl=True, place=PlaceFactory(in_nl=True, lat=51.33, lon=3.83))
    ProgrammeFactory(published=True, in_care=True, at=[care])
    ProgrammeFactory(published=True, in_nl=True, at=[technics])
    assert client.get(f"{POINTS}?sector=care").json()["id"] == [care.place.pk]
    assert client.get(f"{POINTS}?near=51.336,3.828&radius=20").json()["id"] == [technics.place.pk]


def test_a_bad_filter_is_left_out_as_in_the_list(client):
    CampusFactory()
    CampusFactory(in_nl=True)
    response = client.get(f"{POINTS}?eqf=99&country=nl")
    assert (response.status_code, response.json()["count"]) == (200, 1)


def test_points_are_made_once_per_edition(client, django_assert_num_queries):
    CampusFactory.create_batch(10)
    first = client.get(POINTS, headers={"Accept-Encoding": "br"})
    assert first["Content-Encoding"] == "br"
    with django_assert_num_queries(1):
        again = client.get(POINTS, headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "Cookie" not in again["Vary"]
    CampusFactory()
    assert client.get(POINTS).json()["count"] == 11


def test_a_place_shows_the_cards_that_the_filters_leave(client):
    place = PlaceFactory()
    care, other = CampusFactory(place=place), CampusFactory(place=place)
    ProgrammeFactory(published=True, in_care=True, at=[care])
    shown = lambda query: {  # noqa: E731
        int(card["data-campus"])
        for card in BeautifulSoup(client.get(f"/nl/map/place/{place.pk}/{query}").content, "html.parser").select(
            ".card"
        )
    }
    assert shown("") == {care.pk, other.pk}
    assert shown("?sector=care") == {care.pk}


def test_a_place_without_a_campus_is_not_there(client):
    retired = CampusFactory(retired=True)
    assert client.get(f"/nl/map/place/{retired.place.pk}/").status_code == 404
    assert client.get("/nl/map/place/999999/").status_code == 404


def two_thousand_campuses():
    """Names as long and as alike as those in the registers: 34 letters, from words that come back."""
    chance = random.Random(7)
    kinds = ["Technisch Instituut", "GO! Atheneum", "Scholengroep", "Vrije Basis- en Secundaire School", "Provinciale"]
    kinds += ["Beroepscollege", "Centrum voor Volwassenenonderwijs", "Sint-Jozefscollege", "Instituut", "Scalda"]
    parts = ["ster", "burg", "gem", "haven", "land", "dijk", "kerke", "zele", "mond", "hoek", "berg", "veld", "beke"]
    numbers = range(2000)
    names = [f"{chance.choice(kinds)} {''.join(chance.choices(parts, k=2)).capitalize()}" for _ in numbers]
    organisations = Organisation.objects.bulk_create(
        Organisation(name=name, sort_key=name, slug=f"school-{i}", kind="school", country=Country.BE)
        for i, name in enumerate(names)
    )
    schools = School.objects.bulk_create(School(organisation=one, type="secondary") for one in organisations)
    places = Place.objects.bulk_create(
        Place(
            key=f"{i}", country=chance.choice(["be", "nl"]), postcode="9000", municipality="Gent",
            lat=chance.uniform(50.7, 51.8), lon=chance.uniform(2.5, 4.5),
        )
        for i in numbers
    )  # fmt: skip
    Campus.objects.bulk_create(
        Campus(school=school, place=place, slug="x", sort_key="x")
        for school, place in zip(schools, places, strict=True)
    )
    changed("test", [])


def test_two_thousand_places_are_at_most_30_kilobytes(client):
    two_thousand_campuses()
    response = client.get(POINTS, headers={"Accept-Encoding": "br"})
    assert len(response.content) <= 30_000
    assert brotli.decompress(response.content).count(b"be") > 500


def test_columns_cost_two_queries(django_assert_num_queries):
    CampusFactory()
    with django_assert_num_queries(2):
        columns(Campus.objects.active())
