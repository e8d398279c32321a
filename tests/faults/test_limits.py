"""F12, what of it is the workers': a job that takes too much fails, visibly, and the others are done."""

import os
import signal

import pytest

from tests.faults.stage import OWN, children_of, until

GREEDY = [("marks.eat", {}), ("marks.kill", {}), ("marks.sleep", {}), ("marks.sleep", {"deaf": True})]


@pytest.mark.parametrize("redis", [False, True], ids=["table", "broker"])
def test_job_that_takes_too_much_fails_with_its_reason_and_the_others_are_done(stage_with, redis):
    """Memory, time, time without listening, its worker's life: under both kinds of worker."""
    # Seconds enough from each to the next for a busy machine to say what it found before the next one comes.
    limits = {"JOB_SOFT_LIMIT": 3, "JOB_HARD_LIMIT": 9, "JOB_MEMORY": 400 * 1024**2}
    stage = stage_with(redis=redis, **limits)
    stage.ask(GREEDY)
    stage.ask_marks(range(5))
    stage.start_all()
    stage.all_ended(seconds=300)
    ended = stage.database.rows("SELECT state, attempts, reason FROM jobs_job WHERE kind <> 'marks.mark' ORDER BY id")
    assert [row[:2] for row in ended] == [("failed", 2), ("failed", 3), ("failed", 2), ("failed", 2)]
    memory, died, slow, deaf = (reason for *_row, reason in ended)
    assert memory.startswith("MemoryError")
    assert slow.startswith("TooLong")
    assert "3" in died
    assert "2" in deaf
    assert stage.marks() == [-1, -1, -1, -1, *range(5)], "every app was told of its failed job"
    assert stage.findings() == ["mark -1 × 4"]


@pytest.mark.parametrize(("unguarded", "marks"), [("", [7]), ("yes", [7, 7])], ids=["guarded", "control"])
def test_worker_that_comes_back_after_its_lease_changes_nothing(stage_with, unguarded, marks):
    """The token is what keeps it from doing so: without its check the mark is set twice."""
    no_limit = 600  # else what stands still for long has failed before it comes back
    stage = stage_with(JOB_SOFT_LIMIT=no_limit, JOB_HARD_LIMIT=no_limit, UNGUARDED=unguarded)
    stage.ask([("marks.stall", {"number": 7})])
    crew = stage.start()
    (first,) = doers(stage, 1)
    os.kill(first, signal.SIGSTOP)
    doers(stage, 2)
    stage.let_go_on()
    until(stage.marks, seconds=120, what="the second worker's mark")
    os.kill(first, signal.SIGCONT)
    stage.stop(crew)
    assert stage.marks() == marks


def doers(stage, number: int) -> list[int]:
    """The processes that have the job in hand."""
    until(lambda: len(list(stage.folder.glob("stall-*"))) == number, seconds=120, what=f"{number} workers at the job")
    return [int(path.name.split("-")[1]) for path in stage.folder.glob("stall-*")]


def test_worker_is_replaced_after_its_number_of_jobs(stage_with):
    stage = stage_with()
    stage.ask_marks(range(120))
    crew = stage.start([*OWN, "--processes", "1"])
    first = until_children(crew)
    stage.all_ended(seconds=300)
    workers = {name for (name,) in stage.database.rows("SELECT worker FROM jobs_attempt")}
    assert len(workers) == 3, "of 50 jobs each at most"
    assert until_children(crew) != first


def until_children(crew) -> list[int]:
    until(lambda: children_of(crew), seconds=120, what="a worker")
    return children_of(crew)
