import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.processes import free_port, running, temporary_folder, unprivileged


def program(name: str) -> str:
    """PostgreSQL's programs are on the path, or where Debian keeps them: the newest version's."""
    if found := shutil.which(name):
        return found
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: int(re.search(r"/(\d+)/bin/", str(path))[1]), default=None)
    if newest is None:
        raise RuntimeError(f"{name} is missing: sudo apt-get install postgresql")
    return str(newest)


@contextmanager
def postgresql() -> Iterator[str]:
    """A server with an empty database of its own; yields its DATABASE_URL."""
    with temporary_folder("postgresql") as folder:
        data, port = folder / "data", free_port()
        make = [program("initdb"), "--pgdata", data, "--username", "les", "--auth", "trust", "--no-sync"]
        make += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run(make, check=True, cwd=folder, stdout=subprocess.DEVNULL, **unprivileged())
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",  # the folder is thrown away
            "max_connections": 60,
        }
        command = [program("postgres"), "-D", data, "-p", str(port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with running(command, port=port, folder=folder, stop_signal=signal.SIGINT, **unprivileged()):
            yield f"postgres://les@127.0.0.1:{port}/postgres"
