"""Celery carries ids. Where no broker is set, or it does not answer, the workers find the job in the table."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

logger = logging.getLogger(__name__)

TASK = "jobs.run"
QUEUE = "celery"
# Whoever hands over a job may be somebody's request: one try, and not for long.
PUBLISHER = {"socket_timeout": 2, "socket_connect_timeout": 1, "max_retries": 0}
REST = 10  # seconds in which a broker that failed is not asked again

_resting_until = 0.0


def answers() -> bool:
    """Whether there is a broker that may be asked: not when it failed a moment ago."""
    return bool(settings.CELERY_BROKER_URL) and time.monotonic() >= _resting_until


def publish(job_id: int) -> bool:
    """Tell a Celery worker that this job is there; whether the broker took it. Never raises."""
    if not answers():
        return False
    try:
        with _connection() as (app, connection):
            app.send_task(TASK, args=[job_id], connection=connection, retry=False, ignore_result=True)
    except Exception as error:
        _rest(error)
        return False
    return True


def queue_length() -> int | None:
    """How many ids the broker holds; None when it does not answer."""
    if not answers():
        return None
    try:
        with _connection() as (_app, connection):
            return connection.default_channel.client.llen(QUEUE)
    except Exception as error:
        _rest(error)
        return None


@contextmanager
def _connection() -> Iterator[tuple]:
    """A new one each time, some 3 ms: none that went stale, none that a fork or a thread shares."""
    from les_portal.celery import app

    with app.connection_for_write(settings.CELERY_BROKER_URL, transport_options=PUBLISHER) as connection:
        yield app, connection


def _rest(error: Exception) -> None:
    """Whatever it was that failed (kombu, redis and sockets have many): jobs wait in the table, nothing is lost."""
    global _resting_until
    _resting_until = time.monotonic() + REST
    logger.warning("The broker does not answer (%s); jobs wait in the table.", type(error).__name__)
