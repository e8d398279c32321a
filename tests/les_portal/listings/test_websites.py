"""Whether a school's website opens: looked at with real servers, and never inside the network of the portal."""

import socket
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from les_portal.jobs.models import Job
from les_portal.jobs.queue import enqueue
from les_portal.listings.models import Finding, WebsiteCheck
from les_portal.listings.quality import visiting
from les_portal.listings.quality.addresses import is_public
from les_portal.listings.quality.visiting import problem_of
from les_portal.listings.quality.websites import note, plan
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.les_portal.listings.web_servers import own_certificate, serving, talking

Problem = WebsiteCheck.Problem


# --- what is there, and what is not -------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 204, 304, 401, 403, 405, 418, 429])
def test_who_answers_is_there(status, settings):
    with serving({"/": status}, settings) as server:
        assert problem_of(server.url()) == ""


@pytest.mark.parametrize(
    ("status", "problem"), [(404, Problem.GONE), (410, Problem.GONE), (500, Problem.FAULT), (503, Problem.FAULT)]
)
def test_what_a_website_says_of_itself(status, problem, settings):
    with serving({"/": status}, settings) as server:
        assert problem_of(server.url()) == problem
        assert [method for method, *_rest in server.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 500, 501])
def test_who_does_not_know_head_is_asked_again(status, settings):
    with serving({"HEAD /": status, "GET /": 200}, settings) as server:
        assert problem_of(server.url()) == ""


def test_who_says_at_once_that_it_is_there_is_asked_once_and_told_by_whom(settings):
    settings.SITE_URL = "https://portal.example.org"
    with serving({"/page?a=b": 200}, settings) as server:
        assert problem_of(server.url("/page?a=b#part")) == ""
        [(method, path, headers)] = server.asked
        assert (method, path, headers["Host"]) == ("HEAD", "/page?a=b", server.place)
        assert settings.SITE_NAME in headers["User-Agent"]
        assert "https://portal.example.org" in headers["User-Agent"]


def test_it_is_followed_three_times(settings):
    with serving({"/": (301, "/a"), "/a": (302, "b"), "/b": (308, "/c"), "/c": 200}, settings) as server:
        assert problem_of(server.url()) == ""


@pytest.mark.parametrize(
    "answers", [{"/": (302, "/")}, {"/": (301, "/1"), "/1": (301, "/2"), "/2": (301, "/3"), "/3": (301, "/4")}]
)
def test_it_is_not_followed_a_fourth_time(answers, settings):
    with serving(answers, settings) as server:
        assert problem_of(server.url()) == Problem.LOOP
        assert len(server.asked) == 4


def test_nobody_listens(settings):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"127.0.0.1:{listening.getsockname()[1]}"
    settings.WEBSITES_ALSO_AT = {place}
    assert problem_of(f"http://{place}/") == Problem.SILENT


def test_a_name_that_nobody_has():
    assert problem_of("http://school.invalid/") == Problem.NO_SUCH_NAME


def test_a_certificate_that_browsers_warn_of(settings, tmp_path):
    with serving({"/": 200}, settings, certificate=own_certificate(tmp_path)) as server:
        assert problem_of(server.url()) == Problem.CERTIFICATE
        assert server.asked == []


def test_a_certificate_that_is_trusted(settings, tmp_path, monkeypatch):
    certificate = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    with serving({"/": 200}, settings, certificate=certificate) as server:
        assert problem_of(server.url()) == ""


def test_what_is_no_http(settings):
    with talking(lambda connection, over: connection.sendall(b"SSH-2.0-OpenSSH\r\n"), settings) as url:
        assert problem_of(url) == Problem.SILENT


def test_silence_has_an_end(settings, monkeypatch):
    monkeypatch.setattr(visiting, "TIMEOUT", 0.2)
    with talking(lambda connection, over: over.wait(), settings) as url:
        assert problem_of(url) == Problem.SILENT


def test_an_answer_that_comes_by_drops_has_an_end(settings, monkeypatch):
    """Each drop in time, and never the last one: who waits for each byte alone would wait for ever."""

    def drip(connection, over) -> None:
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not over.wait(0.01):
                connection.sendall(b"X-More: more\r\n"[:1])

    monkeypatch.setattr(visiting, "TIMEOUT", 0.2)
    with talking(drip, settings) as url:
        assert problem_of(url) == Problem.SILENT


def test_a_page_without_end_is_not_read(settings):
    def pour(connection, over) -> None:
        with suppress(OSError):
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not over.is_set():
                connection.sendall(b"x" * 65536)

    with talking(pour, settings) as url:
        assert problem_of(url) == ""


# --- where the portal does not go ---------------------------------------------------------------

INSIDE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "https://192.168.1.1/",
    "http://100.64.0.1/",
    "http://[fd00::1]/",
    "http://[64:ff9b::10.0.0.1]/",
]
NO_ADDRESS = [
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "gopher://8.8.8.8:80/",
    "file://8.8.8.8:443/etc/passwd",
    "//8.8.8.8:80/",
    "http://user:secret@8.8.8.8/",
    "http://user@8.8.8.8/",
    "http://8.8.8.8:22/",
    "http://8.8.8.8:99999/",
    "http:///nowhere",
    "http://[::1/",
    f"http://{'a' * 64}.example.org/",
    "school.example.org",
]


@pytest.fixture
def _no_connection(monkeypatch):
    """To anywhere: what is refused is refused before."""

    def connect(*args, **kwargs):
        raise AssertionError(f"connected to {args}")

    monkeypatch.setattr(socket, "create_connection", connect)


@pytest.mark.usefixtures("_no_connection")
@pytest.mark.parametrize("url", INSIDE)
def test_inside_its_own_network_the_portal_opens_nothing(url):
    assert problem_of(url) == Problem.PRIVATE


@pytest.mark.usefixtures("_no_connection")
@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_of_a_website_is_not_opened(url):
    assert problem_of(url) == Problem.ADDRESS


@pytest.mark.parametrize("url", INSIDE)
def test_a_website_does_not_lead_the_portal_inside_either(url, settings):
    with serving({"/": (302, url)}, settings) as server:
        assert problem_of(server.url()) == Problem.PRIVATE
        assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["ftp://example.org/", "http://u:p@8.8.8.8/", "http://8.8.8.8:22/"])
def test_a_website_does_not_lead_the_portal_to_what_is_no_website(url, settings):
    with serving({"/": (302, url)}, settings) as server:
        assert problem_of(server.url()) == Problem.ADDRESS


def test_one_server_of_a_test_is_no_way_to_another(settings):
    with serving({"/": 200}, settings) as secret:
        settings.WEBSITES_ALSO_AT = set()
        with serving({"/": (302, secret.url())}, settings) as server:
            assert problem_of(server.url()) == Problem.ADDRESS
        assert secret.asked == []


@pytest.mark.usefixtures("_no_connection")
def test_one_address_inside_among_several_is_one_too_many(monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    assert problem_of("http://rebound.example.org/") == Problem.PRIVATE


def test_a_name_is_looked_up_once_and_that_answer_is_opened(settings, monkeypatch):
    """Whoever gives another answer the second time leads nowhere."""
    asked = []
    with serving({"/": 200}, settings) as server:

        def look_up(host, port, *args, **kwargs):
            asked.append(host)
            address = ("127.0.0.1", port) if len(asked) == 1 else ("169.254.169.254", port)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)]

        connect = socket.socket.connect
        opened = []
        monkeypatch.setattr(socket.socket, "connect", lambda self, to: opened.append(to[0]) or connect(self, to))
        monkeypatch.setattr("les_portal.listings.quality.addresses.socket.getaddrinfo", look_up)
        monkeypatch.setattr(socket, "create_connection", numeric_connection)
        assert problem_of(f"http://rebound.example.org:{server.http.server_port}/") == ""
        assert asked == ["rebound.example.org"]
        assert opened == ["127.0.0.1"]
        assert server.asked[0][2]["Host"].startswith("rebound.example.org")


def numeric_connection(address, timeout):
    """As the library does it, but for asking `getaddrinfo` what a number is."""
    connection = socket.socket()
    connection.settimeout(timeout)
    connection.connect(address)
    return connection


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["224.0.0.1", "ff02::1", "fe80::1", "fec0::1", "2002:7f00:1::", "64:ff9b::7f00:1", "::", "240.0.0.1"]
)
def test_what_only_looks_public_is_not(address):
    assert not is_public(address)


# --- which are tried, and when ------------------------------------------------------------------


def planned() -> set[str]:
    """The addresses that would be tried now."""
    with transaction.atomic():
        plan()
    jobs = Job.objects.filter(kind="listings.visit_websites", state=Job.State.WAITING)
    checks = [pk for job in jobs for pk in job.payload["checks"]]
    jobs.delete()
    return set(WebsiteCheck.objects.filter(pk__in=checks).values_list("url", flat=True))


def school_with(website: str):
    return SchoolFactory(organisation=OrganisationFactory(website=website))


@pytest.mark.django_db
def test_what_visitors_see_is_tried():
    school_with("https://school.example.org/")
    campus = CampusFactory(school=school_with(""), website="https://campus.example.org/")
    ProgrammeFactory(at=[campus], published=True, website="https://listing.example.org/")
    ProgrammeFactory(at=[campus], website="https://draft.example.org/")
    SchoolFactory(retired=True, organisation__website="https://gone.example.org/")
    assert planned() == {f"https://{name}.example.org/" for name in ("school", "campus", "listing")}


@pytest.mark.django_db
def test_one_that_is_not_given_any_more_is_forgotten():
    school = school_with("https://old.example.org/")
    planned()
    school.organisation.website = "https://new.example.org/"
    school.organisation.save()
    planned()
    assert list(WebsiteCheck.objects.values_list("url", flat=True)) == ["https://new.example.org/"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("problem", "ago", "is_tried"),
    [
        ("", timedelta(days=6), False),
        ("", timedelta(days=8), True),
        ("silent", timedelta(), False),
        ("silent", timedelta(days=1), True),
    ],
)
def test_a_good_one_is_left_alone_for_a_week_and_a_bad_one_for_a_day(problem, ago, is_tried):
    school_with("https://school.example.org/")
    planned()
    WebsiteCheck.objects.update(problem=problem, checked_at=timezone.now() - ago)
    assert planned() == ({"https://school.example.org/"} if is_tried else set())


@pytest.mark.django_db
def test_pages_of_one_host_are_tried_one_after_the_other():
    for number in range(5):
        school_with(f"https://one.example.org/{number}")
    school_with("https://other.example.org/")
    with transaction.atomic():
        plan()
    jobs = Job.objects.filter(kind="listings.visit_websites")
    assert sorted(len(job.payload["checks"]) for job in jobs) == [1, 5]


@pytest.mark.django_db
def test_a_job_tries_two_and_leaves_the_rest_for_a_moment_later(settings, do_jobs):
    with serving({"/": 200, "/a": 404, "/b": 200}, settings) as server:
        for path in ("/", "/a", "/b"):
            school_with(server.url(path))
        with transaction.atomic():
            plan()
        before = timezone.now()
        assert do_jobs() == 1
        assert WebsiteCheck.objects.exclude(checked_at=None).count() == 2
        [rest] = Job.objects.filter(state=Job.State.WAITING)
        assert rest.due_at > before + timedelta(seconds=5)
        Job.objects.update(due_at=before)
        assert do_jobs() == 1
    assert WebsiteCheck.objects.get(url=server.url("/a")).problem == Problem.GONE
    assert set(WebsiteCheck.objects.exclude(problem="gone").values_list("problem", flat=True)) == {""}


def tried(check: WebsiteCheck, problem: str, *, days_ago: int) -> WebsiteCheck:
    """As if the last visit had been that many days ago."""
    with transaction.atomic():
        note({check.pk: problem}, left=[])
    moved = timezone.now() - timedelta(days=days_ago)
    WebsiteCheck.objects.filter(pk=check.pk).update(checked_at=moved)
    check.refresh_from_db()
    return check


@pytest.mark.django_db
def test_it_is_dead_after_three_bad_days_one_after_the_other():
    school = school_with("https://school.example.org/")
    planned()
    check = WebsiteCheck.objects.get()
    findings = Finding.objects.filter(school=school)
    assert not tried(check, "silent", days_ago=3).is_dead
    assert not tried(check, "silent", days_ago=0).is_dead
    assert not tried(check, "silent", days_ago=0).is_dead, "twice on one day is one day"
    assert not findings.exists()
    WebsiteCheck.objects.update(checked_at=timezone.now() - timedelta(days=1))
    assert tried(check, "gone", days_ago=1).is_dead
    assert findings.get().details == {"url": "https://school.example.org/", "problem": "gone"}
    assert not tried(check, "", days_ago=0).is_dead
    assert not findings.exists()
    assert check.failing_since is None


@pytest.mark.django_db
def test_one_good_day_begins_the_count_anew():
    school_with("https://school.example.org/")
    planned()
    check = WebsiteCheck.objects.get()
    for problem in ("silent", "silent", "", "silent", "silent"):
        tried(check, problem, days_ago=1)
    assert (check.failed_days, check.is_dead) == (2, False)


@pytest.mark.django_db
def test_a_check_that_is_gone_meanwhile_is_no_mistake(do_jobs):
    with transaction.atomic():
        job = enqueue("listings.visit_websites", {"checks": [404]})
    assert do_jobs() == 1
    job.refresh_from_db()
    assert job.state == Job.State.DONE
