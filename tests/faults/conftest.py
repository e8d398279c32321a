import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings

from tests.faults.broker import broker
from tests.faults.database import PostgreSql, Sqlite
from tests.faults.figures import PATIENCE
from tests.faults.stage import Stage


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Iterator[Sqlite | PostgreSql]:
    """A database with the tables of jobs, and nobody in it: on the kind of server that these tests run on."""
    folder = tmp_path_factory.mktemp("migrated")
    with ExitStack() as stack:
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            database = Sqlite(folder / "migrated.sqlite3")
        else:
            database = stack.enter_context(PostgreSql(os.environ["DATABASE_URL"]).empty())
        Stage(database, folder, None).manage("migrate", "marks", "--verbosity", "0")
        yield database


@pytest.fixture
def stage_with(migrated, tmp_path) -> Iterator[Callable[..., Stage]]:
    """`stage_with(redis=True, JOB_LEASE=3)`: closed, and its processes gone, when the test ends."""
    with ExitStack() as stack:

        def make(*, redis: bool = False, **settings: object) -> Stage:
            database = stack.enter_context(migrated.copy(tmp_path))
            server = stack.enter_context(broker()) if redis else None
            stage = Stage(database, tmp_path, server, **(PATIENCE | settings))
            stack.callback(stage.close)
            return stage

        yield make


@pytest.fixture(params=["table", "broker"])
def stage(request, stage_with) -> Stage:
    """Once with the own worker alone, once with Celery's workers and the sweeper."""
    return stage_with(redis=request.param == "broker")
