"""A Redis that can be killed with all it knew, silenced and emptied."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.services.processes import free_port, temporary_folder, unprivileged, wait_for_port


class Broker:
    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self._port), "--dir", str(self._folder)]
        log = self._folder / "log.txt"
        with log.open("ab") as output:
            command += ["--save", "", "--appendonly", "no"]  # worse than in an installation: it forgets everything
            self._process = subprocess.Popen(
                command, cwd=self._folder, stdout=output, stderr=output, start_new_session=True, **unprivileged()
            )
        wait_for_port(self._port, self._process, log)

    def kill(self) -> None:
        """Also twice."""
        self._process.kill()
        self._process.wait()

    def silence(self) -> None:
        """It takes connections, and says nothing."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def wake(self) -> None:
        os.kill(self._process.pid, signal.SIGCONT)

    def forget(self) -> None:
        self._client().flushall()

    def length(self) -> int:
        return self._client().llen("celery")

    def hold(self, message: object) -> None:
        self._client().lpush("celery", str(message))

    def _client(self) -> redis.Redis:
        return redis.Redis(port=self._port, socket_timeout=10)


@contextmanager
def broker() -> Iterator[Broker]:
    with temporary_folder("broker") as folder:
        server = Broker(folder)
        server.start()
        try:
            yield server
        finally:
            server.kill()
