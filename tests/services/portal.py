import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.processes import free_port, running

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, database: Path) -> None:
    """A management command as an installation runs it, on a SQLite file of its own."""
    command = [sys.executable, "manage.py", *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment(database), capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{' '.join(arguments)}:\n{run.stdout}{run.stderr}")


def environment(database: Path, **more: str) -> dict[str, str]:
    own = {"DATABASE_URL": f"sqlite:///{database}", "MEDIA_ROOT": str(database.parent / "media"), "REDIS_URL": ""}
    return os.environ | own | more


@contextmanager
def portal(database: Path) -> Iterator[str]:
    """The web server as `make run` starts it; yields its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--config", "les_portal/gunicorn.py", "les_portal.wsgi"]
    own = environment(database, PORT=str(port), SITE_URL=url)
    with running(command, port=port, folder=database.parent, cwd=ROOT, env=own):
        yield url
