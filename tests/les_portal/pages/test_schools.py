import datetime
import json

import pytest
from bs4 import BeautifulSoup

from schools.models import EducationStage
from tests.factories.programmes import OfferingFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def english(campus) -> str:
    return campus.get_absolute_url().replace("/nl/", "/en/", 1)


def test_school_without_programmes_is_shown_by_its_type_and_levels(client):
    campus = CampusFactory()
    campus.school.stages.set(EducationStage.objects.filter(code="be-so-voltijds"))
    page = soup(client.get(english(campus.school)))
    empty = page.find(class_="empty").get_text(" ", strip=True)
    assert "not listed its programmes" in empty
    assert "Secondary school" in empty
    assert "EQF 2–4" in empty
    assert "unknown here" in empty


def test_school_lists_its_published_programmes_and_campuses(client):
    campus = CampusFactory()
    ProgrammeFactory(published=True, title_en="Welding", at=[campus])
    ProgrammeFactory(title_en="A draft", at=[campus])
    page = soup(client.get(english(campus.school)))
    assert [link.get_text(strip=True) for link in page.select("article.card h3 a")] == ["Welding"]
    assert page.find("a", href=english(campus))
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert data["location"][0]["geo"]["latitude"] == campus.place.lat


def test_campus_names_who_else_is_at_its_address(client):
    campus = CampusFactory()
    neighbour = CampusFactory(place=campus.place)
    page = soup(client.get(english(campus)))
    assert [link["href"] for link in page.select("article.card h3 a")] == [english(neighbour)]


def test_campus_shows_a_contact_of_its_own_before_the_schools(client):
    campus = CampusFactory(phone="+32 50 11 11 11")
    links = [link["href"] for link in soup(client.get(english(campus))).select("aside a")]
    assert "tel:+3250111111" in links
    assert f"mailto:{campus.school.organisation.email}" in links


def test_campus_that_left_the_register_keeps_its_page_and_says_so(client):
    campus = CampusFactory(retired=True)
    assert "no longer in the official register" in soup(client.get(english(campus))).main.get_text()
    listed = soup(client.get("/en/schools/"))
    assert not listed.select("article.card")


def test_school_that_left_the_register_says_since_when(client):
    campus = CampusFactory()
    campus.school.retired_on = datetime.date(2026, 9, 1)
    campus.school.save()
    assert "since 1 September 2026" in soup(client.get(english(campus.school))).main.get_text()


def test_campus_without_coordinates_says_that_its_place_is_unknown(client):
    campus = CampusFactory(unlocated=True)
    assert "place on the map is unknown" in soup(client.get(english(campus))).main.get_text()


def test_unknown_school_is_a_friendly_404(client):
    response = client.get("/en/schools/nergens/")
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()


def test_list_shows_each_campus_with_the_same_queries_for_one_and_fifty(client, queries_stay_constant):
    def make(number):
        for _ in range(number):
            OfferingFactory()

    queries_stay_constant("/nl/schools/", make)


def test_school_page_costs_the_same_queries_for_one_and_fifty(client, queries_stay_constant):
    campus = CampusFactory()

    def make(number):
        for _ in range(number):
            ProgrammeFactory(published=True, at=[CampusFactory(school=campus.school)])

    queries_stay_constant(campus.school.get_absolute_url(), make, rows=15)


def test_list_fragment_equals_the_page(client, fragment_equals_page):
    CampusFactory()
    fragment_equals_page("/nl/schools/", "#results")
