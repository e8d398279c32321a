"""The paper: its first page is the whole answer, everybody can read it, and it stays small."""

import subprocess

import pytest
from pikepdf import Array, Name

from competences.drawing import HEIGHT, bar
from competences.paper import FRONT, groups, shortened
from les_portal.documents.making import rendered
from les_portal.documents.models import Document
from les_portal.pdf.limits import MOST_VALUES, _values, check
from tests.competences.paper.samples import large, nursing, ordinary
from tests.factories.competences import SignpostFactory
from tests.les_portal.accessible import faults, languages_of_parts
from tests.les_portal.opened import Opened

pytestmark = pytest.mark.django_db
MOST_BYTES = 60_000


def document(description, language: str = "nl") -> Document:
    return Document.objects.about(description).get(language=language)


def paper(description, language: str = "nl") -> Opened:
    return Opened(rendered(document(description, language)))


def page(opened: Opened, number: int) -> str:
    run = subprocess.run(
        ["pdftotext", "-raw", "-f", str(number), "-l", str(number), "-", "-"],
        input=opened.bytes,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return " ".join(run.stdout.decode().split())


def three_cohorts():
    for code, start, end in (("a", None, "2016-09-01"), ("b", "2016-09-01", "2020-09-01"), ("c", "2020-09-01", None)):
        SignpostFactory(
            code=code,
            case="regulated",
            words="basisverpleegkund",
            cohort_from=start,
            cohort_until=end,
            body="BIG-register (CIBG)",
        )
    return nursing()


# --- what stands where ------------------------------------------------------------------------------


def test_first_page_is_the_whole_answer():
    description = ordinary()
    opened = paper(description, "en")
    first = page(opened, 1)
    told = ["Elektromecanicien", "BK0024 · VKS 4 · EQF 4", "Technicus service en onderhoud", "25309 · NLQF 4 · EQF 4"]
    told += ["Covers 75 % of what the other diploma asks", "Equivalent 5", "Partial 2", "Missing 1", "Extra 1"]
    told += ["onderhoud van machines", "NEN 3140", "lagers, koppelingen", "elektromecanicien", "onderhoudstechnicus"]
    told += ["Not a protected profession", "Gent", description.number, "version 1", "valid until"]
    told += [sign_off.organisation.name for sign_off in description.sign_offs.all()]
    assert [words for words in told if words not in first] == []
    assert "≈" in first
    assert "−" in first
    assert document(description, "en").verification_url in opened.links()


def test_comparison_begins_on_the_second_page_and_holds_all():
    opened = paper(ordinary(), "en")
    second = page(opened, 2)
    assert second.startswith("Competence by competence")
    for words in ("= Equivalent", "≈ Partial", "− Missing", "Legislation", "Iets kleiner van omvang.", "+ Extra"):
        assert words in second
    assert "Cursus: Stelt instrumentatie af" in opened.text.replace("\n", " ")
    assert "SHA-256" in opened.text
    assert "not a recognition of equivalence" in " ".join(opened.text.split())


def test_original_title_leads_and_a_translated_one_has_no_status():
    first = page(paper(ordinary(), "fr"), 1)
    assert first.index("Elektromecanicien") < first.index("Électromécanicien")
    content = Document.objects.get(language="fr").content
    assert content["source"]["original_title"] == {"text": "Elektromecanicien", "language": "nl"}


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("make", [large, three_cohorts], ids=["everything at its longest", "three cohorts"])
def test_whatever_there_is_to_say_the_first_page_stays_one(make, language):
    description = make()
    opened = paper(description, language)
    asked = description.sign_offs.first().organisation.name
    assert asked in page(opened, 1)
    assert asked not in page(opened, 2)
    assert description.number in page(opened, 1)
    assert all(row["body"] in page(opened, 1) for row in document(description, language).content["front"]["law"])


def test_what_is_cut_on_the_first_page_stands_in_full_behind_it():
    description = large(3)
    content = document(description).content
    assert set(content["behind"]) == set(FRONT)
    for name, limit in FRONT.items():
        assert len(content["front"][name]["text"]) <= limit + 2
        assert content["behind"][name]["text"].startswith(content["front"][name]["text"].removesuffix(" …"))
    assert document(ordinary()).content["behind"] == {}


def test_head_of_the_table_is_repeated_on_each_page():
    opened = paper(large(12), "en")
    tables = [number for number in range(2, len(opened.file.pages) + 1) if "How far" in page(opened, number)]
    assert len(tables) >= 2


def test_three_cohorts_are_each_named():
    content = document(three_cohorts()).content
    assert [bool(row["cohort"]) for row in content["front"]["law"]] == [True] * 5
    assert content["regulated"] == "yes"


# --- for everybody to read --------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_paper_has_no_fault_that_a_program_can_find(language):
    assert faults(paper(ordinary(), language)) == []


@pytest.mark.parametrize("make", [large, nursing])
def test_neither_the_largest_nor_the_barest_has_a_fault(make):
    assert faults(paper(make(), "fr")) == []


def test_words_in_another_language_are_tagged_with_it():
    description = ordinary()
    assert languages_of_parts(paper(description, "fr")) == {"nl"}
    assert str(paper(description, "fr").root.Lang) == "fr"


def test_coverage_has_words_in_the_place_of_its_drawing():
    opened = paper(ordinary(), "en")
    texts = [str(figure["/Alt"]) for figure in opened.nodes("Figure")]
    assert "75 %: Equivalent 5, Partial 2, Missing 1" in texts
    assert len(texts) == 2, "the QR code and the bar"


SPOILED = {
    "no words": lambda o: [node.__delitem__("/Alt") for node in o.nodes("Figure")],
    "no language": lambda o: o.root.__delitem__("/Lang"),
    "H3 after H1": lambda o: [node.__setitem__("/S", Name("/H4")) for node in o.nodes("H2")],
    "no headers": lambda o: [node["/A"].__setitem__("/Headers", Array()) for node in o.nodes("TD")],
    "untagged": lambda o: o.file.pages[0].contents_add(b"0 0 10 10 re f", prepend=True),
    "not in the tree": lambda o: o.root.StructTreeRoot.ParentTree.__setitem__("/Nums", Array()),
    "mute link": lambda o: [link.__setitem__("/Contents", b"") for link in o.file.pages[0]["/Annots"]],
}


def test_checker_notices_what_is_wrong():
    """The negative control of the checker."""
    printed = paper(ordinary()).bytes
    unnoticed = []
    for name, spoil in SPOILED.items():
        spoiled = Opened(printed)
        spoil(spoiled)
        if not faults(spoiled):
            unnoticed.append(name)
    assert unnoticed == []


# --- small, and within what a document holds --------------------------------------------------------


def test_ordinary_paper_is_small():
    assert len(paper(ordinary()).bytes) <= MOST_BYTES


def test_forty_long_competences_a_side_are_no_more_than_a_document_holds():
    content = document(large(40)).content
    check(content)
    assert sum(1 for _ in _values(content)) < MOST_VALUES * 0.8


# --- its parts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Kort.", 10, "Kort."),
        ("Een eerste zin. Een tweede zin.", 20, "Een eerste zin. …"),
        ("Een zin die maar niet eindigt", 20, "Een zin die maar …"),
        ("onafgebroken" * 3, 20, f"{('onafgebroken' * 3)[:19]} …"),
    ],
)
def test_text_is_cut_at_the_end_of_a_sentence_or_a_word(text, limit, expected):
    assert shortened({"text": text, "language": ""}, limit) == {"text": expected, "language": ""}


def test_bar_is_filled_hatched_and_empty_and_never_outside_itself():
    parts = [
        {"relation": relation, "share": share}
        for relation, share in (("equivalent", 62.5), ("partial", 25), ("missing", 12.5))
    ]
    drawn = bar(parts, label="<b>")
    assert "<title>&lt;b&gt;</title>" in drawn
    assert drawn.count('class="bar-full"') == 1
    assert drawn.count('class="bar-line"') == 2
    assert f'viewBox="0 0 640 {HEIGHT}"' in drawn
    alone = bar([{"relation": "missing", "share": 100}], label="x")
    assert 'class="bar-full"' not in alone


def test_lines_stand_below_the_core_task_that_they_belong_to():
    description = large(4)
    content = document(description).content
    assert [len(group["lines"]) for group in content["groups"]] == [4]
    assert content["groups"][0]["title"]["text"]
    assert groups([]) == []
