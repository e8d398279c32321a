"""The same registers from the browser: upload, read the report, apply."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competences.models import Proposal, Skill
from les_portal.imports.models import ImportRun
from programmes.models import Occupation, Qualification
from tests.competences.importers.files import REGISTERS, as_json, as_xlsx, bk, competence, proposed

pytestmark = pytest.mark.django_db
ESCO = b"conceptUri,preferredLabel\nhttp://data.europa.eu/esco/occupation/a,lasser\n"


@pytest.fixture
def browser(client_of, nora):
    return client_of(nora)


def upload(browser, source: str, data: bytes, name: str) -> ImportRun:
    browser.post(reverse("imports:upload"), {"source": source, "file": SimpleUploadedFile(name, data)})
    return ImportRun.objects.latest("pk")


@pytest.mark.parametrize(
    ("source", "name", "data", "model"),
    [
        ("vks", "BK-9001-3.json", as_json(bk(competence())), Qualification),
        ("crebo-list", "list.xlsx", as_xlsx((25901, "Proefmonteur")), Qualification),
        ("occupations-nl", "occupations_nl_v1.1.csv", ESCO, Occupation),
        ("skills-fr", "skills_fr_v1.0.csv", (REGISTERS / "skills_fr_v1.0.csv").read_bytes(), Skill),
    ],
)
def test_checked_first_and_then_applied_once(browser, source, name, data, model):
    before = model.objects.count()
    run = upload(browser, source, data, name)
    assert (run.state, model.objects.count()) == ("checked", before)
    assert browser.get(run.get_absolute_url()).status_code == 200
    for _click in range(2):
        browser.post(reverse("imports:apply", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, model.objects.count() > before) == ("applied", True)
    assert browser.get(run.get_absolute_url()).status_code == 200


def test_unknown_crebo_is_said_on_the_page(browser):
    run = upload(browser, "crebo-skills", as_json(proposed("25999", "meten")), "25999.json")
    page = BeautifulSoup(browser.get(run.get_absolute_url()).content, "html.parser")
    assert "25999" in page.find(id="problems").find_next("table").get_text()
    assert not Proposal.objects.exists()


def test_version_that_nobody_says_is_asked_for(browser):
    run = upload(browser, "occupations-nl", ESCO, "occupations.csv")
    assert (run.state, run.report["problems"][0]["field"]) == ("failed", "version")


def test_it_is_for_the_network(client_of, anna):
    assert client_of(anna).get(reverse("imports:upload")).status_code == 404
