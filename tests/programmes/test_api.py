import datetime
import json

import brotli
import pytest
from django.utils.http import urlencode

from les_portal.geo import Point, distance_km
from les_portal.publication.changes import changed
from programmes.models import Programme
from tests.factories.programmes import (
    BottleneckStatusFactory,
    CounterpartFactory,
    OccupationFactory,
    ProgrammeFactory,
    QualificationFactory,
)
from tests.factories.schools import CampusFactory, PlaceFactory, SchoolFactory

pytestmark = pytest.mark.django_db
API = "/api/v1/"
LISTS = ["campuses.geojson", "schools/", "programmes/", "qualifications/"]


@pytest.fixture
def get(client):
    def ask(path: str, *, status: int = 200, headers: dict | None = None, **params):
        response = client.get(f"{API}{path}?{urlencode(params, doseq=True)}", headers=headers or {})
        assert response.status_code == status, response.content[:500]
        return response.json()

    return ask


def titles(answer: dict) -> list[str]:
    return [row["title"]["nl"] for row in answer["results"]]


# --- what is told --------------------------------------------------------------------------------


def test_campuses_are_a_feature_collection(get):
    campus = CampusFactory(in_nl=True, name="Haven")
    ProgrammeFactory(published=True, in_nl=True, at=[campus])
    ProgrammeFactory(published=True, in_nl=True, in_care=True, at=[campus])
    ProgrammeFactory(in_nl=True, in_ict=True, at=[campus])
    answer = get("campuses.geojson", lang="fr")
    assert answer["type"] == "FeatureCollection"
    [feature] = answer["features"]
    place, school = campus.place, campus.school
    assert feature["geometry"] == {"type": "Point", "coordinates": [place.lon, place.lat]}
    assert feature["properties"] == {
        "id": campus.pk,
        "name": "Haven",
        "school": school.organisation.name,
        "school_id": school.pk,
        "school_type": "vocational",
        "school_url": f"http://testserver/fr/schools/{school.organisation.slug}/",
        "url": f"http://testserver/fr/schools/{school.organisation.slug}/{campus.slug}/",
        "country": "nl",
        "shape": "square",
        "place": place.pk,
        "address": f"Kanaalstraat {place.house_number}",
        "postcode": "4535HA",
        "municipality": "Terneuzen",
        "precision": "address",
        "programmes": 2,
        "sectors": ["technics", "care"],
    }


def test_a_campus_without_coordinates_is_a_feature_without_geometry(get):
    CampusFactory(unlocated=True)
    assert [feature["geometry"] for feature in get("campuses.geojson")["features"]] == [None]


def test_a_programme_tells_each_language_and_fills_nothing_in(get):
    programme = ProgrammeFactory(
        published=True, title_nl="Lasser", title_fr="Soudeur", content_nl="Je leert lassen.", at=[CampusFactory()]
    )
    answer = get(f"programmes/{programme.pk}/", headers={"Accept-Language": "en"})
    assert answer["title"] == {"nl": "Lasser", "fr": "Soudeur", "en": None}
    assert answer["content"] == {"nl": "Je leert lassen.", "fr": None, "en": None}
    assert answer["outlook"] == {"nl": None, "fr": None, "en": None}


def test_a_programme_tells_where_it_leads_and_on_which_newest_lists_that_is(get):
    occupation = OccupationFactory(title_nl="lasser")
    BottleneckStatusFactory(occupation=occupation, year=2023)
    BottleneckStatusFactory(occupation=occupation, year=2024)
    qualification = QualificationFactory(title_nl="Lasser")
    programme = ProgrammeFactory(
        published=True, at=[CampusFactory()], leads_to=[occupation], qualification=qualification, dual=True
    )
    answer = get(f"programmes/{programme.pk}/")
    assert answer["level"] == {"framework": "VKS", "code": "4", "eqf": 4}
    assert answer["form"]["code"] == "SO_DUAAL"
    assert answer["qualification"]["code"] == qualification.code
    assert answer["confirmed_on"] == str(datetime.date(2025, 9, 1))
    [told] = answer["occupations"]
    assert told["title"]["nl"] == "lasser"
    assert [(row["source"], row["year"], row["country"]) for row in told["bottlenecks"]] == [("VDAB", 2024, "be")]


def test_a_programme_is_not_told_at_a_campus_that_has_gone(get):
    here = CampusFactory()
    gone = CampusFactory(school=here.school, retired=True)
    programme = ProgrammeFactory(published=True, at=[here, gone])
    assert [campus["id"] for campus in get(f"programmes/{programme.pk}/")["campuses"]] == [here.pk]


def test_a_school_comes_with_its_campuses_and_published_programmes(get):
    campus = CampusFactory()
    CampusFactory(school=campus.school, retired=True)
    shown = ProgrammeFactory(published=True, at=[campus])
    ProgrammeFactory(at=[campus])
    answer = get(f"schools/{campus.school.pk}/")
    assert answer["name"] == campus.school.organisation.name
    assert answer["phone"] == "+32 9 000 00 00"
    assert [row["id"] for row in answer["campuses"]] == [campus.pk]
    assert [row["id"] for row in answer["programmes"]] == [shown.pk]
    assert answer["programme_count"] == 1


def test_a_qualification_names_its_counterparts_both_ways(get):
    pair = CounterpartFactory()
    shown = ProgrammeFactory(published=True, qualification=pair.dutch)
    ProgrammeFactory(qualification=pair.dutch)
    dutch, flemish = get(f"qualifications/{pair.dutch.pk}/"), get(f"qualifications/{pair.flemish.pk}/")
    assert dutch["counterparts"] == [{"id": pair.flemish.pk, "source": "test"}]
    assert flemish["counterparts"] == [{"id": pair.dutch.pk, "source": "test"}]
    assert [row["id"] for row in dutch["programmes"]] == [shown.pk]


def test_qualifications_are_found_by_side_level_and_code(get):
    flemish, dutch = QualificationFactory(), QualificationFactory(in_nl=True)
    codes = lambda **asked: [row["code"] for row in get("qualifications/", **asked)["results"]]  # noqa: E731
    assert codes() == [flemish.code, dutch.code]
    assert codes(country="nl", eqf=4) == [dutch.code]
    assert codes(code=flemish.code.lower()) == [flemish.code]
    assert codes(eqf=7) == []


def test_distances_are_told_when_a_point_is_given(get):
    here = Point(51.05, 3.72)
    campus = CampusFactory(place=PlaceFactory(lat=51.20, lon=3.80))
    programme = ProgrammeFactory(published=True, at=[campus])
    km = pytest.approx(distance_km(here, campus.place.point), abs=0.01)
    [feature] = get("campuses.geojson", near="51.05,3.72")["features"]
    assert feature["properties"]["distance_km"] == km
    for path, pk in {"schools/": campus.school.pk, "programmes/": programme.pk}.items():
        [row] = get(path, near="51.05,3.72")["results"]
        assert (row["id"], row["distance_km"]) == (pk, km)
        assert "distance_km" not in get(path)["results"][0]


def test_filters_hold_on_every_list(get):
    here, there = CampusFactory(), CampusFactory(in_nl=True)
    for campus, side in ((here, {}), (there, {"in_nl": True})):
        ProgrammeFactory(published=True, at=[campus], **side)
    asked = {"country": "nl", "eqf": 4, "sector": "technics"}
    assert [feature["id"] for feature in get("campuses.geojson", **asked)["features"]] == [there.pk]
    assert [row["id"] for row in get("schools/", **asked)["results"]] == [there.school.pk]
    assert [row["country"] for row in get("programmes/", **asked)["results"]] == ["nl"]


# --- what is not told ----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Programme.Status.DRAFT, Programme.Status.ARCHIVED])
def test_a_programme_that_is_not_published_does_not_exist(get, status):
    programme = ProgrammeFactory(status=status, at=[CampusFactory()])
    assert get("programmes/")["count"] == 0
    assert "errors" in get(f"programmes/{programme.pk}/", status=404)


def test_what_has_left_its_register_does_not_exist(get):
    school = SchoolFactory(retired=True)
    programme = ProgrammeFactory(published=True, at=[CampusFactory(school=school)])
    assert school.pk not in [row["id"] for row in get("schools/")["results"]]
    assert get("campuses.geojson")["features"] == []
    get(f"schools/{school.pk}/", status=404)
    get(f"programmes/{programme.pk}/", status=404)


def test_signing_in_shows_nothing_more(client_of, anna):
    programme = ProgrammeFactory(at=[CampusFactory()], school__organisation=anna.memberships.get().organisation)
    assert client_of(anna).get(f"{API}programmes/{programme.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["schools/999999/", "programmes/abc/", f"qualifications/{10**30}/"])
def test_an_unknown_id_is_404_with_a_sentence(get, path):
    assert get(path, status=404, lang="en") == {"errors": {"id": "There is nothing public with this id."}}


# --- bad questions -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("bad", [("bbox", "1,2"), ("near", "abc"), ("eqf", "99"), ("radius", "-5"), ("form", "nope")])
def test_a_bad_parameter_gets_400_and_a_sentence(get, path, bad):
    name, value = bad
    errors = get(path, status=400, **{name: value})["errors"]
    assert list(errors) == [name]
    assert errors[name].startswith(f"{name} is ")


def test_unknown_parameters_are_left_alone(get):
    CampusFactory()
    assert len(get("campuses.geojson", utm_source="mail", foo="1")["features"]) == 1


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "", "９", "9" * 40])
@pytest.mark.parametrize("name", ["page", "page_size"])
def test_a_page_is_a_whole_number(get, name, value):
    assert list(get("programmes/", status=400, **{name: value})["errors"]) == [name]


def test_a_page_has_at_most_200_rows_and_the_last_is_the_last(get):
    assert list(get("programmes/", status=400, page_size=201)["errors"]) == ["page_size"]
    assert get("programmes/", status=404, page=2, lang="en") == {"errors": {"page": "There is no page 2."}}
    assert get("programmes/")["count"] == 0


def test_pages_follow_each_other_and_keep_the_question(get, client):
    for number in range(5):
        ProgrammeFactory(published=True, title_nl=f"Opleiding {number}")
    first = get("programmes/", country="be", page_size=2, lang="fr", utm_source="mail")
    assert (first["count"], titles(first), first["previous"]) == (5, ["Opleiding 0", "Opleiding 1"], None)
    assert first["next"] == f"http://testserver{API}programmes/?country=be&page=2&page_size=2&lang=fr"
    second = client.get(first["next"]).json()
    assert titles(second) == ["Opleiding 2", "Opleiding 3"]
    last = client.get(second["next"]).json()
    assert (titles(last), last["next"]) == (["Opleiding 4"], None)
    assert client.get(last["previous"]).json()["results"] == second["results"]


# --- how it is told ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_any_site_may_read(client, path):
    response = client.get(f"{API}{path}", headers={"Origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response
    assert "Cookie" not in response["Vary"]


def test_a_refusal_can_be_read_by_any_site_too(client):
    assert client.get(f"{API}schools/?eqf=99")["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_names_what_is_allowed(client):
    response = client.options(f"{API}schools/", headers={"Access-Control-Request-Method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [*LISTS, "schools/1/", "schema/"])
def test_nobody_can_write(client, method, path):
    response = getattr(client, method)(f"{API}{path}")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_answers_speak_the_language_that_was_asked(client):
    assert client.get(f"{API}schools/?eqf=9&lang=fr")["Content-Language"] == "fr"
    assert client.get(f"{API}schools/", headers={"Accept-Language": "en"})["Content-Language"] == "en"
    assert client.get(f"{API}schools/")["Content-Language"] == "nl"
    refused = client.get(f"{API}schools/?lang=xx")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["lang"])


def test_an_answer_that_has_not_changed_is_not_sent_again(client):
    campus = CampusFactory()
    url = f"{API}campuses.geojson"
    first = client.get(url, headers={"Accept-Encoding": "br"})
    assert first["Content-Encoding"] == "br"
    assert json.loads(brotli.decompress(first.content))["features"][0]["id"] == campus.pk
    again = client.get(url, headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    CampusFactory()
    changed_answer = client.get(url, headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]})
    assert changed_answer.status_code == 200
    assert changed_answer["ETag"] != first["ETag"]


def test_what_is_ready_costs_one_query(client, django_assert_num_queries):
    CampusFactory()
    client.get(f"{API}campuses.geojson")
    with django_assert_num_queries(1):
        client.get(f"{API}campuses.geojson")


def test_what_was_ready_is_made_anew_after_a_change(get):
    campus = CampusFactory(name="Oud")
    assert get("campuses.geojson")["features"][0]["properties"]["name"] == "Oud"
    campus.name = "Nieuw"
    campus.save()
    assert get("campuses.geojson")["features"][0]["properties"]["name"] == "Nieuw"


@pytest.mark.parametrize("path", [*LISTS, "programmes/?near=51.05,3.72&radius=200", "schools/?near=51.05,3.72"])
def test_one_row_costs_as_many_queries_as_fifty(queries_stay_constant, path):
    def make_rows(number):
        for _ in range(number):
            occupation = BottleneckStatusFactory().occupation
            ProgrammeFactory(
                published=True, at=[CampusFactory()], leads_to=[occupation], qualification=CounterpartFactory().flemish
            )
        changed("programme", [])

    queries_stay_constant(f"{API}{path}", make_rows)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_documentation_explains_every_parameter_and_names_the_sources(client, language):
    response = client.get(f"{API}docs/", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in page
    for name in ("q", "country", "sector", "eqf", "form", "language", "bottleneck", "near", "radius", "bbox", "lang"):
        assert f"<code>{name}</code>" in page
    for word in ("curl", "MBO_BBL", "DUO", "GeoNames", "CC BY 4.0", f"{API}programmes/"):
        assert word in page


def test_the_examples_in_the_documentation_work(client):
    page = client.get(f"{API}docs/").content.decode().replace("&amp;", "&")
    addresses = {part.split('"')[0] for part in page.split('"http://testserver')[1:]}
    assert len(addresses) >= 4
    for address in addresses:
        expected = 400 if "bbox=1,2" in address else 200
        assert client.get(address).status_code == expected, address
