import pytest
from bs4 import BeautifulSoup

from les_portal.pages.views.chapters import CHAPTERS
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["nl", "fr", "en"]


@pytest.mark.parametrize(
    ("accepts", "target"), [("fr-BE,fr;q=0.9", "/fr/"), ("en", "/en/"), ("de", "/nl/"), ("", "/nl/")]
)
def test_root_goes_to_the_visitors_language(client, accepts, target):
    response = client.get("/", headers={"accept-language": accepts})
    assert (response.status_code, response["Location"]) == (302, target)
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_reads_in_every_language(client, name, language):
    response = client.get(f"/{language}/{name}/")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert page.html["lang"] == language
    assert len(page.main.get_text()) > 400
    assert page.find("meta", attrs={"name": "description"})["content"]


def test_chapters_differ_by_language(client):
    titles = {
        language: BeautifulSoup(client.get(f"/{language}/fund/").content, "html.parser").h1.get_text()
        for language in LANGUAGES
    }
    assert len(set(titles.values())) == 3


def test_home_counts_what_the_map_shows(client):
    CampusFactory()
    CampusFactory(in_nl=True)
    CampusFactory(retired=True)
    page = BeautifulSoup(client.get("/en/").content, "html.parser")
    assert [figure.get_text() for figure in page.select(".figure-number")] == ["2", "1", "1", "0"]


def test_answers_come_while_typing_and_not_for_one_letter(client):
    ProgrammeFactory(published=True, title_en="Welding", at=[CampusFactory()])
    assert "Welding" in client.get("/en/answers/?q=weld").content.decode()
    assert client.get("/en/answers/?q=w").content.decode().strip() == ""


def test_every_page_names_its_other_languages(client):
    page = BeautifulSoup(client.get("/fr/fund/").content, "html.parser")
    alternates = {link["hreflang"]: link["href"] for link in page.find_all("link", rel="alternate")}
    assert alternates == {code: f"http://127.0.0.1:8000/{code}/fund/" for code in LANGUAGES}


def test_sitemap_names_public_pages_only(client):
    shown = ProgrammeFactory(published=True, at=[CampusFactory()])
    draft = ProgrammeFactory(at=[CampusFactory()])
    index = client.get("/sitemap.xml")
    assert index.status_code == 200
    programmes = client.get("/sitemap-programmes.xml").content.decode()
    assert shown.slug in programmes
    assert draft.slug not in programmes
    assert client.get("/sitemap-campuses.xml").status_code == 200


def test_health_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


def test_readiness_is_true_with_a_migrated_database_and_a_place_for_files(client):
    outbox = {"jobs": {"oldest_due_seconds": 0, "failed": 0}, "degraded": []}
    assert client.get("/readyz").json() == {"ready": True, "database": True, "media": True} | outbox


def test_readiness_fails_when_files_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "not-a-folder").write_text("")
    settings.MEDIA_ROOT = tmp_path / "not-a-folder"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["media"]) == (503, False)


def test_public_pages_set_no_cookie_and_load_nothing_from_elsewhere(client):
    CampusFactory()
    for path in ["/nl/", "/nl/programmes/", "/nl/schools/", "/nl/map/", "/nl/fund/"]:
        response = client.get(path)
        assert not response.cookies, path
        page = BeautifulSoup(response.content, "html.parser")
        loaded = [el.get("src") or el.get("href") for el in page.find_all(["script", "img", "iframe"])]
        loaded += [el["href"] for el in page.find_all("link", rel=["stylesheet", "icon"])]
        assert all(address.startswith("/") for address in loaded if address), path
        assert "default-src 'none'" in response["Content-Security-Policy"]


def test_desk_wants_a_sign_in(client):
    response = client.get("/nl/desk/")
    assert (response.status_code, response["Location"]) == (302, "/nl/account/login/?next=/nl/desk/")


def test_desk_shows_ones_own_organisations(client_of, anna):
    page = BeautifulSoup(client_of(anna).get("/en/desk/").content, "html.parser")
    assert "Technical school of the cast" in page.main.get_text()
    assert "Another school" not in page.main.get_text()


def test_desk_offers_the_registers_to_network_administrators_only(client_of, anna, nora):
    address = "/en/imports/"
    assert address in client_of(nora).get("/en/desk/").content.decode()
    assert address not in client_of(anna).get("/en/desk/").content.decode()
