import os
import signal
import socket
import subprocess
import time
from contextlib import nullcontext

import pytest

from tests.services.portal import ROOT, environment
from tests.services.processes import free_port, running
from tests.services.redis import redis


@pytest.mark.parametrize(
    ("stop_signal", "broker"), [(signal.SIGTERM, False), (signal.SIGINT, False), (signal.SIGTERM, True)]
)
def test_whoever_stops_what_make_run_starts_stops_its_processes(tmp_path, stop_signal, broker):
    """Also where only the script hears it, as from a service manager: Ctrl-C reaches the whole group."""
    port = free_port()
    with redis() if broker else nullcontext("") as redis_url:
        own = environment(tmp_path / "portal.sqlite3", PORT=str(port), DEMO_PASSWORD="a long enough password")
        own["REDIS_URL"] = redis_url
        with running([".ci/serve"], port=port, folder=tmp_path, stop_signal=stop_signal, cwd=ROOT, env=own) as script:
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


def test_when_a_process_of_make_run_breaks_off_the_others_stop_too(tmp_path):
    """Else the portal would look well, and no mail would leave."""
    port = free_port()
    own = environment(tmp_path / "portal.sqlite3", PORT=str(port), DEMO_PASSWORD="a long enough password")
    with running([".ci/serve"], port=port, folder=tmp_path, cwd=ROOT, env=own) as script:
        started = [line.split(maxsplit=1) for line in processes_of(script).splitlines()]
        worker = min(int(pid) for pid, command in started if command.endswith("run_jobs"))
        os.kill(worker, signal.SIGKILL)
        script.wait(timeout=40)
    assert script.returncode == 128 + signal.SIGKILL
    until = time.monotonic() + 20  # its children see within a moment that they are orphans
    while processes_of(script) and time.monotonic() < until:
        time.sleep(0.1)
    assert processes_of(script) == ""
