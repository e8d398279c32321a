"""The outbox: asking for a job, and who may do it. Every step is one conditional update, the same on both databases."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from les_portal.jobs import carrier
from les_portal.jobs.handlers import Effect
from les_portal.jobs.models import Attempt, Job

LEASE = timedelta(seconds=15)  # renewed while the worker lives, so this is how long a dead one is believed
LONGEST_REASON = 500


def enqueue(kind: str, payload: dict, *, key: str | None = None, due_at: datetime | None = None) -> Job:
    """Ask for a job, inside the transaction that makes it necessary; with a `key` the second asking is the first's.

    Raises RuntimeError outside a transaction: what is asked there could be asked for something that never was.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A job is asked for in the transaction that makes it necessary.")
    now = timezone.now()
    asked = {"kind": kind, "payload": payload, "due_at": due_at or now}
    if key is None:
        job, is_new = Job.objects.create(**asked), True
    else:
        job, is_new = Job.objects.get_or_create(key=key, defaults=asked)
    if is_new and job.due_at <= now:
        transaction.on_commit(partial(carrier.publish, job.pk), robust=True)
    return job


@dataclass(frozen=True)
class Claim:
    """That a worker has a job, for as long as its lease is renewed."""

    job: Job
    token: UUID

    def renew(self) -> bool:
        """False when the lease ran out and somebody else has the job."""
        return bool(self._mine().update(leased_until=timezone.now() + LEASE))

    def done(self, effect: Effect | None) -> bool:
        """The effect and the word "done" together, or neither: False when the job is somebody else's by now."""
        with transaction.atomic():
            if not self._end(Job.State.DONE, Attempt.Outcome.DONE):
                return False
            if effect:
                effect()
        return True

    def skip(self, reason: str) -> bool:
        with transaction.atomic():
            return self._end(Job.State.SKIPPED, Attempt.Outcome.SKIPPED, reason)

    def fail(self, reason: str, gave_up: Effect | None = None) -> bool:
        """`gave_up` runs in the same transaction."""
        with transaction.atomic():
            if not self._end(Job.State.FAILED, Attempt.Outcome.ERROR, reason):
                return False
            if gave_up:
                gave_up()
        return True

    def try_again(self, reason: str, pause: timedelta) -> bool:
        with transaction.atomic():
            now = timezone.now()
            fields = {"state": Job.State.WAITING, "due_at": now + pause, "token": None, "leased_until": None}
            if not self._mine().update(**fields, published_at=None, reason=reason[:LONGEST_REASON]):
                return False
            self._attempt().update(outcome=Attempt.Outcome.ERROR, ended_at=now, error=reason[:LONGEST_REASON])
        return True

    def _mine(self):
        return Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, token=self.token)

    def _attempt(self):
        return Attempt.objects.filter(token=self.token)

    def _end(self, state: Job.State, outcome: Attempt.Outcome, reason: str = "") -> bool:
        """First in its transaction, because it is the lock."""
        now, reason = timezone.now(), reason[:LONGEST_REASON]
        ended = {"state": state, "finished_at": now, "token": None, "leased_until": None, "reason": reason}
        if not self._mine().update(**ended):
            return False
        self._attempt().update(outcome=outcome, ended_at=now, error=reason)
        return True


def claim(job_id: int) -> Claim | None:
    """The job, if it is due and nobody's."""
    token, now = uuid4(), timezone.now()
    taken = {"state": Job.State.RUNNING, "token": token, "leased_until": now + LEASE, "attempts": F("attempts") + 1}
    with transaction.atomic():
        if not Job.objects.claimable(now).filter(pk=job_id).update(**taken):
            return None
        job = Job.objects.get(pk=job_id)
        left = Attempt.objects.filter(job=job, outcome=Attempt.Outcome.RUNNING)
        left.update(outcome=Attempt.Outcome.LOST, ended_at=now)
        Attempt.objects.create(job=job, number=job.attempts, token=token, worker=worker_name(), started_at=now)
    return Claim(job, token)


def claim_next() -> Claim | None:
    """The job that has been due longest. Where many workers ask, several try for the same one and go on to the next."""
    due = Job.objects.claimable(timezone.now()).order_by("due_at", "pk").values_list("pk", flat=True)
    for job_id in due[:20]:
        if claimed := claim(job_id):
            return claimed
    return None


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:80]
