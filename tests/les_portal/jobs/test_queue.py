"""Asking for a job, and handing it to the broker after the commit."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from les_portal.jobs import carrier
from les_portal.jobs.models import Job
from les_portal.jobs.queue import enqueue
from tests.services.portal import ROOT, environment

committing = pytest.mark.django_db(transaction=True)


@committing
def test_job_is_asked_for_in_a_transaction_or_not_at_all():
    with pytest.raises(RuntimeError, match="transaction"):
        enqueue("test.send", {})
    assert not Job.objects.exists()


@committing
def test_job_of_a_transaction_that_fails_never_was():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue("test.send", {})
        raise ZeroDivisionError
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_asking_twice_with_a_key_is_asking_once():
    first = enqueue("test.send", {"mail": 1}, key="mail:1")
    assert enqueue("test.send", {"mail": 1}, key="mail:1") == first
    assert enqueue("test.send", {"mail": 1}) != first
    assert Job.objects.count() == 2


@committing
def test_job_is_handed_over_after_the_commit(redis):
    with transaction.atomic():
        job = enqueue("test.send", {})
        assert redis.length() == 0
    assert redis.length() == 1
    job.refresh_from_db()
    assert job.published_at


@committing
def test_job_that_is_due_later_is_not_handed_over_now(redis):
    with transaction.atomic():
        job = enqueue("test.send", {}, due_at=timezone.now() + timedelta(hours=1))
    assert (redis.length(), job.published_at) == (0, None)


@committing
def test_dead_broker_is_asked_once_and_the_job_is_late_at_once(redis):
    apps.get_app_config("jobs").ready()  # a portal that has a broker loads this at its start
    redis.kill()
    for asked in (1, 2):
        begin = time.monotonic()
        with transaction.atomic():
            enqueue("test.send", {})
        assert time.monotonic() - begin < 2.5
        assert not carrier.answers()
        assert Job.objects.late(timezone.now()).count() == asked


def test_broker_that_is_not_there_is_not_asked():
    assert not carrier.answers()
    assert not carrier.publish(1)
    assert carrier.queue_length() is None


def test_broker_says_how_much_it_holds(redis):
    assert carrier.publish(1)
    assert carrier.queue_length() == 1
    redis.kill()
    assert carrier.queue_length() is None
    assert not carrier.answers(), "it rests"


@pytest.mark.parametrize("redis_url", ["", "redis://127.0.0.1:1/0"])
def test_what_the_broker_needs_is_loaded_at_the_start_and_only_where_there_is_one(tmp_path, redis_url):
    script = (
        "import sys, django; django.setup(); print('kombu.transport.redis' in sys.modules, 'celery' in sys.modules)"
    )
    own = environment(tmp_path / "none", REDIS_URL=redis_url, DJANGO_SETTINGS_MODULE="les_portal.settings")
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(bool(redis_url))] * 2


def test_portal_starts_without_a_broker():
    apps.get_app_config("jobs").ready()


def test_portal_starts_while_its_broker_is_dead(redis):
    redis.kill()
    apps.get_app_config("jobs").ready()
