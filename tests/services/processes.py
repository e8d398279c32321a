"""Servers of the machine's own packages, started in a temporary folder for as long as a `with` lasts."""

import atexit
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Seconds, for what comes at last also where the machine is busy with other things. A failure shows that much later.
PATIENCE = 120
_promised: list[socket.socket] = []


def free_port() -> int:
    """Below 32768, where the kernel takes no ports for outgoing connections; nobody else is given it meanwhile.

    Its number is kept for UDP, which nothing here speaks, as long as this process lives: a port that is only looked at
    may be found free by another process too, before either of them uses it.
    """
    for port in random.sample(range(20000, 32000), 200):
        promise = socket.socket(type=socket.SOCK_DGRAM)
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                promise.bind(("127.0.0.1", port))
                candidate.bind(("127.0.0.1", port))
            except OSError:
                promise.close()
                continue
        _promised.append(promise)
        return port
    raise RuntimeError("No free port between 20000 and 32000.")


@atexit.register
def _take_back_promises() -> None:
    for promise in _promised:
        promise.close()


def unprivileged() -> dict:
    """Arguments for a subprocess that must not be root: PostgreSQL refuses it."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def temporary_folder(name: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"les-{name}-"))
    if owner := unprivileged():
        os.chown(folder, owner["user"], owner["group"])
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    command: list[str | Path], *, port: int, folder: Path, stop_signal: int = signal.SIGTERM, **how
) -> Iterator[subprocess.Popen]:
    """The process once its port answers; stopped and waited for at the end, whatever happened inside.

    `how` goes to `subprocess.Popen`: `env`, `cwd`, whose process it is.
    """
    log = folder / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, **{"cwd": folder} | how, stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_for_port(port, process, log)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(stop_signal)
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # what it started, too
            process.wait()


def wait_for_port(port: int, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} did not start:\n{log.read_text(errors='replace')[-2000:]}")
