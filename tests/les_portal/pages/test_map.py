import pytest
from bs4 import BeautifulSoup

from schools.models import Place
from tests.browsing.fragments import fragment_equals_page
from tests.browsing.queries import queries_stay_constant
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db
MAP = "/en/map/"


def page(client, query="", **headers):
    return BeautifulSoup(client.get(f"{MAP}{query}", headers=headers).content, "html.parser")


def shown(client, query=""):
    return {int(card["data-campus"]) for card in page(client, query).select("#results .card")}


def count(client, query=""):
    return " ".join(page(client, query).select_one("#count").get_text(" ").split())


def test_map_counts_campuses_and_the_places_they_stand_at(client):
    place = PlaceFactory()
    CampusFactory.create_batch(2, place=place)
    CampusFactory(in_nl=True)
    assert count(client) == "3 campuses at 2 places"
    assert count(client, "?country=nl") == "1 campus at 1 place"


def test_map_lists_what_the_filters_leave(client):
    care, technics = CampusFactory(), CampusFactory(in_nl=True)
    ProgrammeFactory(published=True, in_care=True, at=[care])
    ProgrammeFactory(published=True, in_nl=True, at=[technics])
    assert shown(client) == {care.pk, technics.pk}
    assert shown(client, "?sector=care") == {care.pk}
    assert shown(client, "?country=nl") == {technics.pk}


def test_map_list_is_complete_page_by_page_without_javascript(client):
    campuses = {campus.pk for campus in CampusFactory.create_batch(30)}
    found, query = set(), ""
    while True:
        answer = page(client, query)
        found |= {int(card["data-campus"]) for card in answer.select("#results .card")}
        following = answer.select_one("a[rel=next]")
        if not following:
            break
        query = following["href"]
    assert found == campuses


def test_map_menus_say_how_many_campuses_each_choice_leaves(client):
    CampusFactory.create_batch(2)
    CampusFactory(in_nl=True)
    options = {option["value"]: option.get_text(strip=True) for option in page(client).select("#filter-country option")}
    assert (options["be"], options["nl"]) == ("Flanders (2)", "Netherlands (1)")


def test_map_keeps_the_filters_in_the_form_and_as_removable_chips(client):
    answer = page(client, "?country=nl&near=51.33,3.83&radius=10&bbox=3,51,4,52")
    assert answer.select_one("#filter-country option[selected]")["value"] == "nl"
    assert answer.select_one("input[name=near]")["value"] == "51.33,3.83"
    assert answer.select_one("input[name=bbox]")["value"] == "3,51,4,52"
    assert answer.select_one("#filter-radius option[selected]")["value"] == "10"
    assert [chip["href"] for chip in answer.select("a.chip") if "Netherlands" in chip.get_text()] == [
        "?near=51.33%2C3.83&radius=10&bbox=3%2C51%2C4%2C52"
    ]


def test_map_asks_its_points_with_the_question_of_the_list(client):
    answer = page(client, "?q=&country=nl&eqf=&page=2")
    assert answer.select_one("#results")["data-query"] == "country=nl"
    preloaded = [link["href"] for link in answer.select("link[rel=preload]")]
    assert "/en/map/points.json?country=nl" in preloaded


def test_map_part_that_htmx_swaps_is_that_of_the_page(client):
    CampusFactory.create_batch(3)
    fragment_equals_page(client, f"{MAP}?country=be", "#catalogue")


def test_map_answers_its_own_boosted_links_with_the_part(client):
    """The drawn map stands outside of that part: with the whole page it would start anew at every click."""
    headers = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "catalogue"}
    answer = page(client, **headers)
    assert answer.select_one("#catalogue #count")
    assert answer.select("html, .map-page") == []


def test_map_going_back_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert page(client, **headers).select_one("html [hx-history-elt] #results")


def test_map_gives_htmx_an_address_without_the_empty_fields(client):
    CampusFactory.create_batch(30)
    response = client.get(f"{MAP}?q=&country=be&sector=&page=2", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/en/map/?country=be&page=2"
    assert client.get(f"{MAP}?q=&sector=", headers={"HX-Request": "true"})["HX-Push-Url"] == MAP


def test_map_names_no_foreign_host_unless_the_installation_does(client, settings):
    assert page(client).select("[data-tiles], [data-streets]") == []
    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "© Somebody"
    answer = page(client, "?country=be")
    assert answer.select_one("[data-streets]")["aria-pressed"] == "false"
    assert answer.select("[src^='https://tiles']") == []


def test_map_offers_no_map_button_for_a_campus_without_coordinates(client):
    CampusFactory(unlocated=True)
    located = CampusFactory()
    assert [int(button["data-show-place"]) for button in page(client).select("[data-show-place]")] == [located.place_id]
    assert Place.objects.count() == 2


def test_map_asks_the_database_as_often_for_fifty_campuses_as_for_one(client):
    queries_stay_constant(client, MAP, CampusFactory.create_batch)
