"""Every promise about jobs finds what breaks it, and nothing in what is sound."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from les_portal.invariants import promises
from les_portal.jobs import invariants as ours
from les_portal.jobs.claims import claim
from les_portal.jobs.models import Attempt, Job
from les_portal.jobs.running import run
from tests.les_portal.jobs.kinds import kind, make_job

pytestmark = pytest.mark.django_db
CHECKS = [
    ours.done_twice,
    ours.done_without_an_attempt,
    ours.leases_without_a_worker,
    ours.attempts_not_written_down,
    ours.attempts_without_an_end,
]


@pytest.fixture
def done() -> Job:
    job = make_job("test.send")
    with kind("test.send"):
        run(job.pk)
    return job


@pytest.fixture
def running() -> Job:
    job = make_job("test.send")
    claim(job.pk)
    return job


def broken() -> list[str]:
    return [check.__name__ for check in CHECKS if check()]


def test_sound_jobs_break_no_promise(done, running):
    make_job("test.send")
    assert broken() == []
    assert set(CHECKS) <= set(promises().values())


def test_job_done_twice_is_found(done):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX a_job_is_done_once")  # which does not let it happen
    Attempt.objects.create(job=done, number=2, token=uuid4(), outcome="done", ended_at=timezone.now())
    Job.objects.update(attempts=2)
    assert broken() == ["done_twice"]


def test_job_that_nobody_did_is_found():
    make_job("test.send", state="done")
    assert broken() == ["done_without_an_attempt"]


def test_job_that_was_done_and_is_not_called_so_is_found(done):
    Job.objects.update(state="failed")
    assert broken() == ["done_without_an_attempt"]


def test_lease_without_an_attempt_is_found(running):
    Job.objects.update(token=uuid4())
    assert broken() == ["leases_without_a_worker"]


def test_attempt_that_goes_on_after_its_job_is_found(running):
    Job.objects.update(state="waiting", token=None, leased_until=None)
    assert broken() == ["leases_without_a_worker"]


def test_attempt_that_is_missing_is_found(done):
    Job.objects.update(attempts=2)
    assert broken() == ["attempts_not_written_down"]


@pytest.mark.parametrize(("which", "ended"), [("running", timezone.now()), ("done", None)])
def test_attempt_with_the_wrong_end_is_found(request, which, ended):
    request.getfixturevalue(which)
    Attempt.objects.update(ended_at=ended and ended + timedelta(seconds=1))
    assert broken() == ["attempts_without_an_end"]
