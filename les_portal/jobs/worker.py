"""A worker's process: takes what is due, one job after the other, until it is stopped or has done its number."""

import logging
import math
import os
import signal
import time
from collections.abc import Callable
from ctypes import c_double
from multiprocessing import parent_process

from django.conf import settings
from django.db import InterfaceError, OperationalError

from les_portal.jobs.claims import Claim, claim_next
from les_portal.jobs.connecting import leave_dead_connection
from les_portal.jobs.daily import Calendar
from les_portal.jobs.heartbeat import heartbeat
from les_portal.jobs.limits import limit_memory, soft_limit
from les_portal.jobs.running import do
from les_portal.jobs.sweeping import Sweeper

logger = logging.getLogger(__name__)

IDLE = 0.5  # seconds between two looks at the table


class Worker:
    """`busy_since` is read by the parent process, which ends this one at the hard limit."""

    def __init__(
        self, next_job: Callable[[], Claim | None], *, busy_since: c_double, until_nothing_is_due: bool
    ) -> None:
        self._next_job = next_job
        self._busy_since = busy_since
        self._until_nothing_is_due = until_nothing_is_due
        # Known since before this process parted from it: asked only now, the parent could be dead already.
        parent = parent_process()
        self._parent = parent.pid if parent else os.getppid()
        self._stopping = False
        self._calendar = Calendar()

    def stop(self, *_signal) -> None:
        """After the running job."""
        self._stopping = True

    def run(self) -> None:
        left = math.inf if self._until_nothing_is_due else settings.JOBS_PER_PROCESS
        while left and not self._stopping and os.getppid() == self._parent:
            leave_dead_connection()
            try:
                found = self._do_next()
            except (OperationalError, InterfaceError) as error:
                # The job, if there was one, is taken up again when its lease runs out.
                logger.warning("The database does not answer (%s).", type(error).__name__)
                time.sleep(IDLE)
                continue
            if found:
                left -= 1
            elif self._until_nothing_is_due:
                return
            else:
                time.sleep(IDLE)

    def _do_next(self) -> bool:
        if not self._until_nothing_is_due:
            self._calendar.look()
        claimed = self._next_job()
        if claimed is None:
            return False
        self._busy_since.value = time.monotonic()
        try:
            with heartbeat(claimed), soft_limit():
                do(claimed)
        finally:
            self._busy_since.value = 0
        return True


def work(busy_since: c_double, *, until_nothing_is_due: bool) -> None:
    """All that a child process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent says when to stop
    limit_memory()
    sweeps = settings.CELERY_BROKER_URL and not until_nothing_is_due
    next_job = Sweeper().next if sweeps else claim_next
    worker = Worker(next_job, busy_since=busy_since, until_nothing_is_due=until_nothing_is_due)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    worker.run()
