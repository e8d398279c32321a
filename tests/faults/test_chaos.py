"""F13: everything at once. 200 jobs while workers, their parents and the broker are killed in random order."""

import os
import random
import signal
import time
from contextlib import suppress

from tests.faults.figures import report, times
from tests.faults.stage import OPEN, alive, children_of, until

EVERY = 1.0  # seconds between two kills
AT_WORK = "SELECT worker FROM jobs_attempt WHERE outcome = 'running'"


def kill_who_does_the_first(stage) -> None:
    """It is held until then, so that somebody is killed at work for certain."""
    at_work = f"{AT_WORK} AND job_id = (SELECT MIN(id) FROM jobs_job)"
    found: list[tuple] = []
    until(lambda: found.extend(stage.database.rows(at_work)) or found, seconds=120, what="somebody does the first job")
    ((name,),) = found
    os.kill(int(name.split(":")[1]), signal.SIGKILL)
    stage.let_go_on()


def kill_a_child(stage, chance) -> None:
    """One that is at work, if there is any: one that has nothing in hand has nothing to lose."""
    children = [pid for crew in stage.crews for pid in children_of(crew) if alive(pid)]
    at_work = [pid for (name,) in stage.database.rows(AT_WORK) if (pid := int(name.split(":")[1])) in children]
    if at_work or children:
        with suppress(ProcessLookupError):  # it has ended by itself meanwhile
            os.kill(chance.choice(at_work or children), signal.SIGKILL)


def kill_a_crew(stage, chance) -> None:
    stage.kill_all_of(chance.choice(stage.crews))


def stop_a_crew(stage, chance) -> None:
    stage.stop(chance.choice(stage.crews))


def kill_the_broker(stage, chance) -> None:
    if stage.broker is None:
        return kill_a_child(stage, chance)
    stage.broker.kill()
    time.sleep(0.5)
    return stage.broker.start()


FAULTS = {kill_a_child: (2, 10), kill_a_crew: (1, 4), stop_a_crew: (1, 3), kill_the_broker: (1, 3)}  # short, in full


def test_nothing_is_lost_or_doubled(stage):
    seed = times(1, random.randrange(10**6))
    chance = random.Random(seed)
    jobs, kills = times(40, 200), [fault for fault, number in FAULTS.items() for _n in range(times(*number))]
    chance.shuffle(kills)
    lengths = [chance.uniform(0.02, 0.3) for _n in range(jobs)]
    stage.ask(
        [("marks.mark", {"number": number, "work": work, "held": not number}) for number, work in enumerate(lengths)]
    )
    begin = time.monotonic()
    stage.start_all()
    kill_who_does_the_first(stage)
    for fault in kills:
        fault(stage, chance)
        stage.revive()
        time.sleep(EVERY)
    until(lambda: stage.revive() or stage.count(OPEN) == 0, seconds=300, what=f"all done; seed {seed}")
    took = round(time.monotonic() - begin, 1)
    tried_again = stage.count("SELECT COUNT(*) FROM jobs_job WHERE attempts > 1")
    lost, findings = jobs - len(set(stage.marks())), stage.findings()
    report("F13 chaos", carrier="broker" if stage.broker else "table", jobs=jobs, kills=len(kills), lost=lost,
           doubled=len(findings), tried_again=tried_again, seconds=took, seed=seed)  # fmt: skip
    assert (lost, findings) == (0, []), f"seed {seed}"
    assert tried_again, "nobody was killed at work: this proves nothing"
