import os
import signal
import socket
import subprocess
from contextlib import nullcontext
from functools import partial

import pytest

from tests.faults.stage import children_of, until
from tests.services.portal import ROOT, environment
from tests.services.processes import PATIENCE, free_port, running
from tests.services.redis import redis

# As in a terminal. A shell cannot hear Ctrl-C that was ignored when it began, as it is by all that runs behind an `&`.
HEARS_CTRL_C = {"preexec_fn": partial(signal.signal, signal.SIGINT, signal.SIG_DFL)}


@pytest.mark.parametrize(
    ("stop_signal", "broker"), [(signal.SIGTERM, False), (signal.SIGINT, False), (signal.SIGTERM, True)]
)
def test_whoever_stops_what_make_run_starts_stops_its_processes(tmp_path, stop_signal, broker):
    """Also where only the script hears it, as from a service manager: Ctrl-C reaches the whole group."""
    port = free_port()
    with redis() if broker else nullcontext("") as redis_url:
        own = environment(tmp_path / "portal.sqlite3", PORT=str(port), DEMO_PASSWORD="a long enough password")
        own["REDIS_URL"] = redis_url
        how = {"stop_signal": stop_signal, "cwd": ROOT, "env": own} | HEARS_CTRL_C
        with running([".ci/serve"], port=port, folder=tmp_path, **how) as script:
            at_work = processes_of(script)
        assert script.returncode == 0
    assert "run_jobs" in at_work
    assert ("celery" in at_work) == broker
    assert processes_of(script) == ""
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def processes_of(script: subprocess.Popen) -> str:
    """Number and command of what runs in its session, which is what it started."""
    command = ["ps", "-o", "pid=", "-o", "args=", "-s", str(script.pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def command_of(pid: int) -> str:
    command = ["ps", "-o", "args=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_when_a_process_of_make_run_breaks_off_the_others_stop_too(tmp_path):
    """Else the portal would look well, and no mail would leave."""
    port = free_port()
    own = environment(tmp_path / "portal.sqlite3", PORT=str(port), DEMO_PASSWORD="a long enough password")
    with running([".ci/serve"], port=port, folder=tmp_path, cwd=ROOT, env=own) as script:
        [worker] = [pid for pid in children_of(script) if "run_jobs" in command_of(pid)]
        os.kill(worker, signal.SIGKILL)
        script.wait(timeout=PATIENCE)
    assert script.returncode == 128 + signal.SIGKILL
    until(lambda: not processes_of(script), seconds=PATIENCE, what="its children have seen that they are orphans")
