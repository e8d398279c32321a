"""The test's database, for processes of their own: they cannot look into this one's memory."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection


def url_for_others(file: Path) -> str:
    """On PostgreSQL the test's own database; on SQLite a file, which `lend` fills and `take_back` reads."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{file}"
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def lend(file: Path) -> None:
    if connection.vendor == "sqlite":
        for leftover in file.parent.glob(f"{file.name}*"):
            leftover.unlink()
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as theirs:
            connection.connection.backup(theirs)
            theirs.execute("PRAGMA journal_mode=WAL")  # as an installation's is before the first request


def take_back(file: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as theirs:
            theirs.backup(connection.connection)
