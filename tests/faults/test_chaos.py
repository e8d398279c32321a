"""F13: everything at once. 200 jobs while workers, their parents and the broker are killed at random."""

import os
import random
import signal
import time

from tests.faults.figures import LATE, LEASE, report, times
from tests.faults.stage import alive, children_of

EVERY = 1.0  # seconds between two kills


def kill_a_child(stage, chance) -> bool:
    children = [pid for crew in stage.crews for pid in children_of(crew) if alive(pid)]
    if not children:
        return False
    os.kill(chance.choice(children), signal.SIGKILL)
    return True


def kill_a_crew(stage, chance) -> bool:
    crew = chance.choice(stage.crews)
    stage.kill_all_of(crew)
    stage.start_again(crew)
    return True


def stop_a_crew(stage, chance) -> bool:
    crew = chance.choice(stage.crews)
    stage.stop(crew)
    stage.start_again(crew)
    return True


def kill_the_broker(stage, _chance) -> bool:
    if stage.broker is None:
        return False
    stage.broker.kill()
    time.sleep(0.5)
    stage.broker.start()
    return True


# A child is killed most often, as it is where memory runs out.
FAULTS = [kill_a_child] * 5 + [kill_a_crew] * 2 + [stop_a_crew] * 2 + [kill_the_broker] * 2


def test_nothing_is_lost_or_doubled(stage):
    jobs, kills = times(40, 200), times(5, 20)
    seed = times(1, random.randrange(10**6))
    chance = random.Random(seed)
    begin = time.monotonic()
    stage.start_all()
    stage.ask([("marks.mark", {"number": number, "work": chance.uniform(0.02, 0.3)}) for number in range(jobs)])
    done = []
    while len(done) < kills:
        time.sleep(EVERY)
        fault = chance.choice(FAULTS)
        if fault(stage, chance):
            done.append(fault.__name__)
    stage.all_ended(seconds=90 + LEASE + LATE)
    took = round(time.monotonic() - begin, 1)
    tried_again = stage.count("SELECT COUNT(*) FROM jobs_job WHERE attempts > 1")
    lost = jobs - len(set(stage.marks()))
    findings = stage.findings()
    carrier = "broker" if stage.broker else "table"
    report("F13 chaos", carrier=carrier, jobs=jobs, kills=kills, lost=lost, doubled=len(findings),
           tried_again=tried_again, seconds=took, seed=seed)  # fmt: skip
    assert (lost, findings) == (0, []), f"seed {seed}: {done}"
