"""A database of its own for each test, and a look into it from outside."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg2


class Sqlite:
    def __init__(self, file: Path) -> None:
        self.file, self.url = file, f"sqlite:///{file}"

    def rows(self, sql: str) -> list[tuple]:
        with closing(sqlite3.connect(self.file, timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    @contextmanager
    def copy(self, folder: Path) -> Iterator["Sqlite"]:
        """Made from one that is migrated and closed."""
        yield Sqlite(Path(shutil.copy(self.file, folder / "portal.sqlite3")))


class PostgreSql:
    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, sql: str) -> list[tuple]:
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def _say(self, sql: str) -> None:
        with closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            connection.cursor().execute(sql)

    @contextmanager
    def empty(self) -> Iterator["PostgreSql"]:
        """Another database on the same server."""
        name = f"faults_{uuid4().hex}"
        self._say(f"CREATE DATABASE {name}")
        try:
            yield PostgreSql(self.url.rsplit("/", 1)[0] + f"/{name}")
        finally:
            self._say(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def copy(self, _folder: Path) -> Iterator["PostgreSql"]:
        server, _slash, template = self.url.rpartition("/")
        name = f"faults_{uuid4().hex}"
        beside = PostgreSql(f"{server}/postgres")
        beside._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield PostgreSql(f"{server}/{name}")
        finally:
            beside._say(f"DROP DATABASE {name} WITH (FORCE)")
