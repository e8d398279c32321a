"""A worker's process, its parent, the sweeper, and what Celery's workers do."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.sharedctypes import RawValue
from types import SimpleNamespace

import pytest
from celery.worker import state
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from kombu import Connection

from les_portal.jobs import tasks
from les_portal.jobs.claims import claim_next
from les_portal.jobs.credit import LostPlaces
from les_portal.jobs.crew import FORK, run_crew
from les_portal.jobs.models import Job
from les_portal.jobs.sweeping import ENOUGH, Sweeper, publish_late
from les_portal.jobs.worker import Worker, work
from tests.les_portal.jobs.kinds import kind, make_job


def counts() -> dict[str, int]:
    """Of the jobs that a test made: a worker that goes on asks for the daily ones by itself."""
    return Job.objects.filter(kind="test.send").counts()


# --- one process ----------------------------------------------------------------------------------


def worker(next_job: Callable = claim_next, **how) -> Worker:
    return Worker(next_job, **({"busy_since": RawValue("d", 0), "until_nothing_is_due": True} | how))


@pytest.mark.django_db
def test_worker_does_all_that_is_due_and_says_since_when_it_is_busy():
    busy_since, seen = RawValue("d", 0), []
    for _n in range(3):
        make_job("test.send")
    with kind("test.send", lambda: seen.append(busy_since.value)):
        worker(busy_since=busy_since).run()
    assert Job.objects.counts() == {"done": 3}
    assert all(seen)
    assert busy_since.value == 0


@pytest.mark.django_db
def test_worker_makes_room_for_a_fresh_one_after_its_number_of_jobs(settings):
    settings.JOBS_PER_PROCESS = 2
    for _n in range(3):
        make_job("test.send")
    with kind("test.send"):
        worker(until_nothing_is_due=False).run()
    assert counts() == {"done": 2, "waiting": 1}


@pytest.mark.django_db
def test_worker_that_is_stopped_finishes_its_job_and_begins_no_other():
    make_job("test.send")
    make_job("test.send")
    stopped = worker()
    with kind("test.send", stopped.stop):
        stopped.run()
    assert Job.objects.counts() == {"done": 1, "waiting": 1}


def answers(*results):
    """A table that answers so, one look after the other; then the worker is told to stop."""
    left = list(results)

    def next_job():
        if not left:
            return looker.stop()
        result = left.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    looker = worker(next_job, until_nothing_is_due=False)
    return looker, left


@pytest.mark.django_db
@pytest.mark.parametrize("seen", [None, OperationalError("the database system is starting up")])
def test_idle_worker_looks_again_also_when_the_database_was_away(seen):
    looker, left = answers(seen, seen)
    looker.run()
    assert left == []


@pytest.mark.django_db
def test_worker_without_its_parent_stops(monkeypatch):
    """Also one whose parent was gone before it looked who that is."""
    monkeypatch.setattr("les_portal.jobs.worker.parent_process", lambda: SimpleNamespace(pid=os.getppid() + 1))
    orphan, left = answers(None)
    orphan.run()
    assert left == [None]


@pytest.mark.django_db
@pytest.mark.parametrize("broker_url", [None, "redis://127.0.0.1:1/0"])
@pytest.mark.parametrize("once", [True, False])
def test_process_takes_jobs_itself_without_a_broker_and_where_it_does_not_answer(
    settings, process_as_before, broker_url, once
):
    settings.CELERY_BROKER_URL, settings.JOBS_PER_PROCESS, settings.JOB_MEMORY = broker_url, 1, 8 * 1024**3
    make_job("test.send")
    with kind("test.send"):
        work(RawValue("d", 0), until_nothing_is_due=once)
    assert counts() == {"done": 1}
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN


# --- the parent -----------------------------------------------------------------------------------
# What its children do here says so in files: they are processes of their own.


@pytest.fixture
def crew(tmp_path, settings, process_as_before):
    """Runs two children; the last of them stops it all, as a service manager does, and not before `ready`."""
    settings.JOB_STOP = 1

    def run(child: Callable, *, last: int, ready: Callable = lambda: True, **how) -> list[str]:
        parent, begun = os.getpid(), FORK.Value("i", 0)

        def be_one(busy_since) -> None:
            (tmp_path / f"{os.getpid()}").touch()
            with begun.get_lock():  # two that begin at the same moment are not both the last
                begun.value += 1
                number = begun.value
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            if number >= last:
                ready()
                os.kill(parent, signal.SIGTERM)
                time.sleep(60)
            child(busy_since)

        run_crew(be_one, **({"size": 2} | how))
        return [path.name for path in tmp_path.iterdir()]

    return run


def gone(pids: list[str]) -> bool:
    return not any(os.path.exists(f"/proc/{pid}") for pid in pids)  # noqa: PTH110


def end(_busy_since) -> None:
    """As after its number of jobs."""


def break_off(_busy_since) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang(busy_since) -> None:
    busy_since.value = time.monotonic() - 1000
    time.sleep(60)


@pytest.mark.parametrize("child", [end, break_off, hang])
def test_children_that_end_break_off_or_hang_are_replaced(crew, child):
    pids = crew(child, last=4)
    assert len(pids) >= 4
    assert gone(pids)


def test_child_that_does_not_stop_is_ended(crew, caplog):
    deaf = FORK.Event()

    def be_deaf(_busy_since) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        deaf.set()
        time.sleep(60)

    pids = crew(be_deaf, last=2, ready=deaf.wait)
    assert "still at work" in caplog.text
    assert gone(pids)


def test_crew_that_works_once_ends_with_its_child(crew):
    assert len(crew(end, last=9, size=1, once=True)) == 1


def test_crew_that_works_once_has_another_one_go_on_after_a_child_broke_off(crew):
    begin = time.monotonic()
    assert len(crew(break_off, last=3, size=1, once=True)) == 3
    assert time.monotonic() - begin >= 2, "and does not try as fast as it can"


@pytest.mark.django_db(transaction=True)
def test_command_ends_when_nothing_is_due():
    call_command("run_jobs", "--once")


# --- the sweeper ----------------------------------------------------------------------------------


@pytest.fixture
def patient(settings):
    """A hundred times as patient as an installation: what a busy machine needs between two lines does not count."""
    settings.JOB_LEASE, settings.JOB_LATE, settings.JOB_SWEEP = 1500, 3000, 500


def ago(seconds: float):
    return timezone.now() - timedelta(seconds=seconds)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "seconds_ago", "late"),
    [
        ("waiting", {}, True),
        ("waiting", {"published_at": 1000}, False),
        ("waiting", {"published_at": 4000}, True),
        ("waiting", {"due_at": -6000}, False),
        ("running", {"leased_until": -1000}, False),
        ("running", {"leased_until": 100, "published_at": 2000}, True),
        ("running", {"leased_until": 2000, "published_at": 1000}, False),
        ("running", {"leased_until": 5000, "published_at": 4000}, True),
        ("failed", {}, False),
    ],
)
def test_sweeper_tells_the_broker_once_of_what_is_late(redis, patient, state, seconds_ago, late):
    redis.hold("the id of another job")
    make_job("test.send", state=state, **{field: ago(seconds) for field, seconds in seconds_ago.items()})
    for _look in (1, 2):
        assert publish_late()
        assert redis.length() == 1 + late
    assert Job.objects.late(timezone.now()).count() == 0


@pytest.mark.django_db
def test_sweeper_sees_that_a_broker_that_holds_nothing_lost_what_it_was_told(redis, patient):
    make_job("test.send", published_at=ago(300))
    make_job("test.send", published_at=ago(700))
    assert publish_late()
    assert redis.length() == 1


@pytest.mark.django_db
def test_sweeper_adds_nothing_while_the_broker_holds_enough(redis):
    make_job("test.send")
    for number in range(ENOUGH):
        redis.hold(number)
    assert publish_late()
    assert redis.length() == ENOUGH


@pytest.mark.django_db
def test_sweeper_does_late_jobs_itself_while_the_broker_is_away(redis, settings):
    settings.JOB_SWEEP = 60
    make_job("test.send")
    assert Sweeper().next() is None
    assert redis.length() == 1
    Job.objects.update(published_at=None)
    redis.kill()
    sweeper = Sweeper()
    assert sweeper.next()
    make_job("test.send")
    assert sweeper.next(), "at once, as long as there are any"
    assert sweeper.next() is None
    make_job("test.send")
    assert sweeper.next() is None, "and then not before it looks again"


@pytest.mark.django_db
def test_sweeper_sees_a_broker_that_dies_while_it_is_told(redis):
    job = make_job("test.send", published_at=ago(60))

    def dies(execute, sql, params, many, context):
        redis.kill()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dies):
        assert not publish_late()
    job.refresh_from_db()
    assert job.published_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "seconds_ago", "forsaken"),
    [
        ("waiting", {"due_at": 4000, "published_at": 100}, False),
        ("waiting", {"due_at": 5000, "published_at": 100}, True),
        ("running", {"leased_until": 1000, "published_at": 100}, False),
        ("running", {"leased_until": 2000, "published_at": 100}, True),
    ],
)
def test_sweeper_does_itself_what_nobody_takes_who_was_told(redis, patient, state, seconds_ago, forsaken):
    make_job("test.send", state=state, **{field: ago(seconds) for field, seconds in seconds_ago.items()})
    assert bool(Sweeper().next()) == forsaken
    assert redis.length() == 0


# --- Celery ---------------------------------------------------------------------------------------


@pytest.fixture
def look():
    """What the worker's loop does every few seconds, with a consumer that may hold two messages."""
    channel = Connection("memory://").channel()
    channel.basic_qos(prefetch_count=2)
    step, timers = LostPlaces(None), []
    hub = SimpleNamespace(call_repeatedly=lambda _seconds, *what: timers.append(what))
    step.register_with_event_loop(SimpleNamespace(task_consumer=SimpleNamespace(channel=channel)), hub)
    ((function, *arguments),) = timers
    return lambda: function(*arguments), channel.qos


def test_consumer_that_lost_a_place_for_good_connects_anew(look):
    look, places = look
    look()
    places.append("message", "tag")
    look()
    with pytest.raises(ConnectionError):
        look()


def test_consumer_whose_message_was_acknowledged_late_goes_on(look):
    look, places = look
    places.append("message", "tag")
    look()
    places.ack("tag")
    look()
    look()


def test_consumer_that_is_at_work_goes_on(look):
    look, places = look
    request = Request()
    state.reserved_requests.add(request)
    places.append("message", "tag")
    look()
    look()


class Request:
    """Something that Celery's worker has in hand."""


@pytest.mark.django_db
def test_celery_does_the_job_it_is_told_of_once():
    job = make_job("test.send")
    with kind("test.send"):
        tasks.run_job(job.pk)
        tasks.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_celerys_processes_have_the_same_memory(settings, process_as_before):
    settings.JOB_MEMORY = 8 * 1024**3
    tasks.limit_this_process()
