"""A school's own file: what would happen, what happens, and for whom not."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.activity.models import Entry
from les_portal.imports.models import ImportRun
from les_portal.listings.models import Revision
from programmes.models import Programme
from schools.models import School as SchoolModel
from tests.browsing.queries import queries_stay_constant
from tests.factories.programmes import OccupationFactory, ProgrammeFactory, QualificationFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.les_portal.listings.sheets import HEADINGS, School, as_file, counts, problems, row, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(school_organisation) -> SchoolModel:
    return SchoolFactory(organisation=school_organisation)


@pytest.fixture
def campus(school):
    return CampusFactory(school=school, name="Campus Haven")


@pytest.fixture
def pages(client_of, anna, school, campus) -> School:
    return School(client_of(anna), school.organisation)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text(" ").split())


def eighteen_good_and_two_bad() -> list[list[str]]:
    good = [row(f"R{number}", f"Opleiding {number}", campus="Campus Haven") for number in range(18)]
    return [*good[:9], row("B1", "Zonder soort", form="Toverschool"), *good[9:], row("B2", "Zonder vak", field="")]


# --- what would happen, and what happens --------------------------------------------------------


def test_a_file_is_first_only_looked_at(pages, anna, school):
    run = pages.read(*eighteen_good_and_two_bad())
    assert (run.state, run.by, run.scope, counts(run)) == ("checked", anna, str(school.pk), (18, 0, 0, 2))
    assert problems(run) == [(11, "Soort opleiding"), (21, "Vakgebied")]
    assert not Programme.objects.exists()
    page = text_of(pages.client.get(pages.address("run", run.pk)))
    assert "Toverschool" in page


def test_the_good_rows_come_in_as_drafts_with_their_history(pages, anna, school, campus):
    run = pages.bring_in(*eighteen_good_and_two_bad())
    assert (run.state, run.reading, counts(run)) == ("applied", None, (18, 0, 0, 2))
    drafts = Programme.objects.filter(school=school)
    assert {(each.status, each.reference[0], *each.campuses.all()) for each in drafts} == {("draft", "R", campus)}
    assert drafts.count() == 18 == drafts.values("slug").distinct().count()
    entries = Entry.objects.filter(verb="programmes.programme.bring_in")
    assert {entry.object_id for entry in entries} == set(drafts.values_list("pk", flat=True))
    assert {entry.actor for entry in entries} == {anna}


def test_the_same_file_again_changes_nothing(pages):
    pages.bring_in(*eighteen_good_and_two_bad())
    before = list(Programme.objects.values())
    run = pages.bring_in(*eighteen_good_and_two_bad())
    assert counts(run) == (0, 0, 18, 2)
    assert list(Programme.objects.values()) == before
    assert not Revision.objects.exists()


def test_without_references_the_same_file_again_changes_nothing_either(pages):
    rows = [row(title="Lasser"), row(title="Lasser", form="SO_DUAAL"), row(title="Loodgieter")]
    assert counts(pages.bring_in(*rows)) == (3, 0, 0, 0)
    assert counts(pages.bring_in(*rows)) == (0, 0, 3, 0)


def test_a_changed_row_is_a_new_version(pages, anna):
    pages.bring_in(row("R1", "Lasser", level="VKS 3"))
    run = pages.bring_in(row("R1", "Lasser-monteerder", level="VKS 4"))
    listing = Programme.objects.get()
    assert (counts(run), listing.title_nl, listing.level.code) == ((0, 1, 0, 0), "Lasser-monteerder", "4")
    newest = listing.revisions.versions().first()
    assert (newest.number, newest.updated_by, set(newest.changes)) == (2, anna, {"title_nl", "level"})
    shown = {(change["field"], change["before"], change["after"]) for change in run.report["changes"]}
    assert ("Niveau", "VKS 3", "VKS 4") in shown


def test_where_somebody_approves_a_change_is_proposed(pages, campus, ada):
    listing = ProgrammeFactory(at=[campus], reference="R1", title_nl="Lasser", published=True)
    SchoolModel.objects.update(approval="by_school")
    run = pages.bring_in(row("R1", "Lasser-monteerder"))
    listing.refresh_from_db()
    assert run.report["problems"] == []
    assert (listing.title_nl, counts(run), run.report["objects"]) == ("Lasser", (0, 1, 0, 0), {"proposed": 1})
    assert listing.revisions.get().status == "proposed"
    again = pages.bring_in(row("R1", "Lasser-bankwerker"))
    assert counts(again) == (0, 0, 0, 1), "what waits is decided first"


def test_what_somebody_is_typing_is_neither_lost_nor_proposed_for_them(pages, campus, ada):
    listing = ProgrammeFactory(at=[campus], reference="R1", title_nl="Lasser", published=True)
    typed = {"changes": {"summary_nl": "Half een zi"}, "before": {"summary_nl": ""}}
    Revision.objects.create(programme=listing, updated_by=ada, **typed)
    SchoolModel.objects.update(approval="by_school")
    run = pages.bring_in(row("R1", "Lasser-monteerder"))
    assert (counts(run), "Ada" in run.report["problems"][0]["message"]) == ((0, 0, 0, 1), True)
    SchoolModel.objects.update(approval="at_once")
    assert counts(pages.bring_in(row("R1", "Lasser-monteerder"))) == (0, 1, 0, 0)
    assert listing.revisions.open().get().changes == typed["changes"]


def test_archived_listings_are_named_and_left_alone(pages, school):
    ProgrammeFactory(school=school, reference="R1", title_nl="Oud", archived=True)
    run = pages.bring_in(row("R1", "Nieuw"))
    assert (Programme.objects.get().title_nl, run.report["skipped"], counts(run)) == ("Oud", 1, (0, 0, 0, 0))
    assert "Oud" in run.report["notices"][0]["message"]


def test_listings_that_are_not_in_the_file_stay(pages, school):
    ProgrammeFactory(school=school, reference="R9", title_nl="Blijft", published=True)
    pages.bring_in(row("R1"))
    assert Programme.objects.get(reference="R9").status == "published"


def test_an_empty_cell_leaves_a_field_and_a_dash_empties_it(pages, school, campus):
    listing = ProgrammeFactory(at=[campus], reference="R1", title_nl="Lasser", title_fr="Soudeur")
    pages.bring_in(row("R1", "", "", "", "", "", ""))
    listing.refresh_from_db()
    assert (listing.title_fr, listing.level.code, listing.campuses.count()) == ("Soudeur", "4", 1)
    pages.bring_in(row("R1", "", "-", "", "", "-", "-"))
    listing.refresh_from_db()
    assert (listing.title_fr or "", listing.level, listing.campuses.count()) == ("", None, 0)
    run = pages.bring_in(row("R1", "-", "", "-"))
    assert problems(run) == [(2, "Titel (nl)"), (2, "Soort opleiding")]


def test_a_row_finds_its_listing_by_address_and_gives_it_a_reference(pages, school):
    listing = ProgrammeFactory(school=school, title_nl="Lasser")
    address = f"https://portaal.example.org/nl/programmes/{listing.slug}/"
    run = pages.bring_in(["R1", address], headings=["Referentie", "Adres"])
    listing.refresh_from_db()
    assert (counts(run), listing.reference) == ((0, 1, 0, 0), "R1")


def test_the_address_of_another_school_is_no_address(pages, other_school_organisation):
    other = ProgrammeFactory(school=SchoolFactory(organisation=other_school_organisation), reference="R1")
    run = pages.bring_in([other.slug, "Gekaapt"], headings=["Adres", "Titel"])
    assert problems(run) == [(2, "Adres")]
    other.refresh_from_db()
    assert other.title_nl != "Gekaapt"


def test_two_rows_for_one_listing_are_named(pages, school):
    listing = ProgrammeFactory(school=school, reference="R1", title_nl="Lasser")
    run = pages.bring_in(["R1", "", "A"], ["", listing.slug, "B"], headings=["Referentie", "Adres", "Titel"])
    assert (counts(run), problems(run)) == ((0, 1, 0, 1), [(3, "")])


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_headings_and_choices_are_understood_in_every_language(pages, language, campus):
    OccupationFactory(title_nl="lasser", title_fr="soudeur", title_en="welder", slug="lasser")
    headings, form, field, work = {
        "nl": ("Titel;Soort opleiding;Vakgebied;Beroepen", "voltijds SECUNDAIR onderwijs", "Verpleegkunde", "lasser"),
        "fr": (
            "Titre;Type;Domaine;Métiers",
            "enseignement secondaire de plein exercice",
            "soins infirmiers",
            "soudeur",
        ),
        "en": ("Title;Form;Field;Occupations", "Full-time secondary school", "Nursing", "Welder"),
    }[language]
    headings, cells = headings.split(";"), ["Las", form, field, work]
    assert counts(pages.bring_in(cells, headings=headings)) == (1, 0, 0, 0)
    listing = Programme.objects.get()
    assert (listing.form.code, listing.field.code) == ("SO_VT", "nursing")
    assert [each.slug for each in listing.occupations.all()] == ["lasser"]
    assert list(listing.campuses.all()) == [campus], "the only one there is"


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), ("\t", "utf-8-sig"), (";", "cp1252")])
def test_every_way_a_spreadsheet_saves_it_is_read(pages, delimiter, encoding):
    run = pages.bring_in(row("R1", "Électricien"), delimiter=delimiter, encoding=encoding)
    assert (counts(run), Programme.objects.get().title_nl) == ((1, 0, 0, 0), "Électricien")


def test_a_qualification_is_known_by_its_code(pages):
    qualification = QualificationFactory(in_nl=True, code="25309")
    pages.bring_in([*row(), "25309"], headings=[*HEADINGS, "Kwalificatie"])
    assert Programme.objects.get().qualification == qualification


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        *(
            ("Niveau", "VKS 9"),
            ("Niveau", "NLQF 4"),
            ("Duur", "lang"),
            ("Werkplek", "120"),
            ("Werkplek", "nan"),
            ("Website", "geen"),
        ),
        *(("E-mail", "jan"), ("Telefoon", "bel ons"), ("Lestaal", "Latijn"), ("Campussen", "Campus Nergens")),
        *(("Beroepen", "tovenaar"), ("Kwalificatie", "99999"), ("Titel (fr)", "x" * 161)),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_its_column(pages, heading, cell):
    run = pages.read(
        ["R1", "Lasser", "SO_VT", "mechatronics", cell], headings=["Referentie", "Titel", "Vorm", "Vakgebied", heading]
    )
    assert (counts(run), problems(run)) == ((0, 0, 0, 1), [(2, heading)])


def test_a_closed_campus_is_no_choice_but_may_stay(pages, school, campus):
    closed = CampusFactory(school=school, name="Campus Dicht", retired=True)
    ProgrammeFactory(at=[closed], reference="R1", title_nl="Lasser")
    assert counts(pages.read(row("R1", campus="Campus Dicht"))) == (0, 0, 1, 0)
    assert problems(pages.read(row("R2", campus="Campus Dicht"))) == [(2, "Campus")]


def test_a_column_nobody_knows_is_said(pages):
    run = pages.read([*row(), "x"], headings=[*HEADINGS, "Humeur"])
    assert [notice["field"] for notice in run.report["notices"]] == ["Humeur"]


def test_a_file_about_something_else_says_so(pages):
    run = pages.read(["a"], headings=["Humeur"])
    assert run.state == "failed"
    assert "Eigen referentie" in text_of(pages.client.get(pages.address("run", run.pk)))
    assert pages.apply(run).state == "failed"


def test_an_old_reading_cannot_be_applied(pages, settings):
    from django.utils import timezone

    from les_portal.imports.models import KEPT_FOR

    run = pages.read(row("R1"))
    ImportRun.objects.update(at=timezone.now() - KEPT_FOR)
    pages.apply(run)
    assert not Programme.objects.exists()


# --- mending ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bad_rows_can_be_mended_and_brought_in(pages, kind):
    rows = [row("R1"), row("R2", "=Plaat", "-", form="Toverschool", campus="Campus Haven")]
    run = pages.bring_in(*rows)
    file = pages.client.get(pages.address("left-out", run.pk, "csv"))
    [bad] = rows_of(file.content)
    assert (bad["Titel (nl)"], bad["Titel (fr)"], bad["Eigen referentie"]) == ("'=Plaat", "-", "R2")
    assert "Toverschool" in bad["Wat er niet klopt"]
    again = pages.read_file(pages.client.get(pages.address("left-out", run.pk, kind)).content)
    assert (counts(again), again.report["notices"]) == ((0, 0, 0, 1), [])
    mended = pages.bring_in(*[{**bad, "Soort opleiding": "SO_VT"}.values()], headings=list(bad))
    assert counts(mended) == (1, 0, 0, 0)
    assert Programme.objects.get(reference="R2").title_nl == "=Plaat"


def test_a_file_without_bad_rows_has_none_to_mend(pages):
    run = pages.read(row("R1"))
    assert pages.client.get(pages.address("left-out", run.pk, "csv")).status_code == 404


# --- for whom -----------------------------------------------------------------------------------


def doors(pages: School, run: ImportRun) -> list[tuple[str, str]]:
    return [
        ("get", pages.address("index")),
        ("get", pages.address("run", run.pk)),
        ("get", pages.address("left-out", run.pk, "csv")),
        ("get", pages.address("template", "xlsx")),
        ("get", pages.address("export", "csv")),
        ("post", pages.address("index")),
        ("post", pages.address("apply", run.pk)),
        ("post", pages.address("publish", run.pk)),
    ]


def test_for_another_school_none_of_it_exists(pages, client_of, chloe):
    run = pages.read(row("R1"), row("R2", form="Toverschool"))
    theirs = client_of(chloe)
    assert {getattr(theirs, method)(address).status_code for method, address in doors(pages, run)} == {404}
    own = School(theirs, SchoolFactory(organisation=chloe.memberships.get().organisation).organisation)
    assert {getattr(theirs, method)(address).status_code for method, address in doors(own, run)[1:3]} == {404}
    assert theirs.post(own.address("apply", run.pk)).status_code == 404
    assert not Programme.objects.exists()


def test_a_reader_takes_a_file_away_and_brings_none_in(pages, client_of, bram):
    run = pages.read(row("R1"), row("R2", form="Toverschool"))
    reader = client_of(bram)
    answers = {address: getattr(reader, method)(address).status_code for method, address in doors(pages, run)}
    assert answers.pop(pages.address("export", "csv")) == 200
    assert set(answers.values()) == {403}


def test_registers_and_schools_do_not_see_each_others_runs(pages, client_of, nora):
    run = pages.read(row("R1"))
    register = ImportRun.objects.create(source="flanders", file_name="r.csv", sha256="0" * 64, state="checked")
    network = client_of(nora)
    assert network.get(reverse("imports:run", args=[run.pk])).status_code == 404
    assert network.post(reverse("imports:apply", args=[run.pk])).status_code == 404
    assert "onze-opleidingen" not in network.get(reverse("imports:upload")).content.decode()
    assert pages.client.get(pages.address("run", register.pk)).status_code == 404
    assert network.get(pages.address("run", run.pk)).status_code == 200, "the network helps every school"


# --- how much it asks ---------------------------------------------------------------------------


def test_looking_at_a_file_asks_as_much_for_300_rows_as_for_one(pages, django_assert_num_queries, school):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(number: int) -> int:
        data = as_file(*(row(f"R{each}", f"Las {each}", campus="Campus Haven") for each in range(number)))
        with CaptureQueriesContext(connection) as asked:
            assert pages.upload(data).status_code == 302
        return len(asked)

    queries(1)
    for_one = queries(1)
    assert queries(300) == for_one


@pytest.mark.parametrize("state", ["checked", "applied"])
def test_pages_ask_as_much_for_300_drafts_as_for_one(pages, school, campus, state):
    run = pages.read(row("R1", campus="Campus Haven"))

    def make(number: int) -> None:
        drafts = [ProgrammeFactory(at=[campus]) for _each in range(number)]
        run.report["new"] += [{"row": 2, "key": "", "name": "Las", "id": draft.pk} for draft in drafts]
        run.state = state
        run.save()

    queries_stay_constant(pages.client, pages.address("run", run.pk), make, rows=60)
    queries_stay_constant(
        pages.client, pages.address("index"), lambda n: [pages.read(row()) for _each in range(n)], rows=8
    )
    queries_stay_constant(pages.client, pages.address("export", "csv"), make, rows=60)


def test_three_hundred_rows_come_in_with_as_many_queries_as_three(pages):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(first: int, number: int) -> int:
        run = pages.read(*(row(f"R{each}", f"Las {each}") for each in range(first, first + number)))
        with CaptureQueriesContext(connection) as asked:
            assert counts(pages.apply(run)) == (number, 0, 0, 0)
        return len(asked)

    queries(0, 3)
    assert queries(300, 300) < queries(100, 3) + 40, "some go in batches of hundreds"
