"""Upload, read the report, apply: for network administrators, and for nobody else."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from les_portal.imports.models import KEPT_FOR, ImportRun
from les_portal.imports.querysets import ImportRunQuerySet
from schools.models import Campus, School
from tests.schools.files import as_csv, bring_in, oddity, wilg

pytestmark = pytest.mark.django_db
UPLOAD = reverse("imports:upload")


def upload(client, data: bytes, source: str = "flanders", name: str = "register.csv"):
    return client.post(UPLOAD, {"source": source, "file": SimpleUploadedFile(name, data)})


@pytest.fixture
def browser(client_of, nora):
    return client_of(nora)


@pytest.fixture
def run(browser) -> ImportRun:
    upload(browser, oddity("plain.csv"))
    return ImportRun.objects.get()


def apply_address(run: ImportRun) -> str:
    return reverse("imports:apply", args=[run.pk])


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text(" ").split())


def test_upload_reads_and_writes_nothing(browser, nora):
    response = upload(browser, oddity("broken_rows.csv"))
    run = ImportRun.objects.get()
    assert response.url == run.get_absolute_url()
    assert (run.state, run.by, School.objects.count()) == ("checked", nora, 0)
    assert run.report["created"] == 2


def test_report_names_row_column_and_reason(browser):
    upload(browser, oddity("broken_rows.csv"))
    page = BeautifulSoup(browser.get(ImportRun.objects.get().get_absolute_url()).content, "html.parser")
    rows = page.find(id="problems").find_next("table").tbody.find_all("tr")
    assert [row.find_all("td")[0].get_text() for row in rows] == ["2", "3", "4", "5", "6"]
    assert rows[1].find_all("td")[1].get_text() == "naam"


def test_report_shows_changes_what_goes_and_what_stays(browser):
    eik = wilg(school="099002", naam="Testschool De Eik", huisnummer="14")
    bring_in("flanders", as_csv(wilg(), eik))
    campus = Campus.objects.get(school__register_number="099001")
    campus.email = "onthaal@dewilg.example"
    campus.save()
    upload(browser, as_csv(wilg(telefoon="09 000 00 77", email="info@nieuw.example")))
    run = ImportRun.objects.get(state="checked")
    page = text_of(browser.get(run.get_absolute_url()))
    for expected in ("09 000 00 01", "09 000 00 77", "Testschool De Eik", "onthaal@dewilg.example"):
        assert expected in page
    assert run.report["retires_many"]


def test_apply_writes_and_says_so(browser, run):
    response = browser.post(apply_address(run), follow=True)
    assert School.objects.count() == 2
    run.refresh_from_db()
    assert (run.state, run.report["applied"], run.reading) == ("applied", True, None)
    assert apply_address(run) not in response.content.decode(), "no second button"


def test_second_click_applies_nothing(browser, run):
    browser.post(apply_address(run))
    School.objects.filter(register_number="099001").update(network="changed since")
    browser.post(apply_address(run))
    assert School.objects.count() == 2
    assert School.objects.filter(network="changed since").count() == 1


def test_apply_compares_with_what_is_there_by_then(browser, run):
    bring_in("flanders", oddity("plain.csv"))
    browser.post(apply_address(run))
    run.refresh_from_db()
    assert (run.report["created"], run.report["unchanged"], School.objects.count()) == (0, 2, 2)


def test_unreadable_file_says_why_and_cannot_be_applied(browser):
    upload(browser, b"naam;plaats\nDe Wilg;Gent\n")
    run = ImportRun.objects.get()
    page = browser.get(run.get_absolute_url())
    assert run.state == "failed"
    assert "schoolnummer" in text_of(page)
    browser.post(apply_address(run))
    assert ImportRun.objects.get().state == "failed"


def test_old_reading_cannot_be_applied_and_is_forgotten(browser, run):
    ImportRun.objects.update(at=timezone.now() - KEPT_FOR)
    assert apply_address(run) not in browser.get(run.get_absolute_url()).content.decode()
    browser.post(apply_address(run))
    assert School.objects.count() == 0
    upload(browser, oddity("plain.csv"))
    assert ImportRun.objects.get(pk=run.pk).reading is None


def test_apply_by_a_link_is_refused(browser, run):
    assert browser.get(apply_address(run)).status_code == 405


@pytest.mark.parametrize(("field", "value"), [("source", "elsewhere"), ("file", "")])
def test_upload_without_what_it_needs_comes_back_with_reasons(browser, field, value):
    given = {"source": "flanders", "file": SimpleUploadedFile("a.csv", oddity("plain.csv"))} | {field: value}
    response = browser.post(UPLOAD, given)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not ImportRun.objects.exists()


def test_too_large_file_is_refused(browser, settings):
    settings.IMPORT_MAX_BYTES = 100
    assert "file" in upload(browser, oddity("plain.csv")).context["form"].errors


@pytest.mark.parametrize("who", ["anna", "bram", "dirk", "emma", "finn", "mona", "tom"])
def test_pages_do_not_exist_for_others(client_of, request, run, who):
    client = client_of(request.getfixturevalue(who))
    assert client.get(UPLOAD).status_code == 404
    assert upload(client, oddity("plain.csv")).status_code == 404
    assert client.get(run.get_absolute_url()).status_code == 404
    assert client.post(apply_address(run)).status_code == 404
    assert (School.objects.count(), ImportRun.objects.count()) == (0, 1)


def test_stranger_is_sent_to_sign_in(client, run):
    for response in (client.get(UPLOAD), client.get(run.get_absolute_url()), client.post(apply_address(run))):
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_list_does_not_ask_more_for_more_runs(browser, nora, queries_stay_constant):
    def make(number: int) -> None:
        for _n in range(number):
            ImportRun.objects.create(source="flanders", file_name="a.csv", sha256="0" * 64, state="checked", by=nora)

    queries_stay_constant(UPLOAD, make, rows=20, client=browser)


def test_list_leaves_what_was_read_in_the_database():
    assert isinstance(ImportRun.objects.all(), ImportRunQuerySet)
    assert "reading" in str(ImportRun.objects.all().query)
    assert '"reading"' not in str(ImportRun.objects.for_list().query)
