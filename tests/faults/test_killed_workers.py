"""F1 and F2: workers killed at every point of a job, alone and all together. Nothing lost, nothing doubled."""

import os
import signal
import time

import pytest

from tests.faults.figures import LATE, LEASE, report, times
from tests.faults.stage import CELERY, OWN, alive, children_of, until
from tests.services.processes import PATIENCE

ATTEMPTS = "SELECT COUNT(*) FROM jobs_attempt"
POINTS = ("working", "effect", "commit", "committed")


def test_worker_killed_at_every_point_does_each_job_once(stage):
    rounds = times(1, 20)
    numbers = range(rounds * len(POINTS))
    jobs = [("marks.mark", {"number": number, "falls_at": POINTS[number % len(POINTS)]}) for number in numbers]
    stage.ask(jobs)
    stage.start_all(FALLS=str(rounds))
    took = stage.all_ended(seconds=240 + rounds * 20)
    kills = len(list(stage.folder.glob("fell-*")))
    assert kills == rounds * 6, "before the claim, in it, and at the four points of a job"
    assert (stage.marks(), stage.findings()) == (list(numbers), [])
    report("F1 child killed at 6 points", carrier=carrier(stage), kills=kills, jobs=len(numbers), seconds=took)


def carrier(stage) -> str:
    return "broker" if stage.broker else "table"


def test_all_workers_killed_and_started_again_do_each_job_once(stage):
    """With a broker also its sweeper, as when a machine goes down."""
    rounds = times(1, 20)
    numbers = range(rounds * 6)
    stage.ask_marks(numbers, held=True)
    for _round in range(rounds):
        before = stage.count(ATTEMPTS)
        stage.start_all()
        until(lambda before=before: stage.count(ATTEMPTS) > before, seconds=120 + LATE + LEASE, what="somebody at work")
        stage.close()
    stage.let_go_on()
    stage.start_all()
    took = stage.all_ended(seconds=240 + LEASE + LATE + rounds * 10)
    assert (stage.marks(), stage.findings()) == (list(numbers), [])
    lost = stage.count(f"{ATTEMPTS} WHERE outcome = 'lost'")
    assert lost >= rounds, "each time somebody was killed in the middle of a job"
    report("F2 all workers killed", carrier=carrier(stage), kills=rounds, lost_attempts=lost, jobs=len(numbers),
           seconds_after_the_last=took)  # fmt: skip


@pytest.mark.parametrize("command", [OWN, CELERY], ids=["table", "broker"])
def test_stopped_worker_finishes_what_it_does(stage_with, command):
    stage = stage_with(redis=command is CELERY)
    stage.ask_marks(range(1), held=True)
    crew = stage.start(command)
    until(lambda: stage.count("SELECT COUNT(*) FROM jobs_job WHERE state = 'running'"), seconds=120, what="begun")
    crew.send_signal(signal.SIGTERM)
    time.sleep(1)
    stage.let_go_on()
    crew.wait(timeout=PATIENCE)
    assert (stage.job(), stage.marks()) == (("done", 1, ""), [0])


def test_children_of_a_killed_parent_stop_by_themselves(stage_with):
    stage = stage_with()
    crew = stage.start()
    until(lambda: len(children_of(crew)) == 2, seconds=120, what="two workers")
    orphans = children_of(crew)
    os.kill(crew.pid, signal.SIGKILL)
    crew.wait()
    until(lambda: not any(alive(pid) for pid in orphans), seconds=120, what="the orphans have stopped")


def test_ctrl_c_is_quiet(stage_with):
    stage = stage_with()
    crew = stage.start()
    until(lambda: len(children_of(crew)) == 2, seconds=120, what="two workers")
    os.killpg(crew.pid, signal.SIGINT)
    assert crew.wait(timeout=PATIENCE) == 0
    assert stage.logs() == ""
