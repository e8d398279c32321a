"""Real workers on a database of their own, for as long as a test lasts, and ways to kill them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.broker import Broker
from tests.faults.database import PostgreSql, Sqlite
from tests.services.portal import ROOT
from tests.services.processes import PATIENCE

OWN = [sys.executable, "manage.py", "run_jobs"]
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "les_portal", "worker", "--concurrency", "2"]
CELERY += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
DOUBLED = "SELECT number, COUNT(*) FROM marks_mark GROUP BY number HAVING COUNT(*) > 1"
OPEN = "SELECT COUNT(*) FROM jobs_job WHERE state IN ('waiting', 'running')"
FINDINGS = """
from les_portal.jobs import invariants as i
checks = i.done_twice, i.done_without_an_attempt, i.leases_without_a_worker, i.attempts_not_written_down
print([str(row) for check in (*checks, i.attempts_without_an_end) for row in check()])
"""


def until(condition: Callable[[], object], *, seconds: float, what: str) -> float:
    """Waits, and says how long it took."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() > begin + seconds:
            raise AssertionError(f"{what}: not after {seconds} s")
        time.sleep(0.1)
    return round(time.monotonic() - begin, 1)


class Stage:
    def __init__(self, database: Sqlite | PostgreSql, folder: Path, broker: Broker | None, **settings: object) -> None:
        self.database, self.broker, self.folder = database, broker, folder
        own = {"DATABASE_URL": database.url, "REDIS_URL": broker.url if broker else "", "FAULTS_FOLDER": folder}
        own |= {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "PYTHONWARNINGS": "default"}
        own |= {"CELERY_SKIP_CHECKS": "1"}
        self.environment = os.environ | {name: str(value) for name, value in (own | settings).items()}
        self.crews: list[subprocess.Popen] = []

    # --- asking and looking ---------------------------------------------------------------------

    def ask(self, jobs: list[tuple[str, dict]], *options: str, **how) -> list[float]:
        """Seconds that each asking took."""
        return json.loads(self.manage("ask_marks", json.dumps(jobs), *options, **how))

    def ask_marks(self, numbers: range, *options: str, **payload) -> list[float]:
        return self.ask([("marks.mark", {"number": number} | payload) for number in numbers], *options)

    def manage(self, *arguments: str, **more: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        run = subprocess.run(
            command, cwd=ROOT, env=self.environment | more, capture_output=True, text=True, check=False, timeout=300
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def count(self, sql: str) -> int:
        return self.database.rows(sql)[0][0]

    def marks(self) -> list[int]:
        return sorted(number for (number,) in self.database.rows("SELECT number FROM marks_mark"))

    def job(self) -> tuple[str, int, str]:
        """State, attempts and reason of the only one."""
        ((state, attempts, reason),) = self.database.rows("SELECT state, attempts, reason FROM jobs_job")
        return state, attempts, reason

    def all_ended(self, *, seconds: float) -> float:
        return until(lambda: self.count(OPEN) == 0, seconds=seconds, what=f"all jobs have ended\n{self.logs()}")

    def findings(self) -> list[str]:
        """Broken promises, and marks that were set twice."""
        twice = [f"mark {number} × {times}" for number, times in self.database.rows(DOUBLED)]
        return twice + json.loads(self.manage("shell", "--no-imports", "-c", FINDINGS).replace("'", '"'))

    # --- workers --------------------------------------------------------------------------------

    def start(self, command: list[str] = OWN, **more: str) -> subprocess.Popen:
        log = (self.folder / f"worker-{len(list(self.folder.glob('worker-*')))}.log").open("ab")
        with log:
            crew = subprocess.Popen(
                command, cwd=ROOT, env=self.environment | more, stdout=log, stderr=log, start_new_session=True
            )
        self.crews.append(crew)
        return crew

    def start_all(self, **more: str) -> None:
        """As an installation does: with a broker Celery's workers and the sweeper, else the own worker."""
        for command in [CELERY, OWN] if self.broker else [OWN]:
            self.start(command, **more)

    def stop(self, crew: subprocess.Popen) -> None:
        """As a service manager does."""
        crew.send_signal(signal.SIGTERM)
        crew.wait(timeout=PATIENCE)

    def kill_all_of(self, crew: subprocess.Popen) -> None:
        os.killpg(crew.pid, signal.SIGKILL)
        crew.wait()

    def revive(self) -> None:
        """As a service manager does with what ended, whoever ended it: Celery also gives up by itself at times."""
        for crew in [crew for crew in self.crews if crew.poll() is not None]:
            self.crews.remove(crew)
            self.start(crew.args)

    def let_go_on(self) -> None:
        """Jobs that are held."""
        (self.folder / "go").touch()

    def close(self) -> None:
        for crew in self.crews:
            if crew.poll() is None:
                self.kill_all_of(crew)
        self.crews.clear()

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self.folder.glob("worker-*.log")))


def children_of(process: subprocess.Popen) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in found.stdout.split()]


def alive(pid: int) -> bool:
    """Not dead, and not a corpse whose parent has not looked yet."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
