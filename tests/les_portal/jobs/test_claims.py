"""Who may do a job, and when it may be somebody else's."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from les_portal.jobs.claims import _take, claim, claim_next
from les_portal.jobs.models import Job
from tests.les_portal.jobs.kinds import kind, make_job

pytestmark = pytest.mark.django_db


def lose(job_id: int) -> None:
    """Its worker says nothing any more."""
    Job.objects.filter(pk=job_id).update(leased_until=timezone.now() - timedelta(seconds=1))


def outcomes(job: Job) -> list[str]:
    return list(job.tries.values_list("outcome", flat=True))


def test_job_is_one_workers():
    job = make_job("test.send")
    assert claim(job.pk).job == job
    assert claim(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.attempts, outcomes(job)) == ("running", 1, ["running"])


def test_job_is_nobodys_before_it_is_due():
    job = make_job("test.send", due_at=timezone.now() + timedelta(minutes=1))
    assert claim(job.pk) is None
    assert claim_next() is None


@pytest.mark.parametrize("state", ["done", "failed", "skipped"])
def test_job_that_ended_is_nobodys(state):
    assert claim(make_job("test.send", state=state).pk) is None


def test_whoever_looked_first_and_wrote_second_gets_nothing():
    job = make_job("test.send")
    due = Job.objects.claimable(timezone.now()).filter(pk=job.pk)
    assert claim(job.pk)
    assert _take(due, job.pk) is None


def test_job_of_a_worker_that_is_silent_goes_to_the_next_and_the_first_can_do_nothing():
    job = make_job("test.send")
    first = claim(job.pk)
    lose(job.pk)
    second = claim(job.pk)
    assert second
    assert not first.renew()
    assert not first.done(lambda: pytest.fail("the effect of who lost the job"))
    assert not first.skip("late")
    assert not first.fail("late", lambda: pytest.fail("told by who lost the job"))
    assert not first.try_again("late", timedelta())
    assert outcomes(job) == ["lost", "running"]
    assert second.done(None)
    assert outcomes(job) == ["lost", "done"]


def test_worker_that_was_silent_and_missed_by_nobody_keeps_its_job():
    job = make_job("test.send")
    first = claim(job.pk)
    lose(job.pk)
    assert first.renew()
    assert claim(job.pk) is None
    assert first.done(None)


def test_workers_take_what_has_been_due_longest():
    now = timezone.now()
    young, old = (make_job("test.send", due_at=now - timedelta(minutes=minutes)) for minutes in (1, 5))
    assert [claim_next().job, claim_next().job, claim_next()] == [old, young, None]


def test_what_takes_long_stands_back_for_a_minute_and_no_longer():
    """A letter does not wait behind a pile of documents, nor documents for ever behind a silent mail server."""
    now = timezone.now()
    document, older = (make_job("documents.make", due_at=now - timedelta(seconds=seconds)) for seconds in (50, 70))
    letter = make_job("mail.deliver", due_at=now - timedelta(seconds=5))
    assert [claim_next().job, claim_next().job, claim_next().job] == [older, letter, document]


@pytest.fixture
def deadly():
    """A job that took its worker with it at both of its attempts."""
    job = make_job("test.kill", due_at=timezone.now() - timedelta(minutes=5))
    told = []
    with kind("test.kill", pauses=(timedelta(),), gave_up=lambda **payload: told.append(payload)):
        for _attempt in (1, 2):
            assert claim(job.pk)
            lose(job.pk)
        yield job, told


def test_job_that_kills_its_workers_fails_visibly_and_the_next_one_is_done(deadly):
    job, told = deadly
    other = make_job("test.send")
    assert claim_next().job == other
    job.refresh_from_db()
    assert (job.state, job.attempts, outcomes(job)) == ("failed", 2, ["lost", "lost"])
    assert "2" in job.reason
    assert told == [{}]


def test_job_that_was_asked_again_has_all_its_attempts(deadly):
    job, _told = deadly
    Job.objects.update(forgiven=2)
    assert claim(job.pk)


def test_job_that_waits_may_be_tried_although_its_kind_now_gets_fewer_attempts():
    job = make_job("test.send", attempts=7)
    with kind("test.send", pauses=()):
        assert claim(job.pk)


def test_app_that_cannot_bear_to_hear_of_it_does_not_keep_the_job_alive(deadly):
    job, _told = deadly

    def gave_up() -> None:
        raise KeyError("the mail is gone")

    with kind("test.kill", pauses=(timedelta(),), gave_up=gave_up):
        assert claim(job.pk) is None
    job.refresh_from_db()
    assert job.state == "failed"
    assert "KeyError" in job.reason


def test_job_stays_when_nobody_can_be_told_because_the_database_is_away(deadly):
    job, _told = deadly

    def gave_up() -> None:
        raise OperationalError

    with kind("test.kill", pauses=(timedelta(),), gave_up=gave_up), pytest.raises(OperationalError):
        claim(job.pk)
    job.refresh_from_db()
    assert job.state == "running"


def test_job_names_itself_and_its_attempts():
    job = make_job("test.send")
    claimed = claim(job.pk)
    assert str(job) == f"test.send {job.pk}"
    assert str(job.tries.get()) == f"test.send {job.pk} · 1"
    with kind("test.send", label="Send a letter"):
        assert claimed.job.label == "Send a letter"
