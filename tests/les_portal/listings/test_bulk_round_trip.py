"""What is taken away as a file and brought back unchanged changes nothing, whatever people wrote."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from les_portal.listings.content import content_of
from les_portal.listings.importers.listings import ListingImporter
from les_portal.listings.sheets.files import Sheet, as_file
from les_portal.listings.sheets.rows import table_of
from les_portal.publication.tables import as_csv, shielded, unshielded
from programmes.models import Programme
from tests.factories.programmes import OccupationFactory, ProgrammeFactory, QualificationFactory, the_level
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.les_portal.listings.sheets import School, counts, rows_of
from tests.les_portal.listings.sheets import as_file as file_of

pytestmark = pytest.mark.django_db
KINDS = ["csv", "xlsx"]
FORMULAS = ["=1+1", "+32 9 000 00 00", "-5", "@som", "'=1", "''=1", '=HYPERLINK("x")', "-", "'-", "'gewoon"]
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)


@pytest.fixture
def pages(client_of, anna, school) -> School:
    return School(client_of(anna), school.organisation)


def read_back(school, kind: str):
    """What bringing the school's own export back would do."""
    importer = ListingImporter(str(school.pk))
    return importer.compare(importer.read(as_file(kind, Sheet("x", table_of(school))), f"x.{kind}")).report


@given(anything)
def test_no_text_is_a_formula_and_all_come_back(text):
    safe = shielded(text)
    assert safe[0] not in "=+-@\t\r"
    assert unshielded(safe) == text


@pytest.mark.parametrize("kind", KINDS)
@given(texts=st.lists(anything, min_size=4, max_size=4))
@settings(deadline=None, max_examples=40, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_written_comes_back_as_it_was(school, kind, texts):
    title, content, reference, phone = texts
    listing = ProgrammeFactory(
        school=school, title_nl=title[:160], content_nl=content, reference=reference[:60], phone=phone[:40]
    )
    try:
        report = read_back(school, kind)
        assert (report.unchanged, report.problems, report.changes) == (1, [], [])
    finally:
        listing.delete()


@pytest.mark.parametrize("kind", KINDS)
def test_formulas_are_text_on_the_way_out_and_themselves_again_on_the_way_in(pages, school, kind):
    rows = [[f"R{number}", f"{text}", "SO_VT", "ict"] for number, text in enumerate(map(shielded, FORMULAS))]
    headings = ["Referentie", "Titel", "Vorm", "Vakgebied"]
    assert counts(pages.apply(pages.read_file(file_of(*rows, headings=headings)))) == (len(FORMULAS), 0, 0, 0)
    assert sorted(Programme.objects.values_list("title_nl", flat=True)) == sorted(FORMULAS)
    exported = pages.export(kind)
    cells = _cells(exported) if kind == "xlsx" else [value for row in rows_of(exported) for value in row.values()]
    assert [cell for cell in cells if cell and cell[0] in "=+-@\t\r"] == []
    assert counts(pages.apply(pages.read_file(exported, f"x.{kind}"))) == (0, 0, len(FORMULAS), 0)


def _cells(data: bytes) -> list[str]:
    import io

    sheet = load_workbook(io.BytesIO(data)).active
    return [cell.value for row in sheet.iter_rows(min_row=2) for cell in row]


@pytest.mark.parametrize("kind", KINDS)
def test_a_telephone_number_survives(pages, school, kind):
    ProgrammeFactory(school=school, phone="+32 9 267 00 00")
    assert counts(pages.apply(pages.read_file(pages.export(kind), f"x.{kind}"))) == (0, 0, 1, 0)
    assert Programme.objects.get().phone == "+32 9 267 00 00"
    listing = Programme.objects.get()
    pages.bring_in([listing.slug, "'+32 9 111 11 11"], headings=["Adres", "Telefoon"])
    listing.refresh_from_db()
    assert listing.phone == "+32 9 111 11 11"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_field_comes_back_in_whichever_language_it_was_taken(pages, school, kind, language, client):
    twins = [CampusFactory(school=school, name="") for _each in range(2)]  # the same name, in the same town
    closed = CampusFactory(school=school, name="Campus; oud", retired=True)
    work = [
        OccupationFactory(title_nl=title, slug=f"x-{n}") for n, title in enumerate(["las; snij", "zelfde", "zelfde"])
    ]
    listing = ProgrammeFactory(
        at=[*twins, closed],
        leads_to=work,
        qualification=QualificationFactory(in_nl=True),
        level=the_level("NLQF", "4"),
        title_fr="Soudeur",
        content_nl="# Kop\r\n\r\n" + "\n".join(f'- regel {number} met "aanhaling"; en meer' for number in range(200)),
        workplace_share=0,
        website="https://www.example.org/a?b=c;d",
    )
    before = content_of(listing)
    pages.slug = f"{pages.slug}"
    data = pages.client.get(pages.address("export", kind).replace("/nl/", f"/{language}/")).content
    run = pages.apply(pages.read_file(data, f"x.{kind}"))
    assert (counts(run), run.report["problems"], run.report["changes"]) == ((0, 0, 1, 0), [], [])
    assert content_of(Programme.objects.get()) == before


def test_a_spreadsheet_that_excel_saved_anew_is_read(pages, school):
    """Numbers have become numbers, and cells that were empty are gone."""
    book = Workbook()
    book.active.append(
        ["Eigen referentie", "Titel (nl)", "Soort opleiding", "Vakgebied", "Duur in maanden", "Werkplek"]
    )
    book.active.append([1001, "Lasser", "SO_VT", "ict", 24.0, 0.6])
    import io

    file = io.BytesIO()
    book.save(file)
    assert counts(pages.apply(pages.read_file(file.getvalue(), "x.xlsx"))) == (1, 0, 0, 0)
    listing = Programme.objects.get()
    assert (listing.reference, listing.duration_months, listing.workplace_share) == ("1001", 24, 60)


def test_the_template_brings_nothing_in_and_its_example_can_be_made_ones_own(pages, school):
    CampusFactory(school=school, name="Campus Haven")
    for kind in KINDS:
        file = pages.client.get(pages.address("template", kind))
        run = pages.read_file(file.content, f"x.{kind}")
        assert (counts(run), run.report["skipped"], run.report["notices"]) == ((0, 0, 0, 0), 1, [])
    [example] = rows_of(pages.client.get(pages.address("template", "csv")).content)
    run = pages.bring_in([*{**example, "Eigen referentie": "R1"}.values()], headings=list(example))
    assert (counts(run), run.report["problems"]) == ((1, 0, 0, 0), [])
    listing = Programme.objects.get()
    assert (listing.phone, [campus.name for campus in listing.campuses.all()]) == ("+32 9 000 00 00", ["Campus Haven"])


def test_the_template_lists_what_may_stand_there(pages):
    import io

    book = load_workbook(io.BytesIO(pages.client.get(pages.address("template", "xlsx")).content))
    allowed = [cell.value for row in book.worksheets[1].iter_rows() for cell in row if cell.value]
    assert {"VKS 4", "Verpleegkunde", "Voltijds secundair onderwijs"} <= set(allowed)
    assert "NLQF 4" not in allowed, "of the other side"


def test_the_file_says_whose_it_is_and_of_which_day(pages, settings):
    from django.utils.timezone import localdate

    answer = pages.client.get(pages.address("export", "csv"))
    name = f"{pages.slug}-opleidingen-{localdate().isoformat()}.csv"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert name.split("-opleidingen-")[0] in answer["Content-Disposition"]
    assert localdate().isoformat() in answer["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.splitlines()[0].count(b";") > 20
    assert pages.client.get(pages.address("export", "exe")).status_code == 404


def test_archived_listings_are_not_taken_away(pages, school):
    ProgrammeFactory(school=school, archived=True)
    ProgrammeFactory(school=school, title_nl="Hier")
    ProgrammeFactory(school=SchoolFactory(), title_nl="Elders")
    assert [row["Titel (nl)"] for row in rows_of(pages.export())] == ["Hier"]


def test_open_data_keeps_numbers_and_shields_texts():
    rows = [["naam", "lengte"], ["=1+1", -0.5], ["+32", None], ["gewoon", True]]
    assert as_csv(rows).decode().splitlines() == ["naam,lengte", "'=1+1,-0.5", "'+32,", "gewoon,true"]
