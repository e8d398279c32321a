"""The whole road with what the registers really give: from two files to a paper that anybody can verify.

BK-0024 is the register's own file, as far as it lies here. Of crebo 25344 there is no file with competences, only its
name in the list: so its frame is typed over by a person, as a school's people do.
"""

import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from competences.actions.frames import add_pasted
from competences.actions.lines import explain
from competences.actions.rating import Said, call_extra, rate
from competences.actions.reconciling import accept, keep_both, propose
from competences.actions.starting import start
from competences.actions.writing import begin
from competences.elm import json_ld, xml
from competences.elm.specification import specification
from competences.frames import frame
from competences.models import AuthorisedDescription, Competence, Line
from competences.pasting import read
from les_portal.documents.models import Document
from les_portal.workflow.engine import workflow_of
from programmes.models import Qualification
from tests.competences.elm.validating import SHARED, complaints_of_the_schema, complaints_of_the_shapes
from tests.factories.competences import authoriser
from tests.factories.programmes import the_level
from tests.les_portal.opened import Opened

FILES = SHARED / "qualifications"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES.exists(), reason="the registers' files lie beside the repository"),
    pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning"),
]

PASTED = """
# B1-K1 Ontwerpt en bouwt mechatronische systemen
B1-K1-W1 Werkt een ontwerp uit
- Kennis van normen voor tekeningen
- Tekent een onderdeel en een samenstelling
B1-K1-W2 Bereidt het werk voor en werkt veilig
- Kennis van NEN 3140 en de machinerichtlijn
B1-K1-W3 Stelt een mechatronisch systeem samen
- Lijnt onderdelen uit en verbindt ze
# B1-K2 Onderhoudt en verbetert mechatronische systemen
B1-K2-W1 Analyseert storingen
- Kennis van elektriciteit, pneumatica, hydraulica en PLC
B1-K2-W2 Voert onderhoud en reparaties uit
- Vervangt onderdelen en stelt ze af
B1-K2-W3 Stelt een onderhoudsplan op
B1-K2-W4 Begeleidt collega’s en werkt samen
B1-K2-W5 Documenteert en draagt over
"""
# Which of BK-0024, by their number in the file, cover which of 25344; and what each side thought.
RATED = {
    "B1-K1-W1": ([], "missing", "missing"),
    "B1-K1-W2": ([2, 5], "partial", "partial"),
    "B1-K1-W3": ([3], "partial", "equivalent"),
    "B1-K2-W1": ([9], "equivalent", "equivalent"),
    "B1-K2-W2": ([7, 8], "equivalent", "partial"),
    "B1-K2-W3": ([8], "partial", "partial"),
    "B1-K2-W4": ([1], "partial", "partial"),
    "B1-K2-W5": ([6], "equivalent", "equivalent"),
}
COVERS = 56  # %: two equivalent and five partial of eight, rounded down
IN_THE_FILE = 9  # it says itself that it is an excerpt: 9 of the 11 of the register


def bring_in(source: str, *paths: Path) -> dict:
    out = StringIO()
    call_command("import_qualifications", source, *map(str, paths), "--apply", "--json", stdout=out)
    return json.loads(out.getvalue())


def run(name: str, obj, by) -> None:
    workflow_of(obj).run(name, obj, by=by)


@pytest.fixture
def diplomas(anna):
    """Both as they come in, the Dutch one with the frame that somebody typed."""
    report = bring_in("vks", FILES / "vks" / "BK-0024-3.json")
    assert not report["problems"]
    bring_in("crebo-list", FILES / "mbo_Opleiding_dimensie.xlsx")
    source = Qualification.objects.get(country="be", kind="bk")
    target = Qualification.objects.get(country="nl", code="25344")
    if target.level is None:  # the list names no level
        Qualification.objects.filter(pk=target.pk).update(level=the_level("NLQF", "4"))
    add_pasted(target, read(PASTED), by=anna, type="specific", written_in="nl", source="Kwalificatiedossier, getypt")
    target.refresh_from_db()
    return source, target


@pytest.fixture
def compared(diplomas, anna, chloe, school_organisation):
    """Rated alone, settled together, one disagreement kept, the gaps explained."""
    source, target = diplomas
    teachers = {"be": anna, "nl": chloe}
    comparison = start(source, target, organisation=school_organisation, teachers=teachers, by=anna)
    from_list = list(Competence.objects.current().filter(qualification=source))
    wanted = {row.code: row for row in Competence.objects.current().filter(qualification=target)}
    for rater in comparison.raters.order_by("country"):
        for code, (numbers, *thought) in RATED.items():
            relation = thought[rater.country == "nl"]
            sources = [from_list[number - 1] for number in numbers]
            rate(rater, wanted[code], Said(relation, sources, "scope" if relation == "partial" else ""), by=rater.user)
        call_extra(rater, from_list, by=rater.user)
        run("finish", rater, rater.user)
    comparison.refresh_from_db()
    settle(comparison, wanted, anna, chloe)
    run("conclude", comparison, anna)
    for line in Line.objects.filter(comparison=comparison, relation__in=["partial", "missing"]):
        for language, words in (("nl", "Dit verschilt."), ("fr", "Ceci diffère."), ("en", "This differs.")):
            explain(line, f"note_{language}", words, seen="", by=anna)
    return comparison


def settle(comparison, wanted: dict[str, Competence], one, other) -> None:
    together = Line.objects.get(comparison=comparison, competence=wanted["B1-K1-W3"])
    tools = Competence.objects.get(qualification=comparison.source_id, code="co 01922")
    propose(together, Said("partial", [tools], "scope"), turn=together.turn, by=one)
    accept(together, turn=together.turn + 1, by=other)
    apart = Line.objects.get(comparison=comparison, competence=wanted["B1-K2-W2"])
    keep_both(apart, turn=apart.turn, by=other)


@pytest.fixture
def published(compared, anna, nora, do_jobs):
    signers = {country: authoriser(country) for country in ("be", "nl")}
    description = begin(compared, by=anna)
    AuthorisedDescription.objects.filter(pk=description.pk).update(
        summary_nl="Wie dit diploma heeft, onderhoudt machines en zoekt storingen. Ontwerpen is niet geleerd.",
        summary_fr="Le titulaire entretient des machines et cherche des pannes. La conception n’est pas enseignée.",
        summary_en="The holder maintains machines and finds faults. Designing was not taught.",
        regulated="no",
    )
    run("submit", description, anna)
    for sign_off in description.sign_offs.all():
        run("sign", sign_off, signers[sign_off.country])
    do_jobs()
    description.refresh_from_db()
    run("publish", description, nora)
    return description


def test_both_files_come_in_with_all_that_they_say(diplomas):
    source, target = diplomas
    told = frame(source)
    assert len(told["competences"]) == IN_THE_FILE
    assert all(row["knowledge"] and row["skills"] for row in told["competences"])
    assert (source.level.eqf, target.title) == (4, "Technicus mechatronica systemen")
    assert len(frame(target)["competences"]) == 8


def test_the_registers_diploma_is_valid_in_the_european_model(diplomas):
    for diploma in diplomas:
        told = specification(frame(diploma), "https://portal.example/api/v1/qualifications/it.jsonld")
        assert complaints_of_the_shapes(json_ld.document(told)) == []
        assert complaints_of_the_schema(xml.document(told)) == []


def test_coverage_is_what_eight_lines_come_to(compared):
    relations = dict(Line.objects.filter(comparison=compared).values_list("competence__code", "relation"))
    assert [relations[code] for code in RATED] == [
        "missing", "partial", "partial", "equivalent", "partial", "partial", "partial", "equivalent",
    ]  # fmt: skip


def test_from_two_files_to_a_paper_that_anybody_can_verify(published, client):
    assert published.snapshot["coverage"]["percent"] == COVERS
    page = client.get(published.get_absolute_url())
    assert page.status_code == 200
    for paper in Document.objects.about(published):
        content = paper.file.read()
        paper.file.close()
        assert hashlib.sha256(content).hexdigest() == paper.sha256
        assert paper.sha256 in client.get(reverse("verify", args=[paper.code])).content.decode()
        opened = Opened(content)
        assert paper.verification_url in opened.links()
        for words in (paper.number, "VKS 4", "NLQF 4", f"{COVERS} %", "BK0024", "25344"):
            assert "".join(words.split()) in opened.words, words
        for sign in "=≈−":
            assert sign in opened.text


def test_machines_get_the_same_percentage_and_each_competence(published, client):
    told = client.get(f"/api/v1/descriptions/{published.number}.json").json()
    assert told["coverage"]["percent"] == COVERS
    assert [len(told[side]["competences"]) for side in ("source", "target")] == [IN_THE_FILE, 8]
    assert next(line for line in told["lines"] if line["views"])["relation"] == "partial"
    assert complaints_of_the_shapes(client.get(f"/api/v1/descriptions/{published.number}.jsonld").json()) == []
