"""The door for beacons answers all alike, and counts only what a visitor's browser says of a public page of ours."""

import logging

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from les_portal.accounts.models import Bucket
from les_portal.counts.models import Count
from les_portal.counts.reading import days_ago, totals
from les_portal.listings.views.counting import MOST_BYTES, PER_NETWORK
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db
BROWSER = {
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "HTTP_SEC_FETCH_SITE": "same-origin",
    "HTTP_ORIGIN": "http://testserver",
}


@pytest.fixture
def campus(school_organisation):
    return CampusFactory(school=SchoolFactory(organisation=school_organisation))


@pytest.fixture
def programme(campus):
    return ProgrammeFactory(at=[campus], published=True)


def send(client, said: str | bytes, **more):
    headers = {name: value for name, value in (BROWSER | more).items() if value is not None}
    return client.post("/count/", said, content_type="text/plain", **headers)


def number() -> int:
    return sum(Count.objects.values_list("number", flat=True))


def test_a_view_and_a_click_of_each_kind_are_counted(client, programme, campus):
    for kind, row in {"programme": programme, "campus": campus, "school": campus.school}.items():
        for said in (f"view {kind} {row.pk}", f"view {kind} {row.pk}", f"click {kind} {row.pk}"):
            assert send(client, said).status_code == 204
        assert totals(kind, [row.pk], since=days_ago(0)) == {row.pk: {"view": 2, "click": 1}}


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_DNT": "1"},
        {"HTTP_SEC_GPC": "1"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Examplebot/2.1; +https://example.org/bot.html)"},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
        {"HTTP_USER_AGENT": None},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example.org"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://["},
        {"HTTP_ORIGIN": "http://testserver:99999999"},
        {"HTTP_ORIGIN": "http://testserver@elsewhere.example.org"},
        {"HTTP_ORIGIN": "https://elsewhere.example.org", "HTTP_SEC_FETCH_SITE": None},
        {"HTTP_ORIGIN": None, "HTTP_SEC_FETCH_SITE": None},
    ],
)
def test_who_is_not_to_be_counted_gets_the_same_answer(client, programme, headers):
    counted, not_counted = send(client, f"view programme {programme.pk}"), None
    assert number() == 1
    not_counted = send(client, f"view programme {programme.pk}", **headers)
    assert number() == 1
    assert (not_counted.status_code, not_counted.content) == (counted.status_code, counted.content) == (204, b"")
    assert dict(not_counted.items()) == dict(counted.items())


@pytest.mark.parametrize("header", ["HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE"])
def test_a_browser_that_says_only_one_of_both_is_counted(client, programme, header):
    send(client, f"view programme {programme.pk}", **{header: None})
    assert number() == 1


@pytest.mark.parametrize(
    "said",
    [
        "",
        "view programme",
        "view programme 0",
        "view programme -1",
        "view programme 999999999",
        "view programme 99999999999999999999999",
        "look programme {pk}",
        "view user {pk}",
        "view programme {pk}; DROP TABLE counts_count",
        " view programme {pk}",
        "view programme {pk}\n",
        b"\xff\xfe\x00",
        "view programme {pk}" + " " * MOST_BYTES,
    ],
)
def test_what_means_nothing_is_not_counted(client, programme, said):
    said = said.replace("{pk}", str(programme.pk)) if isinstance(said, str) else said
    assert send(client, said).status_code == 204
    assert not Count.objects.exists()


def test_what_no_visitor_sees_is_not_counted(client, campus):
    draft = ProgrammeFactory(at=[campus])
    closed = CampusFactory(school=campus.school, closed_on=days_ago(1))
    for said in (f"view programme {draft.pk}", f"view campus {closed.pk}"):
        assert send(client, said).status_code == 204
    assert not Count.objects.exists()


def test_the_schools_own_people_are_not_counted(client_of, anna, bram, chloe, emma, programme):
    for person in (anna, bram):
        send(client_of(person), f"view programme {programme.pk}")
    assert number() == 0
    for person in (chloe, emma):
        send(client_of(person), f"view programme {programme.pk}")
    assert number() == 2


def test_one_network_cannot_count_up(client, programme, campus):
    for _ in range(PER_NETWORK.times + 5):
        assert send(client, f"view programme {programme.pk}").status_code == 204
    assert number() == PER_NETWORK.times
    send(client, f"view campus {campus.pk}")
    send(client, f"view programme {programme.pk}", REMOTE_ADDR="192.0.2.7")
    assert number() == PER_NETWORK.times + 2, "another page, and another network"


def test_nothing_tells_who_it_was(client, programme, caplog):
    caplog.set_level(logging.DEBUG)
    answer = send(client, f"view programme {programme.pk}", REMOTE_ADDR="192.0.2.7")
    assert not answer.cookies
    assert "192.0.2.7" not in caplog.text
    [row] = Count.objects.values()
    assert set(row) == {"id", "kind", "object_id", "day", "event", "number"}
    assert "192.0.2" not in Bucket.objects.get().key


def test_nobody_looks_for_a_session_that_was_not_sent(client, programme):
    with CaptureQueriesContext(connection) as queries:
        send(client, f"view programme {programme.pk}")
    assert not [query["sql"] for query in queries if "django_session" in query["sql"]]


def test_only_post_counts(client, programme):
    assert client.get(f"/count/?view programme {programme.pk}").status_code == 405


def test_a_long_body_is_not_read_to_its_end(programme):
    from les_portal.listings.views.counting import count

    request = RequestFactory().post("/count/", b"x" * 100_000, content_type="text/plain", **BROWSER)
    assert count(request).status_code == 204
    assert len(request.read()) > 99_000


def test_public_pages_say_what_they_are(client, programme, campus):
    for kind, row in {"programme": programme, "campus": campus, "school": campus.school}.items():
        page = client.get(row.get_absolute_url()).content.decode()
        assert f'data-les-module="count" data-count="{kind} {row.pk}"' in page
        assert "data-count-click" in page
