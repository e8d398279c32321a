from collections.abc import Iterator
from contextlib import contextmanager

from tests.services.processes import free_port, running, temporary_folder, unprivileged


@contextmanager
def redis() -> Iterator[str]:
    """A server as a real installation runs it (AOF, nothing evicted); yields its REDIS_URL."""
    with temporary_folder("redis") as folder:
        port = free_port()
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--dir", folder]
        command += ["--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        with running(command, port=port, folder=folder, **unprivileged()):
            yield f"redis://127.0.0.1:{port}/0"
