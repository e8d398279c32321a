"""Flemish professional qualifications: what comes in, what stays, what a newer file changes."""

import pytest
from django.utils import timezone

from competences.models import Competence, Element
from les_portal.imports.reading import UnreadableFile
from programmes.models import Qualification
from tests.competences.importers.files import as_json, bk, bring_in, competence, counts, looked_at
from tests.factories.competences import CompetenceFactory, concluded, counting
from tests.factories.programmes import QualificationFactory

pytestmark = pytest.mark.django_db


def bring(*competences: dict, **different):
    return bring_in("vks", as_json(bk(*competences, **different)))


def ours(key: str = "bkc1") -> Competence:
    return Competence.objects.get(key=key)


def test_qualification_comes_in_with_its_frame():
    report = bring(competence(), competence("bkc2", "Leest schema's", nr=2))
    assert (report.rows, report.objects, counts(report)) == (2, {"qualifications_created": 1}, (2, 0, 0, 0))
    found = Qualification.objects.get(code="BK9001")
    assert (found.kind, found.country, found.version, found.title_nl) == ("bk", "be", "3", "Proefmonteur")
    assert (found.level.framework, found.level.code) == ("VKS", "4")
    first = ours()
    assert (first.title_nl, first.code, first.type, first.position) == (
        "Werkt in teamverband",
        "co 01919",
        "specific",
        1,
    )
    assert [(line.kind, line.text_nl) for line in first.elements.all()] == [
        ("knowledge", "Basiskennis terminologie"),
        ("cognitive", "Wisselt informatie uit"),
    ]


def test_licence_stays_part_of_the_source():
    bring(competence())
    assert "licentie: nog te bevestigen" in Qualification.objects.get(code="BK9001").source
    assert "licentie: nog te bevestigen" in ours().source


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Cognitieve vaardigheden", "cognitive"),
        ("Probleemoplossende vaardigheden", "problem_solving"),
        ("Motorische vaardigheden", "motor"),
        ("Iets nieuws", "skill"),
    ],
)
def test_kinds_of_skills(written, kind):
    bring(competence(kennis=[], vaardigheden=[{"type": written, "tekst": "Doet iets"}]))
    assert Element.objects.get().kind == kind


@pytest.mark.parametrize(
    ("written", "type_", "noticed"),
    [
        ("Vakspecifieke competentie", "specific", 0),
        ("Basisactiviteit", "basic", 0),
        ("Algemene competentie", "general", 0),
        ("Iets nieuws", "specific", 1),
    ],
)
def test_types_of_competences(written, type_, noticed):
    report = bring(competence(type=written))
    assert (ours().type, len(report.notices)) == (type_, noticed)


@pytest.mark.parametrize(
    ("number", "code"), [("BK-0024", "BK0024"), ("BK 24", "BK0024"), ("bk0024", "BK0024"), ("BK-10024", "BK10024")]
)
def test_number_is_written_in_one_way(number, code):
    bring(competence(), nummer=number)
    assert Qualification.objects.filter(code=code, version="3").exists()


def test_number_and_version_from_the_whole_code():
    document = bk(competence())
    del document["nummer"], document["versie"]
    bring_in("vks", as_json(document))
    assert Qualification.objects.filter(code="BK9001", version="3").exists()


def test_double_spaces_keys_of_no_use_and_what_is_none_do_no_harm():
    report = bring(
        competence(tekst="Werkt   in  een\u00a0 team", kennis=None, vaardigheden=["?"], referenties=None, extra=[1]),
        _excerpt="…",
    )
    assert (ours().title_nl, ours().code, report.problems) == ("Werkt in een team", "", [])
    assert not Element.objects.exists()


def test_same_file_twice_changes_nothing():
    document = as_json(bk(competence(), competence("bkc2", nr=2)))
    bring_in("vks", document)
    report = bring_in("vks", document)
    assert (counts(report), report.changes, report.kept, report.objects) == ((0, 0, 2, 0), [], [], {})


def test_dry_run_writes_nothing():
    report = looked_at("vks", as_json(bk(competence())))
    assert (report.created, Qualification.objects.filter(code="BK9001").count()) == (1, 0)


def test_what_a_person_wrote_stays_and_the_rest_follows():
    bring(competence())
    Competence.objects.filter(key="bkc1").update(title_nl="Werkt samen")
    report = bring(competence(title="Werkt in een team", referenties=["co 02000"]))
    assert (ours().title_nl, ours().code) == ("Werkt samen", "co 02000")
    assert [kept["field"] for kept in report.kept] == ["title"]
    assert [change["field"] for change in report.changes] == ["code"]


def test_line_that_stays_keeps_its_translation():
    bring(competence())
    Element.objects.filter(kind="knowledge").update(text_fr="Terminologie de base")
    bring(competence(kennis=[{"tekst": "Nieuw"}, {"tekst": "Basiskennis terminologie"}]))
    kept = Element.objects.get(text_nl="Basiskennis terminologie")
    assert (kept.text_fr, kept.position) == ("Terminologie de base", 2)
    assert [line.text_nl for line in ours().elements.all()] == [
        "Nieuw",
        "Basiskennis terminologie",
        "Wisselt informatie uit",
    ]


def test_lines_that_a_person_changed_stay_all():
    bring(competence())
    Element.objects.filter(kind="knowledge").update(text_nl="Kent de woorden")
    report = bring(competence(kennis=[{"tekst": "Nieuw"}]))
    assert [line.text_nl for line in ours().elements.all()] == ["Kent de woorden", "Wisselt informatie uit"]
    assert [kept["field"] for kept in report.kept] == ["elements"]


def test_what_left_the_register_is_retired_and_may_come_back():
    bring(competence(), competence("bkc2", nr=2))
    report = bring(competence())
    assert (counts(report), ours("bkc2").retired_on) == ((0, 0, 1, 1), timezone.localdate())
    assert [gone["key"] for gone in report.gone] == ["bkc2"]
    assert counts(bring(competence(), competence("bkc2", nr=2))) == (0, 1, 1, 0)
    assert ours("bkc2").retired_on is None


def test_what_a_person_took_out_stays_out():
    bring(competence())
    Competence.objects.filter(key="bkc1").update(retired_on="2026-01-01")
    report = bring(competence())
    assert ours().retired_on is not None
    assert [kept["field"] for kept in report.kept] == ["retired_on"]


def test_excerpt_retires_nothing_and_forgets_nothing():
    both = competence(), competence("bkc2", nr=2)
    bring(*both)
    report = bring(competence(), aantal=2)
    assert (counts(report), len(report.notices)) == ((0, 0, 1, 0), 1)
    assert ours("bkc2").retired_on is None
    assert counts(bring(*both)) == (0, 0, 2, 0)


def test_competence_that_cannot_be_read_retires_nothing():
    bring(competence(), competence("bkc2", nr=2))
    report = bring(competence(), competence("", nr=2))
    assert (report.failed, report.retired, ours("bkc2").retired_on) == (1, 0, None)
    assert report.problems == [{"row": 2, "field": "id", "message": report.problems[0]["message"]}]


def test_newer_version_is_a_row_of_its_own_that_follows():
    people = QualificationFactory(country="be", kind="bk", code="BK9001", version="2013", title_nl="Van mensen")
    bring(competence())
    report = bring(competence(), bk="BK-9001-4", versie=4)
    assert report.objects == {"qualifications_created": 1}
    third, fourth = (Qualification.objects.get(code="BK9001", version=version) for version in "34")
    people.refresh_from_db()
    assert (people.successor, third.successor, fourth.successor) == (third, fourth, None)
    assert (third.competences.count(), fourth.competences.count()) == (1, 1)
    assert people.title_nl == "Van mensen"


def test_older_version_that_comes_late_stands_before_the_newer():
    bring(competence())
    bring(competence(), bk="BK-9001-2", versie=2)
    older, newer = (Qualification.objects.get(code="BK9001", version=version) for version in "23")
    assert (older.successor, newer.successor) == (newer, None)


def test_successor_that_a_person_named_stays():
    other = QualificationFactory(country="be", kind="bk", code="BK9999")
    QualificationFactory(country="be", kind="bk", code="BK9001", version="2", successor=other)
    bring(competence())
    assert Qualification.objects.get(code="BK9001", version="2").successor == other


def test_level_that_does_not_exist_is_said_and_not_guessed():
    report = bring(competence(), vks=12)
    assert Qualification.objects.get(code="BK9001").level is None
    assert [problem["field"] for problem in report.problems] == ["vks"]


def test_what_is_not_recognised_is_skipped():
    report = bring(competence(), status="AFGEVOERD")
    assert (report.rows, report.skipped, Qualification.objects.filter(code="BK9001").count()) == (1, 1, 0)


def test_same_competence_twice_counts_once():
    report = bring(competence(), competence(title="Anders"), aantal=1)
    assert (report.created, report.skipped, ours().title_nl) == (1, 1, "Werkt in teamverband")


def test_too_long_is_a_problem_and_no_crash():
    report = bring(competence(tekst="x" * 601), competence("bkc2", nr=2, kennis=[{"tekst": "y" * 1001}]))
    assert (report.created, report.failed, len(report.problems)) == (1, 1, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  ",
        b"{",
        b"[]",
        b"3",
        b'{"a": 1}',
        b"[1]",
        b"\xff\xfe{",
        b"[" * 100_000,
        as_json(bk(competence(), titel="")),
    ],
)
def test_what_is_no_such_document_is_refused_with_a_sentence(data):
    with pytest.raises(UnreadableFile) as error:
        bring_in("vks", data)
    assert error.value.message


def test_several_documents_in_one_file_and_a_broken_one_between():
    report = bring_in("vks", as_json([bk(competence()), {"nummer": "?"}, bk(competence(), nummer="BK-9002")]))
    assert (report.rows, report.created, report.failed) == (3, 2, 1)
    assert [problem["row"] for problem in report.problems] == [2]


def test_published_description_is_put_under_review_when_what_it_covers_with_left_the_register():
    source = QualificationFactory(country="be", kind="bk", code="BK9001", version="3", title_nl="Proefmonteur")
    comparison, known = concluded(source=source), []
    for row in source.competences.all():
        Competence.objects.filter(pk=row.pk).update(key=f"bkc{row.pk}")
        plain = {"nr": row.position, "referenties": [], "kennis": [], "vaardigheden": []}
        known.append(competence(f"bkc{row.pk}", row.title_nl, **plain))
    bring(*known)
    description = counting(comparison=comparison)
    bring(*known)
    description.refresh_from_db()
    assert description.status == "published"
    report = bring(*known[1:])
    description.refresh_from_db()
    assert (report.retired, description.status) == (1, "under_review")


def test_competence_that_no_register_brought_is_not_retired():
    bring(competence())
    CompetenceFactory(qualification=Qualification.objects.get(code="BK9001"), key="demo:1")
    report = bring(competence())
    assert (report.retired, Competence.objects.current().count()) == (0, 2)
