import time
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from les_portal.accounts.limits import SECOND
from les_portal.accounts.models import Bucket
from les_portal.documents.models import CODE_ALPHABET, Document, new_code
from les_portal.documents.verification import LOOK_ALIKES, in_groups, read
from tests.factories.documents import DocumentFactory, superseding
from tests.les_portal.documents.papers import private_kind, public_kind  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_kind")]
JSON = {"Accept": "application/json"}


def address(code: str) -> str:
    return reverse("verify", args=[code])


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response) -> str:
    return " ".join(soup(response).find("main").get_text(" ").split())


@pytest.fixture
def paper() -> Document:
    return DocumentFactory(version=3, language="fr")


def english(client, url: str, **more):
    return client.get(url, headers={"Accept-Language": "en"} | more)


# --- what it says ---------------------------------------------------------------------------------


def test_address_has_no_language_in_it(paper):
    assert address(paper.code) == f"/v/{paper.code}"
    assert reverse("verify-form") == "/v/"


def test_valid_document_says_so(client, paper):
    response = english(client, address(paper.code))
    said = words(response)
    assert response.status_code == 200
    for expected in ("ours, and valid", "Test paper", paper.number, "3", "French", paper.sha256, in_groups(paper.code)):
        assert expected in said
    assert str(paper.made_at.year) in said


def test_superseded_document_leads_to_what_superseded_it(client, paper):
    newer = superseding(paper)
    response = english(client, address(paper.code) + "?lang=en")
    said = words(response)
    assert "newer version stands in its place" in said
    assert "ours, and valid" not in said
    assert newer.number in said
    assert soup(response).find("a", href=f"{address(newer.code)}?lang=en")
    assert "ours, and valid" in words(english(client, address(newer.code)))


def test_superseded_document_says_when_the_newer_one_is_being_made(client, paper):
    newer = superseding(paper, requested=True)
    response = english(client, address(paper.code))
    assert "is being made" in words(response)
    assert newer.code not in response.content.decode()
    assert client.get(address(newer.code)).status_code == 404, "nobody can hold it yet"


def test_withdrawn_document_says_so(client, paper):
    Document.objects.update(standing=Document.Standing.WITHDRAWN)
    said = words(english(client, address(paper.code)))
    assert "has been withdrawn" in said
    assert "ours, and valid" not in said


def test_superseded_document_without_its_successor_says_no_more(client, paper):
    """One that was put in its place by other means than a newer version."""
    Document.objects.update(standing=Document.Standing.SUPERSEDED)
    assert "newer version stands in its place" in words(english(client, address(paper.code)))


def test_it_tells_nothing_else(client, paper):
    Document.objects.filter(pk=paper.pk).update(requested_by=None)
    response = client.get(address(paper.code))
    page = response.content.decode()
    for secret in (paper.title, str(paper.about), paper.file.name):
        assert secret not in page
    assert str(paper.about) not in client.get(address(paper.code), headers=JSON).content.decode()


def test_document_of_a_forgotten_kind_is_verified_still(client):
    paper = DocumentFactory(kind="forgotten")
    response = english(client, address(paper.code))
    assert response.status_code == 200
    assert "Kind Document" in words(response)


def test_fingerprint_is_looked_up_like_a_code(client, paper):
    response = english(client, address(paper.sha256.upper()))
    assert response.status_code == 200
    assert paper.number in words(response)
    assert "The file that you looked up is this document" in words(response)
    assert "The file that you looked up is this document" not in words(english(client, address(paper.code)))
    assert client.get(address("0" * 64)).status_code == 404


# --- a code that nobody has -----------------------------------------------------------------------


def frame(response) -> list[str]:
    page = soup(response)
    return [page.title.get_text(), *[one.get_text() for one in page.select("h1, #ask-title, label[for=code]")]]


UNKNOWN = ["23456789abcdefghjkmnpqrs", "x", "-", "\x00", "%00", "é" * 300, "a" * 2000, "../etc", "0" * 65]


@pytest.mark.parametrize("code", UNKNOWN)
def test_unknown_code_gets_the_same_frame(client, paper, code):
    known, unknown = english(client, address(paper.code)), english(client, address(code.replace("/", "")))
    assert (known.status_code, unknown.status_code) == (200, 404)
    assert frame(known) == frame(unknown)
    assert "No document has this code" in words(unknown)
    same = ("Cache-Control", "X-Robots-Tag", "Vary", "Content-Type", "Content-Language", "Content-Security-Policy")
    assert {name: known[name] for name in same} == {name: unknown[name] for name in same}


@pytest.mark.parametrize("headers", [{}, JSON])
def test_unknown_code_costs_the_same_queries(client, paper, headers):
    superseding(paper)
    asked = [paper.code, new_code(), paper.sha256, "0" * 64]
    first = [queries_for_the_first_visit(client, code, headers) for code in asked]
    later = [queries_for(client, code, headers) for code in asked]
    assert first == [first[0]] * 4
    assert later == [2] * 4, "the limit and the document"


def queries_for_the_first_visit(client, code: str, headers: dict) -> int:
    Bucket.objects.all().delete()
    return queries_for(client, code, headers)


def queries_for(client, code: str, headers: dict) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address(code), headers=headers)
    return len(queries)


def test_document_that_is_not_made_has_no_code_yet(client):
    for state in ("requested", "failed"):
        paper = DocumentFactory(**{state: True})
        assert client.get(address(paper.code)).status_code == 404


# --- how a code is read ---------------------------------------------------------------------------


def test_codes_are_read_as_people_type_them():
    code = "abcd2345efghjkmnpqrstvwx"
    for typed in (
        code.upper(),
        "abcd 2345 efgh jkmn pqrs tvwx",
        "ABCD-2345-EFGH-JKMN-PQRS-TVWX",
        " abcd2345efgh\tjkmnpqrstvwx\n",
        "ａｂｃｄ2345efghjkmnpqrstvwx",
        f"https://portal.example/v/{code}",
        "abcd.2345.efgh.jkmn.pqrs.tuwx",
        "abcd–2345–efgh–ikmn–pqrs–tvwx",
    ):
        assert read(typed) == code


def test_look_alikes_are_never_signs_of_a_code():
    assert not {chr(sign) for sign in LOOK_ALIKES} & set(CODE_ALPHABET)
    assert set(LOOK_ALIKES.values()) <= {ord(sign) for sign in CODE_ALPHABET} | set(CODE_ALPHABET)


def test_fingerprints_keep_their_zeros_and_ones():
    assert read(" 01" * 32) == "01" * 32


def test_code_in_groups_is_the_code(paper):
    assert read(in_groups(paper.code)) == paper.code
    assert len(in_groups(paper.code).split()) == 6


def test_typed_code_finds_its_document(client, paper):
    response = client.get(address(in_groups(paper.code).upper()))
    assert response.status_code == 200


# --- the form -------------------------------------------------------------------------------------


def test_form_leads_to_the_answer(client, paper):
    assert client.get(reverse("verify-form")).status_code == 200
    typed = in_groups(paper.code).upper()
    assert client.get(reverse("verify-form"), {"code": typed}).url == address(paper.code)
    assert client.get(reverse("verify-form"), {"code": typed, "lang": "fr"}).url == f"{address(paper.code)}?lang=fr"


def test_form_asks_again_for_a_code_that_is_empty(client):
    assert client.get(reverse("verify-form"), {"code": " – "}).status_code == 200


def test_form_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("verify-form"))


def test_page_says_how_to_compute_a_fingerprint_without_scripts(client, paper):
    for url in (reverse("verify-form"), address(paper.code)):
        page = client.get(url).content.decode()
        assert "<noscript>" in page
        for command in ("certutil -hashfile", "shasum -a 256", "sha256sum"):
            assert command in page


def test_file_is_never_sent(client, paper):
    """No form on the page could carry one."""
    for url in (reverse("verify-form"), address(paper.code)):
        file = soup(client.get(url)).find("input", type="file")
        assert file.find_parent("form") is None
        assert "name" not in file.attrs


# --- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "query", "language"),
    [
        ("fr-BE,fr;q=0.9", "", "fr"),
        ("en", "", "en"),
        ("de", "", "nl"),
        ("fr", "?lang=en", "en"),
        ("fr", "?lang=xx", "fr"),
        ("fr", "?lang=", "fr"),
    ],
)
def test_language_is_the_visitors(client, paper, accepts, query, language):
    for url in (address(paper.code), address("x"), reverse("verify-form")):
        response = client.get(url + query, headers={"Accept-Language": accepts})
        assert soup(response).html["lang"] == language
        assert response["Content-Language"] == language
        assert "Accept-Language" in response["Vary"]


def test_other_languages_are_one_click_away(client, paper):
    page = soup(client.get(address(paper.code)))
    links = [one["href"] for one in page.select(".languages a")]
    assert links == [f"{address(paper.code)}?lang={language}" for language in ("nl", "fr", "en")]


def test_asked_language_stays(client, paper):
    page = soup(client.get(address(paper.code) + "?lang=en"))
    assert page.select_one("form input[name=lang]")["value"] == "en"
    assert not soup(client.get(address(paper.code))).select("form input[name=lang]")


# --- as data --------------------------------------------------------------------------------------


def test_data_says_the_same(client, paper, settings):
    newer = superseding(paper)
    response = english(client, address(paper.code), **JSON)
    assert response["Content-Type"] == "application/json"
    data = response.json()
    assert data.pop("made_at").startswith(f"{paper.made_at.year}-")
    assert data == {
        "found": True,
        "standing": "superseded",
        "kind": "Test paper",
        "number": paper.number,
        "version": 3,
        "language": "fr",
        "sha256": paper.sha256,
        "superseded_by": {"number": newer.number, "url": f"{settings.SITE_URL}{address(newer.code)}"},
        "remark": None,
    }
    assert english(client, address(newer.code), **JSON).json()["superseded_by"] is None


def test_data_of_a_successor_that_is_being_made_has_no_address(client, paper):
    newer = superseding(paper, requested=True)
    assert english(client, address(paper.code), **JSON).json()["superseded_by"] == {"number": newer.number, "url": None}


def test_data_of_an_unknown_code(client):
    response = english(client, address("x"), **JSON)
    assert (response.status_code, response.json()) == (404, {"found": False})


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "image/png", ""])
def test_anybody_else_gets_the_page(client, paper, accept):
    response = client.get(address(paper.code), headers={"Accept": accept})
    assert response["Content-Type"].startswith("text/html")
    assert "Accept" in response["Vary"].split(", ")


# --- kept by nobody, asked at leisure -------------------------------------------------------------


def test_answer_is_kept_by_nobody_and_listed_nowhere(client, paper):
    for url in (address(paper.code), address("x"), reverse("verify-form")):
        response = client.get(url)
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert not response.cookies


def test_who_signed_in_sees_the_same(client_of, anna, client, paper):
    """And no answer is somebody's own."""
    assert client_of(anna).get(address(paper.code)).status_code == 200


@pytest.fixture
def _time_stands_still(monkeypatch):
    """However long a busy machine takes from one question to the next."""
    now = time.time_ns()
    monkeypatch.setattr("les_portal.accounts.limits.time", SimpleNamespace(time_ns=lambda: now))


def ask_often(client) -> None:
    """As somebody who has asked sixty times, and once more half a minute too early."""
    client.get(address("x"))
    Bucket.objects.update(full_at=F("full_at") + 89 * SECOND)


def test_sixty_a_minute_need_not_wait(client, paper):
    statuses = [client.get(address(code)).status_code for code in [paper.code, "x"] * 30]
    assert statuses == [200, 404] * 30


@pytest.mark.usefixtures("_time_stands_still")
def test_who_asks_more_often_has_to_wait(client, paper):
    ask_often(client)
    for code in (paper.code, "x"):
        response = english(client, address(code))
        wait = int(response["Retry-After"])
        assert response.status_code == 429
        assert wait == 31
        assert f"Try again in {wait} seconds." in words(response)
        assert paper.number not in words(response)
        assert "no-store" in response["Cache-Control"]


def test_who_asks_more_often_has_to_wait_for_data_too(client):
    ask_often(client)
    response = english(client, address("x"), **JSON)
    wait = int(response["Retry-After"])
    assert response.status_code == 429
    assert response.json() == {"error": f"Try again in {wait} seconds.", "retry_after": wait}


def test_somebody_else_need_not_wait(client, paper):
    ask_often(client)
    assert client.get(address(paper.code)).status_code == 429
    assert client.get(address(paper.code), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_minute_later_one_can_ask_again(client, paper):
    ask_often(client)
    Bucket.objects.update(full_at=F("full_at") - 60 * SECOND)
    assert client.get(address(paper.code)).status_code == 200


def test_it_can_only_be_read(client, paper):
    for url in (address(paper.code), reverse("verify-form")):
        assert client.post(url).status_code == 405
        assert client.head(url).status_code == 200


@pytest.mark.parametrize("column", ["code", "sha256"])
def test_neither_question_reads_the_whole_table(column):
    with connection.cursor() as cursor:
        kept = connection.introspection.get_constraints(cursor, Document._meta.db_table).values()
    assert any(each["columns"] == [column] and (each["index"] or each["unique"]) for each in kept)
