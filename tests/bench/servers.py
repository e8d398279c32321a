"""Web servers, each as the portal's own runs: gunicorn with its configuration."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import psycopg2

from tests.services.portal import ROOT
from tests.services.processes import free_port, running

# Whatever this shell points at stays untouched.
LEFT_OUT = {"DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "MAP_TILES_URL"}


def environment(folder: Path, **own: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    usual = {
        "DJANGO_SETTINGS_MODULE": "les_portal.settings",
        "SECRET_KEY": "bench",
        "MEDIA_ROOT": str(folder / "media"),
    }
    return kept | usual | own


@contextmanager
def server(application: str, folder: Path, **own: str) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "les_portal/gunicorn.py", application]
    with running(command, port=port, folder=folder, cwd=ROOT, env=environment(folder, PORT=str(port), **own)):
        yield f"http://127.0.0.1:{port}"


def inside(folder: Path, database_url: str, *arguments: str) -> subprocess.Popen:
    """A process of the portal's own code on one of the databases; it prints JSON lines."""
    command = [sys.executable, "-m", "tests.bench.inside", *arguments]
    env = environment(folder, DATABASE_URL=database_url)
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def new_database(server_url: str | None, folder: Path, campuses: int) -> str:
    """An empty one, on the PostgreSQL server or as a SQLite file."""
    if server_url is None:
        return f"sqlite:///{folder}/{campuses}.sqlite3"
    connection = psycopg2.connect(server_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE campuses_{campuses}")
    connection.close()
    return server_url.rsplit("/", 1)[0] + f"/campuses_{campuses}"


def as_file(folder: Path, name: str, body: bytes, *, is_packed: bool) -> None:
    """Where whitenoise finds it: the body, and beside it the form that browsers get."""
    if is_packed:
        (folder / f"{name}.br").write_bytes(body)
    (folder / name).write_bytes(brotli.decompress(body) if is_packed else body)
