import socket
import subprocess
import sys

import pytest

from tests.services.processes import free_port, running, temporary_folder
from tests.services.redis import redis


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_server_stops_when_what_uses_it_fails():
    with pytest.raises(RuntimeError, match="while it runs"), redis() as url:
        port = int(url.split(":")[-1].split("/")[0])
        assert answers(port)
        raise RuntimeError("while it runs")
    assert not answers(port)


def test_server_that_cannot_start_shows_its_log():
    with temporary_folder("test") as folder, pytest.raises(RuntimeError, match="no such setting"):
        command = [sys.executable, "-c", "raise SystemExit('no such setting')"]
        with running(command, port=free_port(), folder=folder):
            pass
    assert not folder.exists()


def test_command_beside_the_servers_tells_how_it_ended():
    check = "import os, sys; sys.exit(7 if os.environ['DATABASE_URL'] and os.environ['REDIS_URL'] else 0)"
    command = [sys.executable, "-m", "tests.services", sys.executable, "-c", check]
    assert subprocess.run(command, check=False).returncode == 7
