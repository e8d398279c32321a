"""`/api/v1/qualifications/<code>.jsonld` and `.xml`."""

from xml.etree import ElementTree as ET

import pytest

from competences.actions.telling import qualifications_changed
from tests.factories.competences import CompetenceFactory
from tests.factories.programmes import ProgrammeFactory, QualificationFactory, the_level

pytestmark = pytest.mark.django_db
API = "/api/v1/qualifications/"
FORMATS = {"jsonld": "application/ld+json", "xml": "application/xml"}


@pytest.fixture
def technician():
    qualification = QualificationFactory(
        country="nl", kind="crebo", code="25309", version="2015", level=the_level("NLQF", "4"), title_nl="Technicus"
    )
    CompetenceFactory(qualification=qualification, title_nl="Zoekt storingen")
    return qualification


@pytest.mark.parametrize("extension", FORMATS)
def test_code_leads_to_it_and_so_does_its_address_on_the_portal(client, technician, extension):
    for name in ("25309", technician.slug):
        response = client.get(f"{API}{name}.{extension}")
        assert response.status_code == 200
        assert response["Content-Type"] == FORMATS[extension]
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Zoekt storingen" in response.content.decode()


def test_both_forms_say_the_same_names(client, technician):
    document = client.get(f"{API}25309.jsonld").json()
    root = ET.fromstring(client.get(f"{API}25309.xml").content)
    [named] = [row.get("id") for row in root.iter() if row.tag.endswith("}qualification")]
    assert document["id"] == named == f"http://testserver{API}{technician.slug}.jsonld#it"
    assert document["homepage"]["contentUrl"].endswith(f"/descriptions/qualifications/{technician.slug}/")


def test_field_of_education_is_that_of_its_programmes(client, technician):
    programme = ProgrammeFactory(published=True, in_nl=True, qualification=technician)
    [field] = client.get(f"{API}25309.jsonld").json()["ISCEDFCode"]
    assert field["id"] == f"http://data.europa.eu/snb/isced-f/{programme.field.isced or 9999}"


def test_of_several_editions_the_one_with_competences_then_the_newest(client, technician):
    QualificationFactory(country="nl", kind="crebo", code="25309", version="2026", valid_from="2026-01-01")
    assert client.get(f"{API}25309.jsonld").json()["identifier"]["schemeVersion"] == "2015"


@pytest.mark.parametrize("extension", FORMATS)
def test_what_the_model_cannot_tell_is_said_in_a_sentence(client, extension):
    QualificationFactory(code="25304", level=the_level("NLQF", "3"))
    CompetenceFactory(qualification=QualificationFactory(code="25305", level=None))
    assert "competences" in client.get(f"{API}25304.{extension}?lang=en").json()["errors"]["level"]
    assert "level" in client.get(f"{API}25305.{extension}?lang=en").json()["errors"]["level"]
    assert client.get(f"{API}25304.{extension}").status_code == 404
    assert client.get(f"{API}99999.{extension}").status_code == 404


def test_new_competence_is_told_at_once(client, technician):
    assert len(client.get(f"{API}25309.jsonld").json()["learningOutcome"]) == 1
    CompetenceFactory(qualification=technician)
    qualifications_changed([technician.pk])
    assert len(client.get(f"{API}25309.jsonld").json()["learningOutcome"]) == 2
