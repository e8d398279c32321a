"""F1, F8 and F12 for documents: killed workers, a full disk, and what nobody can print."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from les_portal.documents import invariants, tidying
from les_portal.documents.models import Document, private_storage
from les_portal.documents.requesting import request_document
from les_portal.jobs.models import Job
from programmes.documents import PROGRAMME_SHEET
from tests.factories.programmes import ProgrammeFactory
from tests.faults.database import PostgreSql, Sqlite
from tests.faults.figures import IN_FULL, PATIENCE, report, times
from tests.faults.stage import Stage, until
from tests.les_portal.documents.stores import keep_documents_in

ASK = """
from les_portal.documents.kinds import kinds
from les_portal.documents.requesting import request_document
from les_portal.organisations.models import Organisation
for code in CODES:
    about = Organisation.objects.create(name=f"About {code}", kind="school", country="be")
    request_document(kinds()[f"paper_{code}"], about, language="nl", by=None)
"""
OPEN = "SELECT COUNT(*) FROM jobs_job WHERE kind = 'documents.make' AND state IN ('waiting', 'running')"
DOCUMENTS = "SELECT kind, state FROM documents_document ORDER BY kind"
FINDINGS = """
import json
from les_portal.documents import invariants as i
print(json.dumps([str(row) for check in (i.files, i.numbers, i.validity, i.forgotten) for row in check()]))
"""
TIDY = """
import datetime, json
from les_portal.documents import tidying
tidying.OLD = datetime.timedelta(0)
print(json.dumps([tidying.tidy(), sorted(tidying._files(tidying.private_storage()))]))
"""


@pytest.fixture
def stage_with(tmp_path) -> Iterator[Callable[..., Stage]]:
    """The whole portal on a database of its own, with a folder of documents of its own."""
    with ExitStack() as stack:

        def make(**limits: object) -> Stage:
            if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
                database = Sqlite(tmp_path / "portal.sqlite3")
            else:
                database = stack.enter_context(PostgreSql(os.environ["DATABASE_URL"]).empty())
            own = {"DJANGO_SETTINGS_MODULE": "tests.faults.paper_settings", "MEDIA_ROOT": tmp_path / "media"}
            stage = Stage(database, tmp_path, None, **(PATIENCE | own | limits))
            stack.callback(stage.close)
            stage.manage("migrate", "--verbosity", "0")
            return stage

        yield make


def ask(stage: Stage, *codes: str) -> None:
    stage.manage("shell", "--no-imports", "-c", f"CODES = {codes!r}\n{ASK}")


def all_made_or_not(stage: Stage, *, seconds: float) -> float:
    return until(lambda: stage.count(OPEN) == 0, seconds=seconds, what=f"each is made or not\n{stage.logs()}")


def told(stage: Stage, code: str):
    return json.loads(stage.manage("shell", "--no-imports", "-c", code))


# --- F12 ----------------------------------------------------------------------------------------


def test_what_nobody_can_print_fails_visibly_after_three_attempts_and_the_others_are_made(stage_with):
    """40,000 cells, 500 levels deep, 50 columns over pages: each beyond what a worker may take."""
    limits = {} if IN_FULL else {"JOB_SOFT_LIMIT": 10, "JOB_HARD_LIMIT": 30, "JOB_MEMORY": 600 * 1024**2}
    stage = stage_with(**limits)
    ask(stage, "cells", "plain", "deep", "columns", "plain", "plain")
    stage.start()
    plain = f"SELECT COUNT(*) FROM ({DOCUMENTS}) made WHERE kind = 'paper_plain' AND state = 'ready'"
    others = until(lambda: stage.count(plain) == 3, seconds=600, what="the others are made")
    all_ended = all_made_or_not(stage, seconds=600)
    states = dict(stage.database.rows(DOCUMENTS))
    poison = "SELECT state, attempts, reason FROM jobs_job WHERE kind = 'documents.make' AND state <> 'done'"
    failed = stage.database.rows(poison)
    assert states["paper_plain"] == "ready"
    assert states["paper_cells"] == states["paper_deep"] == "failed"
    assert all((state, attempts) == ("failed", 3) and reason for state, attempts, reason in failed)
    assert len(failed) == list(states.values()).count("failed")
    assert told(stage, FINDINGS) == []
    report("F12", others_made_after=others, all_ended_after=all_ended, reasons=[row[2][:60] for row in failed])


# --- F1 -----------------------------------------------------------------------------------------


def test_workers_killed_while_they_make_documents_leave_each_once_and_nothing_else(stage_with):
    """While rendering, with half a file, with the whole file before a row says so: three kills per document."""
    number = times(3, 20)
    stage = stage_with(PAUSES=9)
    ask(stage, *["falling"] * number)
    stage.start()
    seconds = all_made_or_not(stage, seconds=300 + 60 * number)
    points = sorted(path.name.split("-")[1] for path in stage.folder.glob("fell-*"))
    assert points == sorted(["rendering", "half", "whole"] * number)
    assert stage.database.rows(DOCUMENTS) == [("paper_falling", "ready")] * number
    assert told(stage, FINDINGS) == []
    left, kept = told(stage, TIDY)
    assert len(left) == 2 * number, "half a file and a whole one of each: what the kills left behind"
    rows = [name for (name,) in stage.database.rows("SELECT file FROM documents_document")]
    assert kept == sorted(rows)
    report("F1 documents", documents=number, kills=len(points), seconds=seconds, left_behind=len(left))


# --- F8 -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_full_disk_leaves_no_row_with_a_file_and_no_file_and_the_job_waits_until_there_is_space(settings, do_jobs):
    folder = settings.STORAGES["documents"]["BACKEND"]
    keep_documents_in(settings, "tests.les_portal.documents.stores.Full")
    document = request_document(PROGRAMME_SHEET, ProgrammeFactory(published=True), language="nl", by=None)
    do_jobs()
    document.refresh_from_db()
    job = Job.objects.get(kind="documents.make")
    assert (document.state, document.file.name, document.sha256) == (Document.State.REQUESTED, "", "")
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)
    assert "File too large" in job.reason
    assert files() == []
    assert list(invariants.files()) == list(invariants.forgotten()) == []

    keep_documents_in(settings, folder)
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    do_jobs()
    document.refresh_from_db()
    assert document.state == Document.State.READY
    assert list(invariants.files()) == []
    assert files() == [document.file.name]


def files() -> list[str]:
    assert Path(private_storage().path("")).parent == Path(settings.MEDIA_ROOT)
    return sorted(tidying._files(private_storage()))
