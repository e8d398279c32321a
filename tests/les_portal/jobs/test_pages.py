"""How the outbox is doing, and a failed job tried again: for network administrators, and for nobody else."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from les_portal.jobs.models import Attempt, Job
from tests.les_portal.jobs.kinds import kind, make_job

pytestmark = pytest.mark.django_db
LIST = reverse("jobs:list")


@pytest.fixture
def browser(client_of, nora):
    return client_of(nora)


@pytest.fixture
def failed():
    job = make_job("test.send", state="failed", attempts=2, reason="SMTPServerDisconnected: gone", payload={"mail": 7})
    for number in (1, 2):
        Attempt.objects.create(
            job=job, number=number, token=job_token(number), outcome="error", error="gone", ended_at=timezone.now()
        )
    return job


def job_token(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser").find("main")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


def retry_address(job: Job) -> str:
    return reverse("jobs:retry", args=[job.pk])


def test_page_without_jobs_says_what_will_stand_there(browser):
    assert page_of(browser.get(LIST)).select_one(".empty")


def test_page_shows_what_failed_first_with_its_reason_and_attempts(browser, failed):
    with kind("test.send", label="Send a letter"):
        for state in ("done", "waiting", "running"):
            make_job("test.send", state=state)
        page = page_of(browser.get(LIST))
    rows = page.select("tbody tr")
    states = [row.select_one(".badge").get_text(strip=True) for row in rows]
    assert states == [str(Job.State(state).label) for state in ("failed", "running", "waiting", "done")]
    first = rows[0].get_text(" ")
    for expected in ("Send a letter", "mail 7", "SMTPServerDisconnected: gone"):
        assert expected in first
    assert len(rows[0].select(".timeline li")) == 2


def test_page_counts_by_state_and_says_how_long_the_oldest_waits(browser):
    for state, number in {"failed": 3, "waiting": 2, "done": 1}.items():
        for _n in range(number):
            make_job("test.send", state=state)
    Job.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(minutes=20))
    response = browser.get(LIST)
    assert response.context["figures"].counts == {"failed": 3, "waiting": 2, "done": 1, "running": 0, "skipped": 0}
    assert page_of(response).select_one(".strip .badge.bad").get_text(strip=True).startswith("20")
    assert page_of(response).select_one(".notice.warn")


def test_page_is_calm_when_nothing_is_late(browser):
    make_job("test.send", due_at=timezone.now() + timedelta(hours=1))
    page = page_of(browser.get(LIST))
    assert page.select_one(".strip .badge.good")
    assert not page.select(".notice")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4),
        ("?state=failed", 2),
        ("?kind=test.send", 2),
        ("?kind=test.send&state=failed", 1),
        ("?state=elsewhere&kind=nobody.knows", 4),
        ("?state=skipped", 0),
    ],
)
def test_page_shows_the_chosen_state_and_kind(browser, query, found):
    with kind("test.send"), kind("test.draw"):
        for name in ("test.send", "test.draw"):
            make_job(name, state="failed")
            make_job(name, state="done")
        response = browser.get(LIST + query)
    assert len(page_of(response).select("tbody tr")) == found
    assert bool(page_of(response).select(".empty a")) == (found == 0)


def test_page_shows_25_at_a_time(browser):
    for _n in range(26):
        make_job("test.send")
    assert len(page_of(browser.get(LIST)).select("tbody tr")) == 25
    assert len(page_of(browser.get(f"{LIST}?page=2")).select("tbody tr")) == 1


def test_page_asks_no_more_for_more_jobs(browser, nora, queries_stay_constant):
    def make(number: int) -> None:
        for n in range(number):
            job = make_job("test.send", state="failed", attempts=1, asked_again_by=nora, asked_again_at=timezone.now())
            token = job_token(job.pk * 1000 + n)
            Attempt.objects.create(job=job, number=1, token=token, outcome="error", ended_at=timezone.now())

    queries_stay_constant(LIST, make, rows=20, client=browser)


def test_failed_job_gets_its_attempts_back_and_says_who_asked(browser, failed, nora, do_jobs):
    response = browser.post(f"{retry_address(failed)}?state=failed", follow=True)
    assert response.redirect_chain == [(f"{LIST}?state=failed", 302)]
    assert "test.send" in " ".join(str(message) for message in response.context["messages"])
    again = Job.objects.get()
    assert (again.state, again.tried, again.attempts, again.asked_again_by) == ("waiting", 0, 2, nora)
    assert nora.name in text_of(browser.get(LIST))
    with kind("test.send"):
        do_jobs()
    assert list(again.tries.values_list("number", "outcome")) == [(1, "error"), (2, "error"), (3, "done")]


def test_asked_again_by_somebody_who_left_is_still_said(browser):
    make_job("test.send", asked_again_at=timezone.now())
    assert len(page_of(browser.get(LIST)).select("tbody .trust")) == 2


@pytest.mark.parametrize("state", ["waiting", "running", "done", "skipped"])
def test_job_that_has_not_failed_is_not_tried_again(browser, state):
    job = make_job("test.send", state=state)
    assert not page_of(browser.get(LIST)).select("tbody form")
    response = browser.post(retry_address(job), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert Job.objects.get().state == state


def test_retry_by_a_link_and_of_an_unknown_job_are_refused(browser, failed):
    assert browser.get(retry_address(failed)).status_code == 405
    assert browser.post(reverse("jobs:retry", args=[failed.pk + 1])).status_code == 404


@pytest.mark.parametrize("who", ["anna", "bram", "dirk", "emma", "finn", "mona", "tom"])
def test_pages_do_not_exist_for_others(client_of, request, failed, who):
    client = client_of(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 404
    assert client.post(retry_address(failed)).status_code == 404
    assert Job.objects.get().state == "failed"


def test_readiness_tells_of_workers_that_do_not_keep_up_and_stays_ready(client):
    make_job("test.send", due_at=timezone.now() - timedelta(minutes=5))
    make_job("test.send", state="failed")
    response = client.get("/readyz")
    answer = response.json()
    assert (response.status_code, answer["ready"], answer["degraded"]) == (200, True, ["jobs"])
    assert answer["jobs"]["failed"] == 1
    assert answer["jobs"]["oldest_due_seconds"] >= 300
