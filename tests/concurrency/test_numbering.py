"""Twelve processes ask for documents about the same three programmes at the same moment."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack

import pytest
from django.conf import settings

from tests.faults.database import PostgreSql, Sqlite
from tests.faults.stage import Stage, until
from tests.services.portal import ROOT

PROCESSES, EACH = 12, 6
LONGEST = 60  # seconds of one asking, where a busy machine has SQLite wait its 20 seconds in each transaction of it
MAKE_PROGRAMMES = """
from tests.factories.programmes import ProgrammeFactory
for _ in range(3):
    ProgrammeFactory(published=True)
"""
FINDINGS = """
import json
from les_portal.documents import invariants as i
print(json.dumps([str(row) for check in (i.numbers, i.validity, i.succession, i.forgotten) for row in check()]))
"""


@pytest.fixture
def stage(tmp_path):
    """A database of its own, with three programmes, on the kind of server that these tests run on."""
    with ExitStack() as stack:
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            database = Sqlite(tmp_path / "portal.sqlite3")
        else:
            database = stack.enter_context(PostgreSql(os.environ["DATABASE_URL"]).empty())
        stage = Stage(database, tmp_path, None, DJANGO_SETTINGS_MODULE="les_portal.settings")
        stage.manage("migrate", "--verbosity", "0")
        stage.manage("shell", "--no-imports", "-c", MAKE_PROGRAMMES)
        yield stage


def all_at_once(stage: Stage, how: str) -> tuple[list[str], list[str], float]:
    """Numbers that were given, errors, and the longest asking in seconds."""
    go = stage.folder / "go"
    command = [sys.executable, "-m", "tests.concurrency.asking", str(go), str(PROCESSES), str(EACH), how]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=stage.environment, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    try:
        until(lambda: len(list(stage.folder.glob("go-*"))) == PROCESSES, seconds=120, what="all are ready")
        go.touch()
        said = [json.loads(process.communicate(timeout=120)[0]) for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()
    asked = [each for told in said for each in told["asked"]]
    errors = [error for told in said for error in told["refused"]]
    return [number for number, _seconds in asked], errors, max(seconds for _number, seconds in asked)


def test_numbers_are_given_once_and_without_gaps_and_one_document_is_valid(stage):
    numbers, errors, longest = all_at_once(stage, "asking")
    assert errors == []
    assert len(set(numbers)) == len(numbers) == PROCESSES * EACH
    assert sorted(number[-5:] for number in numbers) == [f"{n:05d}" for n in range(1, PROCESSES * EACH + 1)]
    assert json.loads(stage.manage("shell", "--no-imports", "-c", FINDINGS)) == []
    assert longest < LONGEST


def test_whoever_looks_first_and_takes_the_number_then_takes_another_s(stage):
    """Negative control: if this goes well, the test above proves nothing."""
    _numbers, errors, _longest = all_at_once(stage, "looking")
    assert errors
