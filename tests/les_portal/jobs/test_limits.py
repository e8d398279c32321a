"""Time, memory and the lease of a worker's process."""

import resource
import signal
import time

import pytest
from django.db import OperationalError
from django.db.backends.signals import connection_created
from django.utils import timezone

from les_portal.jobs.claims import claim
from les_portal.jobs.heartbeat import heartbeat
from les_portal.jobs.limits import TooLong, limit_memory, soft_limit
from les_portal.jobs.models import Job
from tests.faults.stage import until
from tests.les_portal.jobs.kinds import make_job

committing = pytest.mark.django_db(transaction=True)


def test_soft_limit_rings_in_what_takes_too_long(settings):
    settings.JOB_SOFT_LIMIT = 0.1
    with pytest.raises(TooLong, match="longer than|langer dan"), soft_limit():
        time.sleep(30)


def test_soft_limit_does_not_ring_afterwards(settings):
    settings.JOB_SOFT_LIMIT = 60
    before = signal.getsignal(signal.SIGALRM)
    with soft_limit():
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == before


def test_memory_is_limited_to_what_the_settings_say(settings, process_as_before):
    settings.JOB_MEMORY = 8 * 1024**3
    limit_memory()
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == 8 * 1024**3


def leased_until(job: Job):
    """SQLite in memory makes nobody wait: it refuses whoever looks while the heart beats, so one looks again."""
    while True:
        try:
            return Job.objects.values_list("leased_until", flat=True).get(pk=job.pk)
        except OperationalError as error:
            if "locked" not in str(error):
                raise


@committing
def test_lease_is_renewed_while_the_worker_works(settings):
    settings.JOB_LEASE = 0.3
    job = make_job("test.send")
    claimed = claim(job.pk)
    first = claimed.job.leased_until
    with heartbeat(claimed):
        until(lambda: leased_until(job) > first, seconds=20, what="renewed")
    last = leased_until(job)
    time.sleep(0.4)
    assert leased_until(job) == last, "and not afterwards"


@committing
def test_lease_of_a_worker_that_hangs_runs_out(settings):
    settings.JOB_LEASE, settings.JOB_HARD_LIMIT = 0.3, 0
    job = make_job("test.send")
    with heartbeat(claim(job.pk)):
        until(lambda: leased_until(job) < timezone.now(), seconds=20, what="run out")


@committing
def test_heart_beats_on_after_the_database_was_away(settings):
    settings.JOB_LEASE = 0.3
    job = make_job("test.send")
    claimed = claim(job.pk)
    failed = []

    def away(execute, sql, params, many, context):
        if not failed:
            failed.append(sql)
            raise OperationalError("the database system is shutting down")
        return execute(sql, params, many, context)

    def listen(connection, **_signal) -> None:
        connection.execute_wrappers.append(away)

    first = claimed.job.leased_until
    connection_created.connect(listen)
    try:
        with heartbeat(claimed):
            until(lambda: leased_until(job) > first, seconds=20, what="renewed")
    finally:
        connection_created.disconnect(listen)
    assert failed
