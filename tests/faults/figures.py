"""How often a fault is brought about, and where the figures go: a few times in CI, in full with `make faults`."""

import json
import os
from pathlib import Path

IN_FULL = os.environ.get("FAULTS") == "full"
# Patience of the workers in seconds: an installation's own in full, shorter in CI where nobody waits that long.
# Not too short a lease: a worker that a busy machine holds up for two thirds of it has lost its job.
LEASE, LATE = (15, 30) if IN_FULL else (6, 3)
PATIENCE = {} if IN_FULL else {"JOB_LEASE": LEASE, "JOB_LATE": LATE, "JOB_SWEEP": 1}


def times(short: int, full: int) -> int:
    return full if IN_FULL else short


def report(fault: str, **figures: object) -> None:
    """One JSON line, to the file that `make faults` reads."""
    if file := os.environ.get("FAULTS_FIGURES"):
        with Path(file).open("a") as output:
            output.write(json.dumps({"fault": fault} | figures) + "\n")
