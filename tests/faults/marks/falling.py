"""Workers that kill themselves, at a point of one's choice: `kill -9`, so nothing is tidied up."""

import os
import signal
from pathlib import Path

from django.db.backends.signals import connection_created

FOLDER = Path(os.environ.get("FAULTS_FOLDER", "."))
# What a worker is about to say to the database at these points.
STATEMENTS = {"claim": '"attempts" = ("jobs_job"."attempts" + ', "claimed": 'INSERT INTO "jobs_attempt"'}


def fall_once(name: str) -> None:
    try:
        (FOLDER / f"fell-{name}").touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def arrange() -> None:
    """FALLS=3: three times before a claim, and three times in the middle of one."""
    if os.environ.get("FALLS"):
        connection_created.connect(_listen, dispatch_uid="falling", weak=False)


def _listen(connection, **_signal) -> None:
    connection.execute_wrappers.append(_fall_before)


def _fall_before(execute, sql, params, many, context):
    for point, statement in STATEMENTS.items():
        if statement in sql:
            for number in range(int(os.environ["FALLS"])):
                fall_once(f"{point}-{number}")
    return execute(sql, params, many, context)
