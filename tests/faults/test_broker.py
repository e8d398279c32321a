"""F3, F4, F5 and F14: a broker that is dead, silent, emptied or too early. Nothing depends on it for correctness."""

import time

import pytest

from les_portal.jobs.carrier import REST
from tests.faults.figures import IN_FULL, LATE, LEASE, report, times
from tests.faults.stage import CELERY, OWN, children_of, until

# Seconds that handing over may hold a request, and may take while the circuit is open. CI may be busy with the rest.
LONGEST, OPEN_CIRCUIT = (2.5, 0.05) if IN_FULL else (5, 0.25)
PATIENT = 240 + LATE + LEASE


@pytest.fixture
def carried(stage_with):
    return stage_with(redis=True)


def typical(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]


def test_broker_tells_celerys_workers_at_once_and_the_sweeper_of_what_is_due_later(stage_with):
    carried = stage_with(redis=True, JOB_LATE=60)
    carried.start_all()
    _celery, own = carried.crews
    until(lambda: children_of(own), seconds=120, what="the sweeper's process")
    carried.ask_marks(range(10))
    carried.ask_marks(range(10, 11), "--due-in", "2")
    carried.all_ended(seconds=PATIENT)
    workers = {int(name.split(":")[1]) for (name,) in carried.database.rows("SELECT worker FROM jobs_attempt")}
    assert not workers & set(children_of(own)), "the sweeper does nothing itself"
    early = "SELECT COUNT(*) FROM jobs_attempt a JOIN jobs_job j ON j.id = a.job_id WHERE a.started_at < j.due_at"
    assert (carried.marks(), carried.count(early)) == (list(range(11)), 0)


def test_dead_broker_holds_nobody_and_loses_nothing(carried):
    """F3. While it is away the sweeper does the jobs itself; when it is back the workers hear from it again."""
    jobs, pause = times(30, 300), times(0, 0.2)
    carried.start_all()
    carried.ask_marks(range(10))
    carried.broker.kill()
    took = carried.ask_marks(range(10, 10 + jobs), "--pause", str(pause))
    away = carried.all_ended(seconds=PATIENT + jobs)
    carried.broker.start()
    time.sleep(times(0, 5))
    carried.ask_marks(range(1000, 1010))
    back = carried.all_ended(seconds=PATIENT)
    assert max(took) <= LONGEST
    assert typical(took) <= OPEN_CIRCUIT
    assert (carried.marks(), carried.findings()) == ([*range(10 + jobs), *range(1000, 1010)], [])
    report("F3 broker dead", jobs=jobs, slowest_ask=max(took), typical_ask=typical(took), away=away, back=back)


def test_silent_broker_holds_nobody_for_long_and_loses_nothing(carried):
    """F4. The first who hands over waits for its answer, at most 2.5 s; the others are not made to."""
    jobs, pause = times(40, 200), times(0, 0.15)
    carried.start_all()
    carried.broker.silence()
    took = carried.ask_marks(range(jobs), "--pause", str(pause))
    away = carried.all_ended(seconds=PATIENT + jobs)
    carried.broker.wake()
    held = [seconds for seconds in took if seconds > 1]
    assert max(took) <= LONGEST
    assert 1 <= len(held) <= 1 + sum(took, jobs * pause) // REST, "only whoever asks when the circuit is closed"
    assert typical(took) <= OPEN_CIRCUIT
    assert (carried.marks(), carried.findings()) == (list(range(jobs)), [])
    report("F4 broker silent", jobs=jobs, slowest_ask=max(took), typical_ask=typical(took), done_meanwhile=away)


def begin_again_after_a_broker_that_could_not_hear(stage, **more: str) -> None:
    """Both of Celery's workers are at work when it dies, so neither can say that it is ready."""
    celery = stage.start(CELERY, **more)
    until(lambda: len(children_of(celery)) == 2, seconds=120, what="Celery's workers")
    stage.ask_marks(range(2), held=True)
    until(lambda: stage.count("SELECT COUNT(*) FROM jobs_job WHERE state = 'running'") == 2, seconds=120, what="begun")
    stage.broker.kill()
    stage.let_go_on()
    stage.all_ended(seconds=PATIENT)
    time.sleep(1)
    stage.broker.start()
    stage.ask_marks(range(2, 5))


def test_celerys_workers_go_on_when_a_broker_is_back_that_could_not_hear_them(carried):
    begin_again_after_a_broker_that_could_not_hear(carried)
    carried.all_ended(seconds=PATIENT)
    assert (carried.marks(), carried.findings()) == ([0, 1, 2, 3, 4], [])


@pytest.mark.skipif(not IN_FULL, reason="a wait for nothing, with make faults")
def test_celerys_workers_stand_still_without_our_cure(carried):
    """The negative control: when this fails, `credit.py` is not needed any more."""
    begin_again_after_a_broker_that_could_not_hear(carried, UNCURED="yes")
    time.sleep(40)
    assert carried.marks() == [0, 1]


def test_sweeper_does_what_celerys_workers_never_take(carried):
    carried.ask_marks(range(3))
    carried.start(OWN)
    carried.all_ended(seconds=PATIENT)
    assert carried.broker.length() >= 3, "it was told, and nobody came"
    assert (carried.marks(), carried.findings()) == ([0, 1, 2], [])


def test_emptied_broker_loses_nothing(carried):
    """F5."""
    jobs = times(50, 200)
    carried.ask_marks(range(jobs))
    assert carried.broker.length() == jobs
    carried.broker.forget()
    carried.start_all()
    took = carried.all_ended(seconds=PATIENT)
    assert (carried.marks(), carried.findings()) == (list(range(jobs)), [])
    report("F5 broker emptied", jobs=jobs, seconds=took)


@pytest.mark.parametrize("command", [OWN, CELERY], ids=["table", "broker"])
def test_worker_that_comes_too_early_or_too_late_does_no_harm(stage_with, command):
    """F14: before the commit, of a transaction that was undone, and when the subject is gone."""
    stage = stage_with(redis=command is CELERY)
    crew = stage.start(command)
    until(lambda: len(children_of(crew)) >= 2, seconds=120, what="workers")
    stage.ask_marks(range(2), "--too-early", "1")
    stage.ask_marks(range(2, 4), "--undo", "--too-early", "0.5")
    stage.ask([("marks.subject", {})], "--about-nothing")
    stage.all_ended(seconds=PATIENT)
    assert (stage.marks(), stage.findings()) == ([0, 1], [])
    skipped = "SELECT attempts, reason FROM jobs_job WHERE state = 'skipped'"
    assert stage.database.rows(skipped) == [(1, "The subject is gone.")], "and is not tried again"
