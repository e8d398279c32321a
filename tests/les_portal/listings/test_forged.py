"""What no page of ours sends: it is answered in words, and nothing of it is kept where it does harm."""

import csv
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from les_portal.listings.content import content_of
from les_portal.listings.models import Revision
from les_portal.workflow.engine import workflow_of
from programmes.models import Programme
from tests.factories.listings import CorrectionFactory
from tests.factories.programmes import ProgrammeFactory, the_field, the_form
from tests.les_portal.listings.pages import fresh, revision_of
from tests.les_portal.listings.sheets import HEADINGS, School, counts, row

pytestmark = pytest.mark.django_db
MANY_DIGITS = "9" * 5000  # more than Python makes a number of


# --- a listing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("keeper", [MANY_DIGITS, "²", "-1", "1e9", "\x00", "None"])
def test_a_keeper_that_is_nobody_keeps_what_is_there(client_of, anna, published, address, keeper):
    Revision.objects.create(programme=published, changes={"title_nl": "Nieuw"}, before={"title_nl": "Frezen"})
    answer = client_of(anna).post(address(published), {"settle": f"title_nl:{keeper}"})
    assert answer.status_code == 302
    assert revision_of(published).changes == {"title_nl": "Nieuw"}


@pytest.mark.parametrize("text", ["title_xx", "title_", "_nl", "title", "slug_nl", "\x00", "title_nl\x00"])
def test_what_is_no_text_cannot_be_still_right(client_of, anna, published, address, text):
    assert client_of(anna).post(address(published), {"right": text}).status_code == 404
    assert not Revision.objects.exists()


def test_the_name_of_a_page_is_kept_as_any_database_takes_it(client_of, anna, published, address):
    typed = {"page": "a\x00b" + "c" * 100, "was-title_nl": "Frezen", "title_nl": "Nieuw"}
    assert client_of(anna).post(address(published, "save"), typed).status_code == 200
    assert revision_of(published).authors["title_nl"]["page"] == "abcccccccccccccc"


NOT_TO_BE_TYPED = {
    "status": "archived", "school": "1", "slug": "mine", "is_demo": "1", "confirmed_on": "2030-01-01",
    "due_on": "2030-01-01", "is_overdue": "1", "times_reminded": "9", "translated_from": "{}", "sort_key": "x",
    "confirmed_by": "1", "id": "1", "pk": "1", "number": "7", "content": "x", "set_aside": "[]", "before": "{}",
}  # fmt: skip


def test_only_the_fields_of_the_page_can_be_written(client_of, anna, published, address):
    browser, before = client_of(anna), type(published).objects.filter(pk=published.pk).values().get()
    seen = {f"was-{name}": "" for name in NOT_TO_BE_TYPED}
    for page in ("save", "edit"):
        assert browser.post(address(published, page), seen | NOT_TO_BE_TYPED | {"then": "apply"}).status_code == 200
    assert type(published).objects.filter(pk=published.pk).values().get() == before
    assert not Revision.objects.exists()


@pytest.mark.parametrize("name", ["title_nl", "content_fr", "website", "phone", "reference", "duration_months"])
def test_more_than_anybody_reads_is_kept_for_who_wrote_it_and_shown_to_nobody(
    client_of, anna, published, address, name
):
    browser, before = client_of(anna), content_of(published)
    typed = {f"was-{name}": "" if before[name] is None else str(before[name]), name: "x" * 200_000}
    assert browser.post(address(published), typed | {"then": "apply"}).status_code == 200
    assert len(revision_of(published).changes[name]) == 200_000
    assert browser.get(address(published, "preview-page")).status_code == 200
    assert content_of(fresh(published)) == before


# --- searching ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["\x00", "las\x00", "%_\\", "'\"<>", "x" * 5000, "\u202e", "²"])
def test_whatever_is_sought_is_answered(client_of, anna, nora, school_organisation, published, address, words):
    of_school = {"q": words, "qualification": words, "copy": words, "state": words, "sort": words, "missing": words}
    answers = [
        client_of(anna).get(reverse("listings:list", args=[school_organisation.slug]), of_school),
        client_of(anna).get(reverse("listings:new", args=[school_organisation.slug]), {"q": words}),
        client_of(anna).get(address(published), {"qualification": words, "occupation": words}),
        client_of(anna).get(address(published, "find"), {"find-qualification": words}),
        client_of(anna).get(address(published, "find"), {"find-occupation": words}),
        client_of(nora).get(reverse("network:coverage"), {"school": words, "show": words, "side": words}),
        client_of(nora).get(reverse("network:quality"), {"school": words, "kind": words, "side": words}),
    ]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    for name in ("copy", "qualification"):
        new = reverse("listings:new", args=[school_organisation.slug])
        assert client_of(anna).get(new, {name: f"{words}x"}).status_code == 404


# --- a new listing --------------------------------------------------------------------------------


@pytest.mark.parametrize("pk", ["9" * 25, "9" * 12, MANY_DIGITS, "²", "-1", "1e9", "\x00", "x"])
def test_a_campus_that_is_no_number_of_ours_is_refused_at_its_field(client_of, anna, campus, school_organisation, pk):
    form = {"title_nl": "Lassen", "form": the_form("SO_VT").pk, "field": the_field("mechanics").pk, "campuses": [pk]}
    answer = client_of(anna).post(reverse("listings:new", args=[school_organisation.slug]) + "?blank", form)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"campuses"}
    assert answer.context["form"]["title_nl"].value() == "Lassen"
    assert not Programme.objects.exists()


# --- a correction ---------------------------------------------------------------------------------


def test_a_name_stays_one_line_however_a_visitor_wrote_it(anna, published):
    correction = CorrectionFactory(programme=published, field="title_nl", proposal="Frezen\r\nBcc: iemand\n en draaien")
    workflow_of(correction).run("accept", correction, by=anna)
    assert fresh(published).title_nl == "Frezen Bcc: iemand en draaien"


# --- a file -----------------------------------------------------------------------------------------


@pytest.fixture
def files(client_of, anna, campus) -> School:
    return School(client_of(anna), campus.school.organisation)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_no_cell_can_hold_does_not_keep_bad_rows_from_being_taken_away(files, kind):
    run = files.read(row("R\x01\x0b1", "Las\x1fsen", form="Bestaat\x02niet"), headings=[*HEADINGS[:-1], "Cam\x03pus"])
    assert counts(run) == (0, 0, 0, 1)
    answer = files.client.get(files.address("left-out", run.pk, kind))
    assert answer.status_code == 200
    assert b"PK" in answer.content or "Las" in answer.content.decode()


def test_half_a_character_in_a_file_is_left_out(files):
    header = json.dumps(dict(zip(HEADINGS, row("R1", "La\ud800ssen"), strict=True)) | {"on\x00bekend\udfff": 1})
    run = files.read_file(f'{{"features": [{{"properties": {header}}}]}}'.encode(), "kaart.geojson")
    assert counts(files.apply(run)) == (1, 0, 0, 0)
    assert files.client.get(files.address("run", run.pk)).status_code == 200
    assert Programme.objects.get().title_nl == "Lassen"


SIGNS = ["=", "+", "-", "@", "\t=", "\r=", "'=", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_of_a_file_that_goes_out_is_a_formula(files, published, sign):
    """Also where its headings, its bad rows and our own sentences about them repeat what came in."""
    Programme.objects.filter(pk=published.pk).update(title_nl=f"{sign}1+1", summary_fr=f"{sign}2", reference=f"{sign}3")
    run = files.read(
        row(f"{sign}R", f"{sign}A", form=f"{sign}vorm"), headings=[*HEADINGS[:-1], f"{sign.strip()}Campus"]
    )
    assert counts(run) == (0, 0, 0, 1)
    for name, args in (("export", ()), ("left-out", (run.pk,)), ("template", ())):
        answer = files.client.get(files.address(name, *args, "csv")).content.decode("utf-8-sig")
        cells = [cell for line in csv.reader(io.StringIO(answer, newline=""), delimiter=";") for cell in line]
        assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r") and cell != "-"] == [], name
        book = load_workbook(io.BytesIO(files.client.get(files.address(name, *args, "xlsx")).content))
        written = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
        assert "f" not in {cell.data_type for cell in written}, name


def test_another_schools_address_in_a_file_is_the_same_as_one_that_is_not_there(files, chloe):
    theirs = ProgrammeFactory(published=True)
    headings = [*HEADINGS, "Adres op het portaal"]
    run = files.read([*row("R1", "Mijn"), theirs.slug], [*row("R2", "Mijn"), "nergens"], headings=headings)
    said = [each["message"].replace(theirs.slug, "…").replace("nergens", "…") for each in run.report["problems"]]
    assert counts(run) == (0, 0, 0, 2)
    assert said[0] == said[1]
    assert theirs.slug not in str(run.report["problems"])


# --- open days --------------------------------------------------------------------------------------


@pytest.mark.parametrize("like", [MANY_DIGITS, "9" * 25, "²", "-1", "x", "\x00"])
def test_a_day_like_none_begins_empty(client_of, anna, school, like):
    assert (
        client_of(anna).get(reverse("open_days:new", args=[school.organisation.slug]), {"like": like}).status_code
        == 200
    )
