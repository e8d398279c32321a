"""A worker says that it lives, while it works."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connections

from les_portal.jobs.claims import Claim

logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(claimed: Claim) -> Iterator[None]:
    """Renews the lease from a thread, at most up to the hard limit: one that hangs for longer loses the job."""
    stopped = Event()
    thread = Thread(target=_beat, args=(claimed, stopped), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _beat(claimed: Claim, stopped: Event) -> None:
    until = time.monotonic() + settings.JOB_HARD_LIMIT
    try:
        while not stopped.wait(settings.JOB_LEASE / 3) and time.monotonic() < until:
            _renew(claimed)
    finally:
        connections.close_all()  # this thread's own


def _renew(claimed: Claim) -> None:
    try:
        claimed.renew()
    except DatabaseError as error:
        logger.warning("job %s: its lease could not be renewed (%s)", claimed.job.pk, type(error).__name__)
        connections.close_all()
