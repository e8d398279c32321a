"""What somebody came upon who tried to break it."""

import json

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from competences.actions.reconciling import keep_both, take_over
from competences.completeness import everything_is_mapped, fits_on_paper, gaps_are_explained
from competences.models import BridgingUnit, Competence, Line, Rating
from les_portal.imports.documents import MOST, load
from les_portal.imports.reading import UnreadableFile
from les_portal.workflow.engine import NotReady, workflow_of
from programmes.models import Occupation, Qualification
from tests.competences.importers.files import as_json, bk, bring_in, competence
from tests.factories.competences import (
    ComparisonFactory,
    CompetenceFactory,
    DescriptionFactory,
    RaterFactory,
    authoriser,
    concluded,
    counting,
    network_administrator,
    signer,
)
from tests.factories.programmes import OccupationFactory, ProgrammeFactory, QualificationFactory, the_level

pytestmark = pytest.mark.django_db


# --- what a register writes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "document"), [({"nr": "²"}, {}), ({}, {"aantal": "²"}), ({"referenties": ["co\ud800 1"]}, {})]
)
def test_digit_that_is_no_number_and_half_a_character_do_not_stop_an_import(part, document):
    bring_in("vks", json.dumps(bk(competence(**part), **document)).encode())
    assert Competence.objects.get().title_nl == "Werkt in teamverband"


def test_version_that_somebody_typed_in_their_own_way_does_not_stop_an_import():
    QualificationFactory(country="be", kind="bk", code="BK9001", version="²")
    bring_in("vks", as_json(bk(competence())))
    assert Qualification.objects.filter(code="BK9001", version="3").exists()


@pytest.mark.parametrize("code", ["BK-9001", "bk 9001", "BK-9001-3"])
def test_diploma_that_people_typed_in_is_the_one_of_the_register_however_they_wrote_its_code(code):
    typed = QualificationFactory(country="be", kind="bk", code=code, version="3")
    bring_in("vks", as_json(bk(competence())))
    assert Competence.objects.get().qualification == typed
    bring_in("vks", as_json(bk(competence(), bk="BK-9001-4", versie=4)))
    typed.refresh_from_db()
    assert (typed.code, typed.successor.version) == (code, "4")


def test_file_of_more_documents_than_any_register_has_is_not_read():
    """Three bytes each, and a sentence about each: no memory holds that."""
    with pytest.raises(UnreadableFile):
        load(b"[" + b",".join([b"{}"] * (MOST + 1)) + b"]")
    assert len(load(b"[" + b",".join([b"{}"] * MOST) + b"]")) == MOST


# --- frames that change while people compare -----------------------------------------------------


def test_gap_that_left_the_frame_asks_for_no_explanation_that_nobody_can_write():
    comparison = concluded("=≈")
    gap = comparison.lines.get(relation="partial")
    Line.objects.filter(pk=gap.pk).update(note_nl="")
    description = DescriptionFactory(comparison=comparison)
    assert gaps_are_explained(description)
    Competence.objects.filter(pk=gap.competence_id).update(retired_on="2026-01-01")
    assert not gaps_are_explained(description)


def test_what_rests_on_a_competence_that_left_the_frame_is_not_signed_until_the_teachers_looked_again():
    comparison = concluded("=")
    line, description = comparison.lines.get(), DescriptionFactory(comparison=comparison)
    assert not everything_is_mapped(description)
    line.sources.update(retired_on="2026-01-01")
    assert str(line.competence) in everything_is_mapped(description)
    workflow_of(comparison).run("reopen", comparison, by=network_administrator(), comment="Het register is veranderd.")
    line.refresh_from_db()
    assert line.outcome == Line.Outcome.OPEN


@pytest.mark.parametrize("answer", [take_over, keep_both])
def test_answer_brings_back_nothing_that_left_the_frame(answer):
    comparison = ComparisonFactory(sources=2, targets=1, status="reconciling")
    stays, gone = comparison.source.competences.all()
    raters = [RaterFactory(comparison=comparison, country=country, status="finished") for country in ("be", "nl")]
    line = Line.objects.create(comparison=comparison, competence=comparison.target.competences.get())
    for rater, relation in zip(raters, ("equivalent", "partial"), strict=True):
        Rating.objects.create(rater=rater, competence=line.competence, relation=relation).sources.set([stays, gone])
    Competence.objects.filter(pk=gone.pk).update(retired_on="2026-01-01")
    answer(line, turn=0, by=raters[0].user)
    assert list(line.sources.all()) == [stays]


# --- what people paste ---------------------------------------------------------------------------

UNSEEN = "\x01\x0b\x1b\ufffe"


@pytest.fixture
def pasted():
    """A description with characters in its words that XML cannot hold."""
    comparison = concluded()
    for row in Competence.objects.all():
        Competence.objects.filter(pk=row.pk).update(title_nl=f"Las{UNSEEN}sen", code=f"co{UNSEEN}")
    Qualification.objects.filter(pk=comparison.source_id).update(title_nl=f"Las{UNSEEN}ser")
    return counting(comparison=comparison, summary_nl=f"In het{UNSEEN} kort.")


def test_feed_leaves_out_what_xml_cannot_hold(client, pasted):
    feed = etree.fromstring(client.get("/nl/descriptions/feed/").content)
    [entry] = feed.findall("{*}entry")
    assert entry.findtext("{*}title").startswith("Lasser →")
    assert entry.findtext("{*}summary").endswith("In het kort.")


def test_xml_of_a_diploma_leaves_out_what_xml_cannot_hold(client, pasted):
    answer = client.get(f"/api/v1/qualifications/{pasted.comparison.source.slug}.xml")
    told = etree.fromstring(answer.content)
    assert {row.text for row in told.iterfind(".//{*}learningOutcome/{*}title")} == {"Lassen"}


# --- what programs try ----------------------------------------------------------------------------


def test_sign_that_no_database_can_be_asked_for_is_no_accident(client, client_of):
    """SQLite takes it, PostgreSQL does not."""
    frame = QualificationFactory()
    assert client.get("/nl/descriptions/compare/?job=%00").status_code == 200
    assert client.get("/api/v1/qualifications/%00.xml").status_code == 404
    keeper = client_of(network_administrator())
    assert keeper.post(f"/nl/frames/{frame.slug}/copy/", {"origin": "\x00"}).status_code == 404


@pytest.mark.parametrize(
    ("page", "is_found"),
    [
        ("http://[bad", False),
        ("https://x.example/nl/programmes/lasser/?a=b#c", True),
        ("/nl/programmes/lasser/", True),
    ],
)
def test_address_of_a_programme_may_be_no_address(client_of, page, is_found):
    programme, task = ProgrammeFactory(published=True, slug="lasser"), CompetenceFactory()
    answer = client_of(network_administrator()).post(
        f"/nl/frames/{task.qualification.slug}/units/new/",
        {"kind": "course", "title_nl": "Cursus", "page": page, "competences": task.pk},
    )
    assert answer.status_code == (302 if is_found else 200)
    assert [unit.programme for unit in BridgingUnit.objects.all()] == [programme] * is_found


# --- what is signed -------------------------------------------------------------------------------


def asked_to_sign():
    for country in ("be", "nl"):
        authoriser(country)
    return DescriptionFactory()


def test_more_than_a_paper_holds_is_said_before_anybody_signs():
    description = asked_to_sign()
    source, line = description.comparison.source, description.comparison.lines.get(relation="equivalent")
    Competence.objects.bulk_create(Competence(qualification=source, title_nl=f"Last {n}") for n in range(500))
    line.sources.add(*source.competences.filter(title_nl__startswith="Last"))
    with pytest.raises(NotReady) as refused:
        workflow_of(description).run("submit", description, by=network_administrator())
    assert refused.value.sentences == [fits_on_paper(description)]
    source.competences.filter(title_nl__startswith="Last").delete()
    workflow_of(description).run("submit", description, by=network_administrator())
    assert description.status == "review"


def test_what_the_law_says_of_the_work_is_signed_too():
    """It stands on the paper."""
    description = asked_to_sign()
    work = OccupationFactory(title="verpleegkundige", regulated="")
    ProgrammeFactory(published=True, qualification=description.comparison.source, leads_to=[work])
    workflow_of(description).run("submit", description, by=network_administrator())
    one, other = description.sign_offs.all()
    workflow_of(one).run("sign", one, by=signer(one))
    Occupation.objects.update(regulated_nl="Alleen met inschrijving in het BIG-register.")
    with pytest.raises(NotReady):
        workflow_of(other).run("sign", other, by=signer(other))
    description.refresh_from_db()
    assert description.status == "review"


# --- two editions of one diploma ------------------------------------------------------------------


def test_page_of_an_edition_leads_programs_to_that_edition_and_not_to_another_of_its_code(client):
    editions = [QualificationFactory(code="BK9001", version=version, level=the_level("VKS", "4")) for version in "12"]
    for edition in editions:
        CompetenceFactory(qualification=edition, title=f"Van versie {edition.version}")
        page = BeautifulSoup(client.get(f"/nl/descriptions/qualifications/{edition.slug}/").content, "html.parser")
        links = page.select("a[href^='/api/v1/qualifications/'], link[href^='/api/v1/qualifications/']")
        assert len(links) == 3
        for link in links:
            assert f"Van versie {edition.version}" in client.get(link["href"]).content.decode()
