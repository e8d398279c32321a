"""What becomes of a job that a worker has."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from les_portal.jobs import running
from les_portal.jobs.handlers import Hopeless, NotNeeded
from les_portal.jobs.models import Attempt, Job
from tests.factories.organisations import OrganisationFactory
from tests.les_portal.jobs.kinds import kind, make_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(running, "HICCUPS", (0, 0))


def raising(error: Exception):
    def work(**_payload):
        raise error

    return work


def run(work, **how) -> tuple[Job, Attempt]:
    job = make_job("test.send", payload={"mail": 5})
    with kind("test.send", work, **how):
        assert running.run(job.pk)
    job.refresh_from_db()
    return job, job.tries.latest("number")


def test_effect_and_done_happen_together():
    seen = []

    def work(mail):
        seen.append((mail, Job.objects.get().state))
        return lambda: seen.append(Job.objects.get().state)

    job, attempt = run(work)
    assert seen == [(5, "running"), "done"]
    assert (job.state, job.token, attempt.outcome) == ("done", None, "done")
    assert job.finished_at
    assert attempt.ended_at


def test_effect_that_fails_leaves_nothing_and_the_job_waits_for_its_next_attempt():
    def effect() -> None:
        OrganisationFactory(name="half done")
        raise ValueError("not like this")

    job, attempt = run(lambda mail: effect, pauses=(timedelta(minutes=5),))
    assert not OrganisationFactory._meta.model.objects.filter(name="half done").exists()
    assert (job.state, attempt.outcome, attempt.error) == ("waiting", "error", "ValueError: not like this")
    assert timedelta(minutes=4) < job.due_at - timezone.now() <= timedelta(minutes=5)
    assert not running.run(job.pk), "not before it is due"


def test_job_that_is_not_needed_is_skipped_with_its_reason():
    job, attempt = run(raising(NotNeeded("The mail is gone.")))
    assert (job.state, job.reason, attempt.outcome) == ("skipped", "The mail is gone.", "skipped")


def test_effect_may_find_that_it_is_not_needed():
    job, _attempt = run(lambda mail: partial(raising(NotNeeded("Somebody was faster."))))
    assert job.state == "skipped"


def test_hopeless_job_fails_at_once_and_its_app_hears_so():
    told = []
    job, attempt = run(raising(Hopeless("550 no such person")), gave_up=lambda mail: told.append(mail))
    assert (job.state, job.reason, attempt.outcome, told) == ("failed", "550 no such person", "error", [5])


def test_job_fails_after_its_last_pause_and_its_app_hears_so_once():
    job, told = make_job("test.send", payload={"mail": 5}), []
    pauses = (timedelta(), timedelta())
    with kind("test.send", raising(ValueError("again")), pauses=pauses, gave_up=lambda mail: told.append(mail)):
        assert running.run_all() == 3
    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason, told) == ("failed", 3, "ValueError: again", [5])
    assert not running.run_next()


def test_log_says_what_failed_but_not_what_people_typed(caplog):
    run(raising(ValueError("a secret of somebody")))
    assert "test.send" in caplog.text
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_kind_that_nobody_knows_waits_for_a_worker_that_does():
    job = make_job("test.of_tomorrow")
    assert running.run(job.pk)
    job.refresh_from_db()
    assert job.state == "waiting"
    assert job.due_at > timezone.now()


def test_long_reason_is_cut():
    job, attempt = run(raising(ValueError("x" * 2000)))
    assert len(job.reason) == len(attempt.error) == 500


def test_result_of_the_work_survives_a_hiccup_of_the_database():
    """Else a mail that went out would go out again."""
    worked, tried = [], []

    def effect() -> None:
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("database is locked")

    def work(mail):
        worked.append(mail)
        return effect

    job, _attempt = run(work)
    assert (job.state, worked, len(tried)) == ("done", [5], 3)


@pytest.mark.django_db(transaction=True)
def test_work_survives_a_connection_that_broke_meanwhile():
    """As when the database is restarted while a page is rendered."""

    def work(mail):
        connection.errors_occurred = True
        if connection.vendor == "postgresql":
            connection.connection.close()
        return partial(OrganisationFactory, name="once")

    job, _attempt = run(work)
    assert job.state == "done"
    assert OrganisationFactory._meta.model.objects.filter(name="once").count() == 1


def test_database_that_stays_away_is_an_attempt_that_went_wrong():
    job, attempt = run(lambda mail: raising(OperationalError("gone")))
    assert (job.state, attempt.outcome) == ("waiting", "error")


def test_nothing_is_run_that_is_not_there():
    assert not running.run(12345)
    assert running.run_all() == 0
