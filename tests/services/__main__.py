"""`python -m tests.services COMMAND...` runs a command with a PostgreSQL and a Redis of its own."""

import os
import signal
import subprocess
import sys

from tests.services.postgresql import postgresql
from tests.services.redis import redis


def main(command: list[str]) -> int:
    # A polite stop must still reach the `finally` of the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgresql() as database_url, redis() as redis_url:
        environment = os.environ | {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
