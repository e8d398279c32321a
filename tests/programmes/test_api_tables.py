"""Open data as csv: all that the JSON tells, for a spreadsheet."""

import csv
import io

import pytest
from django.utils.http import urlencode

from programmes.api import tables
from tests.browsing.queries import queries_stay_constant
from tests.factories.programmes import BottleneckStatusFactory, ProgrammeFactory, QualificationFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db
NAMES = ["campuses", "schools", "programmes"]


@pytest.fixture
def get(client):
    def ask(name: str, *, status: int = 200, **params):
        response = client.get(f"/api/v1/{name}.csv?{urlencode(params, doseq=True)}")
        assert response.status_code == status, response.content[:500]
        return response

    return ask


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def make(number: int) -> None:
    for _each in range(number):
        ProgrammeFactory(published=True, at=[CampusFactory()], leads_to=[BottleneckStatusFactory().occupation])


def test_a_programme_is_a_row(get):
    occupation = BottleneckStatusFactory(occupation__slug="lasser").occupation
    campus = CampusFactory(in_nl=True)
    programme = ProgrammeFactory(
        published=True, in_nl=True, at=[campus], leads_to=[occupation], title_nl="Lasser", title_fr="Soudeur",
        qualification=QualificationFactory(in_nl=True, code="25309"), phone="+31 115 00 00 00",
    )  # fmt: skip
    [row] = rows_of(get("programmes", lang="fr"))
    assert tuple(row) == tables.PROGRAMMES
    expected = {
        "id": str(programme.pk), "title_nl": "Lasser", "title_fr": "Soudeur", "title_en": "", "country": "nl",
        "level_framework": "NLQF", "level": "4", "eqf": "4", "qualification_code": "25309", "form": "MBO_BOL",
        "occupations": "lasser", "bottleneck": "true", "is_demo": "false", "campus_ids": str(campus.pk),
        "municipalities": "Terneuzen", "phone": "'+31 115 00 00 00", "confirmed_on": "2025-09-01",
        "url": f"http://testserver/fr/programmes/{programme.slug}/", "distance_km": "",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_campuses_and_schools_are_rows(get):
    campus = CampusFactory(name="=Haven", unlocated=True)
    west = CampusFactory(place__lat=51.0, place__lon=-0.5)
    rows = {row["name"]: row for row in rows_of(get("campuses"))}
    assert (rows["'=Haven"]["lat"], rows[west.school.organisation.name]["lon"]) == ("", "-0.5"), (
        "a number is no formula"
    )
    assert {row["campus_ids"] for row in rows_of(get("schools"))} == {str(campus.pk), str(west.pk)}


@pytest.mark.parametrize("name", NAMES)
def test_the_same_question_finds_the_same_as_json(get, client, name):
    make(3)
    for nl in (True, False):
        ProgrammeFactory(published=True, in_nl=nl, in_care=True, at=[CampusFactory(in_nl=nl)])
    ProgrammeFactory(at=[CampusFactory()], title_nl="Nog een ontwerp")
    for question in (
        {},
        {"country": "nl"},
        {"sector": "care"},
        {"near": "51.05,3.72", "radius": "5"},
        {"q": "Terneuzen"},
    ):
        path = f"/api/v1/{name}{'.geojson' if name == 'campuses' else '/'}?{urlencode(question)}"
        answer = client.get(path).json()
        expected = [row["id"] for row in answer.get("results", answer.get("features"))]
        assert [int(row["id"]) for row in rows_of(get(name, **question))] == expected, question


def test_all_rows_come_in_one_answer(get, monkeypatch):
    make(7)
    monkeypatch.setattr(tables, "AT_ONCE", 3)
    assert len(rows_of(get("programmes"))) == 7
    monkeypatch.setattr(tables, "MOST_ROWS", 6)
    assert len(rows_of(get("programmes", country="be"))) == 6


@pytest.mark.parametrize("name", NAMES)
def test_how_it_is_given(get, client, name):
    make(1)
    answer = get(name, lang="en")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Link"] == '<http://testserver/en/sources/>; rel="license"'
    again = client.get(f"/api/v1/{name}.csv?lang=en", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    refused = get(name, status=400, eqf="veel")
    assert (list(refused.json()["errors"]), "license" in refused["Link"]) == (["eqf"], True)
    assert client.post(f"/api/v1/{name}.csv").status_code == 405


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_as_much_for_50_rows_as_for_one(client, name):
    queries_stay_constant(client, f"/api/v1/{name}.csv", make, rows=50)


def test_json_names_the_licence_too(client):
    for path in ("campuses.geojson", "schools/", "programmes/", "qualifications/", "schema/"):
        assert 'rel="license"' in client.get(f"/api/v1/{path}")["Link"]
    assert client.get("/api/v1/schema/").json()["info"]["license"]["url"].endswith("/sources/")


def test_the_description_names_every_column(client):
    paths = client.get("/api/v1/schema/?lang=en").json()["paths"]
    for name, columns in zip(NAMES, (tables.CAMPUSES, tables.SCHOOLS, tables.PROGRAMMES), strict=True):
        described = paths[f"/api/v1/{name}.csv"]["get"]
        assert all(column in described["description"] for column in columns)
        assert "text/csv" in described["responses"]["200"]["content"]
