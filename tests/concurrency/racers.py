"""Processes that all do something at the same moment."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from tests.concurrency.racer import LOOKED
from tests.services.processes import PATIENCE

HEAD_START = 0.05  # seconds until all have heard that it begins


class Racers:
    def __init__(self, processes: list[subprocess.Popen]):
        self.processes = processes

    def race(self, commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What each of them answered; one command each."""
        racing = self.processes[: len(commands)]
        for process, command in zip(racing, commands, strict=True):
            _tell(process, command)
        for process in racing:
            assert _hear(process) == "there"
        at = time.time() + HEAD_START
        for process in racing:
            _tell(process, at)
        answers = [_hear(process) for process in racing]
        looked = [number for number, answer in enumerate(answers) if answer == LOOKED]
        for number in looked:
            _tell(racing[number], "all have looked")
        for number in looked:
            answers[number] = _hear(racing[number])
        return answers


def _tell(process: subprocess.Popen, what: object) -> None:
    process.stdin.write(json.dumps(what) + "\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen) -> Any:
    return json.loads(process.stdout.readline())


@contextmanager
def racers(number: int, *, module: str, database_url: str) -> Iterator[Racers]:
    """`python -m module` that many times: each reads a command per line, and answers with a line."""
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    environment |= {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "les_portal.settings"}
    command = [sys.executable, "-m", module]
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": settings.BASE_DIR}
    processes = [subprocess.Popen(command, env=environment, **options) for _ in range(number)]
    try:
        for process in processes:
            assert _hear(process) == "ready"
        yield Racers(processes)
    finally:
        for process in processes:
            process.stdin.close()
            process.wait(timeout=PATIENCE)
            process.stdout.close()
