import hashlib
import logging

import pytest
from botocore.config import Config
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from les_portal.documents.downloading import send
from les_portal.documents.models import Document, private_storage
from tests.factories.documents import DocumentFactory, pdf
from tests.les_portal.documents.papers import private_kind, public_kind  # noqa: F401
from tests.les_portal.documents.stores import keep_documents_in
from tests.les_portal.documents.test_storage import bucket, s3  # noqa: F401
from tests.services.processes import free_port

pytestmark = pytest.mark.django_db


def address(document: Document) -> str:
    return reverse("documents:file", args=[document.number, document.file_name])


@pytest.fixture
def paper(private_kind, school_organisation) -> Document:  # noqa: F811
    return DocumentFactory(organisation=school_organisation)


class Reader:
    """A browser that reads to the end what it gets."""

    def __init__(self, client):
        self.client = client

    def get(self, url: str, **asked):
        response = self.client.get(url, **asked)
        response.body = response.getvalue()
        return response

    def head(self, url: str, **asked):
        return self.client.head(url, **asked)


@pytest.fixture
def browser(client_of, anna) -> Reader:
    return Reader(client_of(anna))


def test_download_is_the_file_that_was_made(browser, paper):
    response = browser.get(address(paper))
    assert response.status_code == 200
    assert response.body == pdf(paper.number)
    assert hashlib.sha256(response.body).hexdigest() == paper.sha256
    assert response["Content-Length"] == str(len(response.body))
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == f'"{paper.sha256}"'


def test_download_does_not_render(browser, paper):
    """Nothing that is printed is even read."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address(paper))
    assert response.templates == []
    assert not any('"content"' in query["sql"] for query in queries)


def test_download_has_the_right_name(browser, paper):
    name = f"{paper.number}-nl.pdf"
    disposition = f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert browser.get(address(paper))["Content-Disposition"] == disposition
    assert browser.get(address(paper) + "?inline=1")["Content-Disposition"].startswith("inline; ")


def test_download_can_do_nothing_in_a_browser(browser, paper):
    response = browser.get(address(paper))
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_download_of_a_private_document_is_kept_by_nobody_else(browser, paper):
    response = browser.get(address(paper))
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_download_of_a_public_document_is_everybodys(client, public_kind, django_assert_num_queries):  # noqa: F811
    paper = DocumentFactory()
    with django_assert_num_queries(1):
        response = Reader(client).get(address(paper))
    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response["Vary"], "a cache may give it to the next visitor"
    assert response.body == pdf(paper.number)


def test_download_again_sends_nothing(browser, paper):
    paper.file.storage.delete(paper.file.name)  # it is not even looked for
    response = browser.get(address(paper), headers={"If-None-Match": f'"{paper.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == f'"{paper.sha256}"'
    assert response["Cache-Control"] == "private, no-cache"


def test_download_after_another_file_is_sent(browser, paper):
    assert browser.get(address(paper), headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_says_what_get_would(browser, paper):
    answers = [browser.get(address(paper)), browser.head(address(paper))]
    assert answers[1].status_code == 200
    assert answers[1].content == b""
    kept = ("Content-Length", "Content-Type", "ETag", "Content-Disposition", "Accept-Ranges")
    assert {name: answers[1][name] for name in kept} == {name: answers[0][name] for name in kept}


def test_head_of_a_part_is_of_the_whole(browser, paper):
    response = browser.head(address(paper), headers={"Range": "bytes=0-9"})
    assert (response.status_code, response["Content-Length"]) == (200, str(paper.size))


def test_download_is_not_packed_again(browser, paper):
    response = browser.get(address(paper), headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in response
    assert response["Content-Length"] == str(paper.size)
    assert response["ETag"] == f'"{paper.sha256}"'
    assert response.body == pdf(paper.number)


# --- parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=10-19", 10, 19),
        ("bytes=10-", 10, -1),
        ("bytes=-10", -10, -1),
        ("bytes=10-999999", 10, -1),
    ],
)
def test_part_is_that_part(browser, paper, asked, first, last):
    whole = pdf(paper.number)
    begin, end = first % len(whole), last % len(whole)
    response = browser.get(address(paper), headers={"Range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {begin}-{end}/{len(whole)}"
    assert response["Content-Length"] == str(end - begin + 1)
    assert response.body == whole[begin : end + 1]


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-",
        "bytes=-999999",
        "bytes=-",
        "bytes=9-3",
        "bytes=0-1,5-6",
        "lines=1-2",
        "bytes=a-b",
        f"bytes={'9' * 30}-",
        "bytes",
    ],
)
def test_anything_else_is_answered_whole(browser, paper, asked):
    response = browser.get(address(paper), headers={"Range": asked})
    assert (response.status_code, "Content-Range" in response) == (200, False)
    assert response.body == pdf(paper.number)


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=999999-9999999", "bytes=-0"])
def test_part_outside_the_file_is_refused(browser, paper, asked):
    response = browser.get(address(paper), headers={"Range": asked})
    assert (response.status_code, response.content) == (416, b"")
    assert response["Content-Range"] == f"bytes */{paper.size}"


def test_part_of_the_same_file_only(browser, paper):
    part = {"Range": "bytes=5-9"}
    same = browser.get(address(paper), headers=part | {"If-Range": f'"{paper.sha256}"'})
    other = browser.get(address(paper), headers=part | {"If-Range": '"other"'})
    dated = browser.get(address(paper), headers=part | {"If-Range": "Fri, 20 Nov 2026 10:00:00 GMT"})
    assert [response.status_code for response in (same, other, dated)] == [206, 200, 200]


def test_file_is_closed_when_nobody_reads_it(rf, paper):
    response = send(rf.get("/", headers={"Range": "bytes=5-9"}), paper, is_public=False, inline=False)
    file = response.file_to_stream.file
    response.close()
    assert file.closed


# --- a file that is not there ---------------------------------------------------------------------


def test_missing_file_is_told_as_a_page(browser, paper, caplog):
    paper.file.storage.delete(paper.file.name)
    with caplog.at_level(logging.ERROR):
        for method in (browser.get, browser.head):
            response = method(address(paper))
            assert response.status_code == 503
            assert response["Retry-After"]
    page = browser.get(address(paper)).body.decode()
    assert paper.number in page
    assert reverse("documents:document", args=[paper.number]) in page
    assert f"the file of document {paper.number} cannot be sent: FileNotFoundError" in caplog.text


def test_file_of_another_size_is_not_sent(browser, paper, caplog):
    storage = private_storage()
    storage.delete(paper.file.name)
    assert storage.save(paper.file.name, ContentFile(b"%PDF-1.7 of somebody else")) == paper.file.name
    assert browser.get(address(paper)).status_code == 503
    assert f"25 bytes instead of {paper.size}" in caplog.text


# --- from a bucket --------------------------------------------------------------------------------


def test_download_from_a_bucket_is_the_same(bucket, browser, paper):  # noqa: F811
    whole = pdf(paper.number)
    assert browser.get(address(paper)).body == whole
    part = browser.get(address(paper), headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.body) == (206, whole[10:20])
    head = browser.head(address(paper))
    assert (head.status_code, head["Content-Length"]) == (200, str(len(whole)))


def test_object_that_is_missing_is_told_as_a_page(bucket, browser, paper, caplog):  # noqa: F811
    client, name = bucket
    client.delete_object(Bucket=name, Key=paper.file.name)
    assert browser.get(address(paper)).status_code == 503
    assert "FileNotFoundError" in caplog.text


def test_bucket_that_does_not_answer_is_told_as_a_page(bucket, browser, paper, settings, monkeypatch, caplog):  # noqa: F811
    options = settings.STORAGES["documents"]["OPTIONS"] | {"endpoint_url": f"http://127.0.0.1:{free_port()}"}
    options["client_config"] = Config(retries={"max_attempts": 0}, connect_timeout=1)
    keep_documents_in(settings, "les_portal.documents.bucket.PrivateBucket", **options)
    monkeypatch.setattr(paper.file.field, "storage", private_storage())
    assert browser.get(address(paper)).status_code == 503
    assert "EndpointConnectionError" in caplog.text


# --- for whom, and when ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chloe", "dirk", "nora"])
def test_download_does_not_exist_for_others(client_of, request, paper, who):
    assert client_of(request.getfixturevalue(who)).get(address(paper)).status_code == 404


def test_download_does_not_exist_for_a_stranger(client, paper):
    for method in (client.get, client.head):
        response = method(address(paper), headers={"If-None-Match": f'"{paper.sha256}"'})
        assert response.status_code == 404


def test_download_under_another_name_does_not_exist(browser, paper):
    assert browser.get(reverse("documents:file", args=[paper.number, "other.pdf"])).status_code == 404


def test_download_of_an_unknown_kind_does_not_exist(client, browser, private_kind):  # noqa: F811
    paper = DocumentFactory(kind="unknown")
    for visitor in (client, browser):
        assert visitor.get(address(paper)).status_code == 404


@pytest.mark.parametrize("state", ["requested", "failed"])
def test_download_before_there_is_one_leads_to_the_page(browser, private_kind, school_organisation, state):  # noqa: F811
    paper = DocumentFactory(organisation=school_organisation, **{state: True})
    assert browser.get(address(paper)).url == paper.get_absolute_url()


def test_download_is_only_for_reading(browser, paper):
    assert browser.client.post(address(paper)).status_code == 405


def test_download_of_a_withdrawn_document_is_there_still(browser, paper):
    Document.objects.filter(pk=paper.pk).update(standing=Document.Standing.WITHDRAWN)
    response = browser.get(address(paper))
    assert response.body == pdf(paper.number)
