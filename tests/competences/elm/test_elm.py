"""A qualification as the European Learning Model has it: what is told, and that its own validators find nothing."""

import copy
import json
from xml.etree import ElementTree as ET

import pytest
import rdflib

from competences.elm import json_ld, xml
from competences.elm.specification import CannotBeTold, specification
from competences.elm.vocabularies import NATIONAL_LEVELS
from competences.frames import frame
from competences.models import CompetenceSkill, Element
from programmes.models import Level, Qualification
from tests.competences.elm.validating import (
    ELM,
    NEEDS_THE_MODEL,
    complaints_of_the_schema,
    complaints_of_the_shapes,
    schema,
)
from tests.factories.competences import CompetenceFactory, ElementFactory, SkillFactory
from tests.factories.programmes import QualificationFactory, the_level

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning"),
]
URI = "https://portal.example/api/v1/qualifications/bk0024.jsonld"
LOQ = "{http://data.europa.eu/snb/model/ap/loq-constraints/}"


@pytest.fixture
def told():
    """Everything that can be told of one."""
    qualification = QualificationFactory(
        country="be", kind="bk", code="BK0024", version="2013", title_nl="Elektromecanicien",
        title_fr="Électromécanicien", level=the_level("VKS", "4"), source_url="https://register.example/bk0024",
    )  # fmt: skip
    competence = CompetenceFactory(
        qualification=qualification, code="A1", title_nl="Zoekt storingen", title_fr="Cherche des pannes", is_demo=True
    )
    ElementFactory(competence=competence, text_nl="Kent de PLC", position=0)
    ElementFactory(competence=competence, kind=Element.Kind.MOTOR, text_nl="Meet spanning", position=1)
    skill = SkillFactory(
        uri="http://data.europa.eu/esco/skill/0001", title_nl="problemen oplossen", reuse_level="cross-sector"
    )
    CompetenceSkill.objects.create(competence=competence, skill=skill)
    return specification(
        frame(qualification),
        URI,
        fields=["0713", "0713", ""],
        homepage="https://portal.example/nl/descriptions/qualifications/bk0024/",
        modified="2026-11-20T10:00:00+01:00",
        entry={"nl": "Na de tweede graad.", "original": "nl"},
    )


@pytest.fixture
def bare():
    """As little as can be told."""
    qualification = QualificationFactory(country="nl", kind="other", code="", level=the_level("NLQF", "3"))
    CompetenceFactory(qualification=qualification, title_nl="Last & snijdt <dun> plaatwerk")
    return specification(frame(qualification), URI)


def triples(document: dict) -> rdflib.Graph:
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


# --- what is told ---------------------------------------------------------------------------------


def test_json_ld_tells_titles_level_code_and_field(told):
    document = json_ld.document(told)
    assert document["type"] == "Qualification"
    assert document["title"] == {"nl": "Elektromecanicien", "fr": "Électromécanicien"}
    assert document["EQFLevel"]["id"] == "http://data.europa.eu/snb/eqf/4"
    assert document["NQFLevel"] == {
        "id": "http://data.europa.eu/snb/qdr/c_615c4895", "type": "Concept", "prefLabel": {"en": "VKS 4"},
    }  # fmt: skip
    assert document["identifier"]["notation"] == "BK0024"
    assert document["identifier"]["schemeVersion"] == "2013"
    assert [row["id"] for row in document["ISCEDFCode"]] == ["http://data.europa.eu/snb/isced-f/0713"]
    assert document["isPartialQualification"] is False
    assert document["entryRequirement"]["noteLiteral"] == {"nl": "Na de tweede graad."}
    assert document["additionalNote"][0]["noteLiteral"]["en"] == "Invented for the demonstration."


def test_each_competence_and_each_line_below_it_is_an_outcome(told):
    competence, knowledge, skill = json_ld.document(told)["learningOutcome"]
    assert competence["title"] == {"nl": "Zoekt storingen", "fr": "Cherche des pannes"}
    assert competence["reusabilityLevel"]["id"].endswith("skill-reuse-level/cross-sector")
    assert competence["relatedESCOSkill"][0]["id"] == "http://data.europa.eu/esco/skill/0001"
    assert knowledge["conceptType"]["id"].endswith("skill-type/knowledge")
    assert skill["conceptType"]["id"].endswith("skill-type/skill")
    assert [row["identifier"]["notation"] for row in (competence, knowledge, skill)] == ["A1", "A1.1", "A1.2"]
    assert knowledge["id"] == f"{competence['id']}-1"


def test_the_context_asks_nothing_of_another_site_and_means_the_model(told):
    document = json_ld.document(told)
    assert isinstance(document["@context"], dict)
    graph = triples(document)  # would want the network otherwise, and there is none in a test
    elm = rdflib.Namespace("http://data.europa.eu/snb/model/elm/")
    it = rdflib.URIRef(f"{URI}#it")
    assert (it, rdflib.RDF.type, elm.Qualification) in graph
    assert len(list(graph.objects(it, elm.learningOutcome))) == 3


def test_no_accreditation_and_no_awarding_body_is_made_up(told):
    graph = triples(json_ld.document(told))
    said = {str(predicate).rpartition("/")[2] for predicate in graph.predicates()}
    assert not said & {"accreditation", "awardingOpportunity", "awardingBody"}


def test_what_nobody_knows_is_not_told(bare):
    document = json_ld.document(bare)
    absent = {"identifier", "homepage", "modified", "learningSetting", "isPartialQualification", "entryRequirement"}
    assert not absent & set(document)
    assert [row["id"].rpartition("/")[2] for row in document["ISCEDFCode"]] == ["9999"]


def test_xml_tells_the_same(told):
    root = ET.fromstring(xml.document(told))
    row = root.find(f"{LOQ}learningAchievementSpecificationReferences/{LOQ}qualification")
    outcomes = root.findall(f"{LOQ}learningOutcomeReferences/{LOQ}learningOutcome")
    assert {each.get("language"): each.text for each in row.findall(f"{LOQ}title")} == told.titles
    assert row.find(f"{LOQ}EQFLevel").get("uri") == "http://data.europa.eu/snb/eqf/4"
    assert [each.get("idref") for each in row.findall(f"{LOQ}learningOutcome")] == [each.get("id") for each in outcomes]
    assert [each.get("id") for each in outcomes] == [each.uri for each in told.outcomes]


def test_signs_that_mean_something_in_xml_come_back_as_they_were(bare):
    root = ET.fromstring(xml.document(bare))
    assert root.find(f".//{LOQ}learningOutcome/{LOQ}title").text == "Last & snijdt <dun> plaatwerk"


@pytest.mark.parametrize(("level", "competences"), [(None, 1), ("VKS 4", 0)])
def test_without_level_or_competences_it_cannot_be_told(level, competences):
    qualification = QualificationFactory(level=the_level(*level.split()) if level else None)
    for _n in range(competences):
        CompetenceFactory(qualification=qualification)
    with pytest.raises(CannotBeTold):
        specification(frame(qualification), URI)


def test_every_level_that_the_portal_knows_has_its_concept():
    unknown = [str(level) for level in Level.objects.all() if str(level) not in NATIONAL_LEVELS]
    assert unknown == []


# --- what their own validators say ----------------------------------------------------------------


@NEEDS_THE_MODEL
def test_shapes_and_schema_find_nothing(told, bare):
    for each in (told, bare):
        assert complaints_of_the_shapes(json_ld.document(each)) == []
        assert complaints_of_the_schema(xml.document(each)) == []


@NEEDS_THE_MODEL
def test_the_schema_takes_the_commissions_own_sample():
    sample = ELM / "loq_xsd" / "loq.xml"
    assert [
        error for error in complaints_of_the_schema(sample.read_bytes()) if "No match found for key" not in error
    ] == []


def broken_documents(document: dict) -> list[tuple[str, dict]]:
    changes = {
        "EQFLevel": lambda row: row.pop("EQFLevel"),
        "NQFLevel": lambda row: row.pop("NQFLevel"),
        "ISCEDFCode": lambda row: row.pop("ISCEDFCode"),
        "title": lambda row: row.pop("title"),
        "learningOutcome": lambda row: row.pop("learningOutcome"),
        "modified": lambda row: row.update(modified=["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]),
        "contentUrl": lambda row: row["homepage"].update(contentUrl="not an address"),
        "notation": lambda row: row["identifier"].pop("notation"),
        "comparedWith": lambda row: row.update({"elm:comparedWith": "something of our own"}),
        "entryRequirement": lambda row: row["entryRequirement"].pop("type"),
    }
    made = []
    for name, change in changes.items():
        spoiled = copy.deepcopy(document)
        change(spoiled)
        made.append((name, spoiled))
    return made


@NEEDS_THE_MODEL
def test_the_shapes_see_what_is_wrong(told):
    """Or finding nothing would mean nothing."""
    for name, spoiled in broken_documents(json_ld.document(told)):
        assert any(name in complaint for complaint in complaints_of_the_shapes(spoiled)), name


@NEEDS_THE_MODEL
@pytest.mark.parametrize("name", ["EQFLevel", "NQFLevel", "ISCEDFCode", "title", "language", "learningOutcome"])
def test_the_schema_sees_what_is_missing(told, name):
    root = ET.fromstring(xml.document(told))
    row = root.find(f"{LOQ}learningAchievementSpecificationReferences/{LOQ}qualification")
    for each in row.findall(f"{LOQ}{name}"):
        row.remove(each)
    assert complaints_of_the_schema(ET.tostring(root))


@NEEDS_THE_MODEL
def test_every_level_is_in_the_schemas_list():
    values = {value for value in NATIONAL_LEVELS.values() if value not in (ELM / "loq_xsd/cv/nqf.xsd").read_text()}
    assert schema() is not None
    assert values == set()


@NEEDS_THE_MODEL
def test_everything_of_the_demo_is_valid():
    from tests.competences.demo.test_competences import run_demo

    run_demo()
    with_frames = Qualification.objects.exclude(competences=None).distinct()
    assert with_frames.count() == 8
    for qualification in with_frames:
        each = specification(frame(qualification), URI)
        assert complaints_of_the_shapes(json_ld.document(each)) == [], qualification
        assert complaints_of_the_schema(xml.document(each)) == [], qualification
