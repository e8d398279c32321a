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

HEAD_START = 0.05  # seconds until all have heard what to do


class Racers:
    def __init__(self, processes: list[subprocess.Popen]):
        self.processes = processes

    def race(self, commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What each of them answered; one command each."""
        at = time.time() + HEAD_START
        racing = self.processes[: len(commands)]
        for process, command in zip(racing, commands, strict=True):
            process.stdin.write(json.dumps(command | {"at": at}) + "\n")
            process.stdin.flush()
        return [json.loads(process.stdout.readline()) for process in racing]


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
            assert process.stdout.readline() == "ready\n"
        yield Racers(processes)
    finally:
        for process in processes:
            process.stdin.close()
            process.wait(timeout=20)
            process.stdout.close()
