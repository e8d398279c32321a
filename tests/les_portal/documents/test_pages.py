from datetime import timedelta

import pytest
import rules
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from les_portal.activity.recording import record
from les_portal.documents.models import Document
from les_portal.jobs.models import Job
from les_portal.workflow.engine import workflows
from tests.factories.documents import DocumentFactory, superseding
from tests.les_portal.documents.papers import private_kind, public_kind  # noqa: F401

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response) -> str:
    return " ".join(soup(response).find("main").get_text(" ").split())


def progress(document: Document) -> str:
    return reverse("documents:progress", args=[document.number])


def again(document: Document) -> str:
    return reverse("documents:make-again", args=[document.number])


@pytest.fixture
def make(private_kind, school_organisation):  # noqa: F811
    def make(**fields) -> Document:
        return DocumentFactory(**{"organisation": school_organisation} | fields)

    return make


@pytest.fixture
def browser(client_of, anna):
    anna.language = "en"
    return client_of(anna)


def english(client, url: str, **more):
    return client.get(url.replace("/nl/", "/en/"), **more)


# --- what it shows --------------------------------------------------------------------------------


def test_page_shows_what_it_is(browser, make):
    paper = make(version=2, language="fr")
    response = english(browser, paper.get_absolute_url())
    said = words(response)
    for expected in (paper.title, "Test paper", paper.number, "2", "French", "Valid", "Download the PDF", "bytes"):
        assert expected in said
    assert paper.sha256 in soup(response).select_one("details.fingerprint").get_text()
    assert soup(response).h1["lang"] == "fr"


def test_page_has_the_way_to_the_file(browser, make):
    paper = make()
    page = soup(browser.get(paper.get_absolute_url()))
    url = reverse("documents:file", args=[paper.number, paper.file_name])
    assert [one["href"] for one in page.select(".thumb-bar a")] == [url, f"{url}?inline=1"]


def test_page_leads_to_the_check(browser, make):
    paper = make()
    page = soup(browser.get(paper.get_absolute_url()))
    assert page.find("a", href=reverse("verify", args=[paper.code]))
    assert page.select_one("svg.qr path")["d"]
    assert page.select_one("svg.qr title").get_text()


def test_page_shows_what_stands_in_its_place(browser, make):
    paper = make()
    newer = superseding(paper)
    older_page, newer_page = (english(browser, one.get_absolute_url()) for one in (paper, newer))
    assert "Replaced by a newer version" in words(older_page)
    assert soup(older_page).select_one(f"main a[href='/en/documents/{newer.number}/']")
    assert soup(newer_page).select_one(f"main a[href='/en/documents/{paper.number}/']")
    assert "Valid" in words(newer_page)


def test_page_hides_a_neighbour_that_one_may_not_read(browser, make, other_school_organisation):
    paper = make()
    newer = superseding(paper, organisation=other_school_organisation)
    assert newer.number not in browser.get(paper.get_absolute_url()).content.decode()


def test_withdrawn_document_says_so(browser, make):
    paper = make()
    Document.objects.update(standing=Document.Standing.WITHDRAWN)
    assert "it no longer counts" in words(english(browser, paper.get_absolute_url()))


def test_page_shows_what_was_done_with_it_to_the_few_who_may_read_it(browser, make, anna):
    paper = make()
    assert "What was done with it" not in words(english(browser, paper.get_absolute_url()))
    record("test", paper, by=anna, comment="a reason of the house")
    assert "a reason of the house" in words(english(browser, paper.get_absolute_url()))


def test_what_everybody_may_read_shows_nobody_what_was_done_with_it(browser, client, make, anna, public_kind):  # noqa: F811
    paper = make()
    record("test", paper, by=anna, comment="a reason of the house")
    for reader in (browser, client):
        assert "a reason of the house" not in words(english(reader, paper.get_absolute_url()))


def test_page_costs_no_more_for_a_long_history(browser, make):
    paper = make()
    english(browser, paper.get_absolute_url())  # what a process remembers after its first answer is not the page's
    counts = []
    for _version in range(3):
        with CaptureQueriesContext(connection) as queries:
            browser.get(paper.get_absolute_url())
        counts.append(len(queries))
        paper = superseding(paper)
    assert counts[1:] == counts[1:2] * 2
    assert counts[-1] <= 8 + len(workflows())  # one of them for each workflow, for the number of what waits


# --- while it is being made -----------------------------------------------------------------------


def test_page_waits_while_it_is_being_made(browser, make):
    paper = make(requested=True)
    response = english(browser, paper.get_absolute_url())
    page = soup(response)
    assert "Being made" in words(response)
    assert page.select_one("progress[id]")["id"] == page.select_one("label[for=document-progress]")["for"]
    assert page.select_one("#document-poll")["hx-get"] == f"/en/documents/{paper.number}/progress/"
    assert "Look again" in page.find("a", id="document-next").get_text()
    assert not page.select(".thumb-bar, .qr, details.fingerprint")


@pytest.mark.parametrize(("waited", "pause"), [(0, 1), (9, 1), (10, 2), (25, 3), (40, 5), (3600, 5)])
def test_page_looks_less_often_the_longer_it_takes(browser, make, monkeypatch, waited, pause):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # the borders are a second wide
    paper = make(requested=True, requested_at=now - timedelta(seconds=waited))
    for response in (browser.get(paper.get_absolute_url()), browser.get(progress(paper), headers=HTMX)):
        assert soup(response).select_one("#document-poll")["hx-trigger"].startswith(f"load delay:{pause}s,")


def test_progress_is_only_when_to_look_again(browser, make):
    response = browser.get(progress(make(requested=True)), headers=HTMX)
    assert [one.get("id") for one in soup(response).find_all(True)] == ["document-poll"]
    assert "no-store" in response["Cache-Control"]


def the_part(response) -> str:
    element = soup(response).find(id="document")
    for token in element.select("input[name=csrfmiddlewaretoken]"):
        token["value"] = ""
    return element.prettify()


@pytest.mark.parametrize(("state", "news"), [("ready", "is ready"), ("failed", "could not be made")])
def test_progress_ends_with_the_part_of_the_page(browser, make, anna, state, news):
    paper = make(requested_by=anna, **({} if state == "ready" else {state: True}))
    response = english(browser, progress(paper), headers=HTMX)
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#document", "outerHTML")
    assert the_part(response) == the_part(english(browser, paper.get_absolute_url()))
    assert news in soup(response).find(attrs={"hx-swap-oob": "innerHTML:#document-news"}).get_text()
    assert not soup(response).select("#document-poll"), "it stops looking"


def test_news_is_read_aloud(browser, make):
    news = soup(browser.get(make(requested=True).get_absolute_url())).find(id="document-news")
    assert (news["role"], news.get_text()) == ("status", "")


def test_progress_without_scripts_is_the_page(browser, make):
    paper = make(requested=True)
    assert browser.get(progress(paper)).url == paper.get_absolute_url()


# --- when it could not be made --------------------------------------------------------------------


def test_who_asked_for_it_can_try_again(browser, make, anna, do_jobs):
    paper = make(failed=True, requested_by=anna)
    page = soup(english(browser, paper.get_absolute_url()))
    assert page.select_one(f"form[action='/en/documents/{paper.number}/make-again/'] button")
    response = english_post(browser, again(paper))
    assert response.url == f"/en/documents/{paper.number}/"
    paper.refresh_from_db()
    assert paper.state == Document.State.REQUESTED
    assert Job.objects.filter(kind="documents.make").count() == 1
    assert "made once more" in soup(browser.get(response.url)).select_one("[role=status]").get_text()


def english_post(client, url: str):
    return client.post(url.replace("/nl/", "/en/"))


def test_second_click_asks_nothing(browser, make, anna):
    paper = make(failed=True, requested_by=anna)
    for _click in range(2):
        response = english_post(browser, again(paper))
    assert Job.objects.count() == 1
    assert "did not need" in soup(browser.get(response.url)).select_one("[role=status]").get_text()


@pytest.mark.parametrize("state", ["requested", "ready"])
def test_what_did_not_fail_is_not_made_again(browser, make, anna, state):
    paper = make(requested_by=anna, **({"requested": True} if state == "requested" else {}))
    assert not soup(browser.get(paper.get_absolute_url())).select("#document form")
    browser.post(again(paper))
    paper.refresh_from_db()
    assert (paper.state, Job.objects.count()) == (state, 0)


def test_colleague_may_not_try_again(client_of, bram, make, anna):
    paper = make(failed=True, requested_by=anna)
    browser = client_of(bram)
    response = english(browser, paper.get_absolute_url())
    assert "Whoever asked for it" in words(response)
    assert not soup(response).select("#document form")
    assert browser.post(again(paper)).status_code == 403
    paper.refresh_from_db()
    assert paper.state == Document.State.FAILED


def test_who_looks_after_the_jobs_may_try_again(client_of, nora, make, public_kind):  # noqa: F811
    paper = make(failed=True)
    assert client_of(nora).post(again(paper)).status_code == 302
    assert Job.objects.count() == 1


def test_who_may_not_read_it_may_not_try_again(client_of, client, chloe, nora, make):
    paper = make(failed=True, requested_by=chloe)
    assert client_of(chloe).post(again(paper)).status_code == 404
    assert client_of(nora).post(again(paper)).status_code == 404
    assert "/login/" in client.post(again(paper)).url
    assert Job.objects.count() == 0


def test_trying_again_is_not_a_link(browser, make, anna):
    assert browser.get(again(make(failed=True, requested_by=anna))).status_code == 405


# --- for whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chloe", "dirk", "emma", "mona", "nora"])
def test_page_does_not_exist_for_others(client_of, request, make, who):
    paper, browser = make(), client_of(request.getfixturevalue(who))
    for url in (paper.get_absolute_url(), progress(paper)):
        assert browser.get(url, headers=HTMX).status_code == 404


def test_page_that_is_not_ones_own_looks_like_none_at_all(client, make):
    paper = make()
    answers = [client.get(url) for url in (paper.get_absolute_url(), paper.get_absolute_url().replace("TP-", "XX-"))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content.replace(b"TP-", b"XX-") == answers[1].content


@pytest.mark.parametrize("who", ["anna", "bram", "finn", "tom"])
def test_page_is_for_whom_its_kind_says(client_of, request, make, who):
    paper = make()
    assert client_of(request.getfixturevalue(who)).get(paper.get_absolute_url()).status_code == 200


def test_public_document_needs_no_sign_in(client, public_kind):  # noqa: F811
    paper = DocumentFactory()
    response = client.get(paper.get_absolute_url())
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get(progress(paper), headers=HTMX).status_code == 200


def test_document_of_an_unknown_kind_is_nobodys(client_of, nora, anna, make):
    paper = make(kind="forgotten")
    for user in (nora, anna):
        assert client_of(user).get(paper.get_absolute_url()).status_code == 404
    assert not rules.has_perm("documents.read_document", anna, paper)


def test_page_is_only_for_reading(browser, make):
    assert browser.post(make().get_absolute_url()).status_code == 405
