import gzip

import brotli
import pytest
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path

from les_portal.publication import stored as module
from les_portal.publication.changes import changed
from les_portal.publication.stored import Answer, Store, best_encoding, fresh, stored, stored_page

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

made = []
WORDS = b"the same for everybody " * 100


@login_not_required
def data(request):
    def build():
        made.append("data")
        return WORDS + str(len(made)).encode()

    return stored(request, ("data", request.GET.get("which", "")), build)


@login_not_required
def once(request):
    return fresh(request, WORDS)


@login_not_required
@stored_page
def page(request):
    made.append("page")
    if request.GET.get("token"):
        return HttpResponse(f"<p>{get_token(request)}</p>")
    if request.GET.get("cookie"):
        response = HttpResponse("<p>cookie</p>")
        response.set_cookie("taste", "salt")
        return response
    if request.GET.get("session"):
        request.session["seen"] = True
    if request.GET.get("message"):
        messages.success(request, "only for you")
        return HttpResponse(f"<p>{[str(message) for message in messages.get_messages(request)]}</p>")
    if request.GET.get("away"):
        return redirect("/elsewhere/")
    name = request.user.name if request.user.is_authenticated else "nobody"
    fragment = "fragment" if request.htmx else "page"
    return HttpResponse(f"<p>{fragment} {len(made)} for {name}</p>" + "<p>more</p>" * 100)


urlpatterns = [path("data/", data), path("once/", once), path("page/", page)]


@pytest.fixture(autouse=True)
def _something_is_published():
    changed("test", [])
    made.clear()


def body(response) -> bytes:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(response.headers.get("Content-Encoding"), bytes)
    return unpack(response.content)


# --- encodings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, identity; q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000", ""),
        ("BR", "br"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_best_encoding_that_is_accepted_is_sent(client, accepted, best):
    assert best_encoding(accepted) == best
    response = client.get("/data/", headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding", "") == best
    assert body(response).startswith(WORDS)
    assert response["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response["Vary"]


def test_what_is_not_kept_is_sent_the_same_way(client):
    response = client.get("/once/", headers={"Accept-Encoding": "br"})
    assert response["Content-Encoding"] == "br"
    assert body(response) == WORDS
    assert client.get("/once/", headers={"If-None-Match": client.get("/once/")["ETag"]}).status_code == 304


# --- data ----------------------------------------------------------------------------------------


def test_data_is_made_once_per_key_and_edition(client):
    first = client.get("/data/")
    assert client.get("/data/", headers={"Accept-Encoding": "gzip"}).status_code == 200
    assert client.get("/data/").content == first.content
    assert len(made) == 1
    client.get("/data/?which=other")
    assert len(made) == 2
    changed("test", [])
    assert client.get("/data/").content != first.content
    assert len(made) == 3


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_an_unchanged_answer_is_304_in_each_encoding(client, encoding):
    first = client.get("/data/", headers={"Accept-Encoding": encoding})
    again = client.get("/data/", headers={"Accept-Encoding": encoding, "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "public, no-cache")


def test_encodings_have_their_own_etags(client):
    etags = {client.get("/data/", headers={"Accept-Encoding": name})["ETag"] for name in ("br", "gzip", "")}
    assert len(etags) == 3


def test_nothing_is_kept_before_the_first_edition(client):
    module.DATA.clear()
    from les_portal.publication.models import Edition

    Edition.objects.all().delete()
    client.get("/data/")
    client.get("/data/")
    assert len(made) == 2


# --- pages ---------------------------------------------------------------------------------------


def test_a_page_is_made_once_for_visitors_who_are_nobody(client):
    first = client.get("/page/", headers={"Accept-Encoding": "br"})
    again = client.get("/page/", headers={"Accept-Encoding": "br"})
    assert len(made) == 1
    assert first.content == again.content
    assert again["Content-Type"] == "text/html; charset=utf-8"
    assert again["Cache-Control"] == "public, no-cache"
    assert {"Cookie", "Accept-Encoding", "HX-Request"} <= {name.strip() for name in again["Vary"].split(",")}
    assert "Set-Cookie" not in again
    assert client.get("/page/", headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]}).status_code == 304


def test_a_kept_page_costs_one_query(client, django_assert_num_queries):
    client.get("/page/")
    with django_assert_num_queries(1):
        client.get("/page/")


def test_a_change_is_seen_at_once(client):
    first = client.get("/page/").content
    changed("test", [])
    assert client.get("/page/").content != first


def test_a_new_day_makes_a_new_page(client, monkeypatch):
    client.get("/page/")
    monkeypatch.setattr(module, "localdate", lambda: "tomorrow")
    client.get("/page/")
    assert len(made) == 2


def test_a_page_depends_on_its_query_string_and_language(client):
    client.get("/page/?q=zorg")
    client.get("/page/")
    client.get("/page/", headers={"Accept-Language": "fr"})
    assert len(made) == 3


def test_a_fragment_is_not_the_page(client):
    assert b"page" in client.get("/page/").content
    assert b"fragment" in client.get("/page/", headers={"HX-Request": "true"}).content
    assert b"fragment" not in client.get("/page/").content


def test_who_signed_in_never_gets_a_kept_page_and_leaves_none(client, client_of, anna):
    hers = client_of(anna)
    assert b"for Anna" in hers.get("/page/").content
    assert b"for nobody" in client.get("/page/").content
    response = hers.get("/page/")
    assert b"for Anna" in response.content
    assert "private" in response["Cache-Control"]
    assert b"for nobody" in client.get("/page/").content
    assert made == ["page"] * 3


@pytest.mark.parametrize("what", ["token", "cookie", "session", "message"])
def test_a_page_with_something_of_one_visitor_in_it_is_not_kept(client_class, what):
    first, second = client_class().get(f"/page/?{what}=1"), client_class().get(f"/page/?{what}=1")
    assert len(made) == 2
    for response in (first, second):
        assert "private" in response["Cache-Control"]


@pytest.fixture
def client_class(client):
    return type(client)


def test_a_visitor_with_a_form_token_gets_a_page_of_their_own(client):
    client.get("/page/?token=1")
    assert "csrftoken" in client.cookies
    client.get("/page/")
    client.get("/page/")
    assert len(made) == 3


def test_what_is_not_a_page_is_not_kept(client):
    assert client.get("/page/?away=1").status_code == 302
    client.get("/page/?away=1")
    assert len(made) == 2
    assert client.post("/page/").status_code == 200
    assert len(made) == 3


# --- before everything else ----------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/page/", "/data/"])
def test_an_answer_that_is_ready_has_all_the_headers_of_the_one_before_it(client, url):
    first = client.get(url, headers={"Accept-Encoding": "br"})
    again = client.get(url, headers={"Accept-Encoding": "br"})
    assert dict(again.items()) == dict(first.items())
    assert again.content == first.content
    for name in ("Content-Security-Policy", "X-Frame-Options", "Content-Language", "X-Content-Type-Options"):
        assert name in again
    unchanged = client.get(url, headers={"Accept-Encoding": "br", "If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    assert {"Content-Length", "Content-Encoding", "Content-Type"}.isdisjoint(unchanged.headers)
    assert unchanged["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_an_answer_that_is_ready_is_for_its_own_encoding_and_language(client):
    bodies = {}
    for _ in range(2):
        for encoding in ("br", "gzip", ""):
            response = client.get("/data/", headers={"Accept-Encoding": encoding, "Accept-Language": "fr"})
            assert response.headers.get("Content-Encoding", "") == encoding
            assert response["Content-Language"] == "fr"
            assert bodies.setdefault(encoding, response.content) == response.content
    assert client.get("/data/", headers={"Accept-Language": "en"})["Content-Language"] == "en"


def test_an_etag_of_another_page_gets_the_page(client):
    client.get("/page/")
    assert client.get("/page/", headers={"If-None-Match": '"something-else"'}).status_code == 200


def test_a_host_that_is_not_ours_gets_nothing_from_memory(client):
    client.get("/page/")
    assert client.get("/page/", headers={"Host": "evil.example"}).status_code == 400


def test_what_is_not_stored_asks_nothing_of_the_database(client, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(0):
            client.get("/once/")


def test_nothing_is_kept_while_somebody_works_on_it(client, settings):
    settings.DEBUG = True
    client.get("/page/")
    client.get("/page/")
    assert len(made) == 2


# --- memory --------------------------------------------------------------------------------------


def answer(size: int) -> Answer:
    return Answer("now", b"x" * size, {})


def test_the_store_keeps_what_was_used_last():
    store = Store(max_bytes=2 * 300)
    for name in "abc":
        store.put(name, answer(100))
    store.get("a", "now")
    store.put("d", answer(100))
    assert [name for name in "abcd" if store.get(name, "now")] == ["a", "c", "d"]


def test_an_answer_takes_the_place_of_the_one_before_it():
    store = Store(max_bytes=2 * 300)
    for _ in range(50):
        store.put("a", answer(100))
    store.put("b", answer(100))
    assert store.get("a", "now")
    assert store.get("a", "yesterday") is None
