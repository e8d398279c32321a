"""Who may do a job: every step is one conditional update, first in its transaction, the same on both databases."""

import logging
import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import ngettext

from les_portal.jobs.handlers import Effect, Handler, handler_of
from les_portal.jobs.models import Attempt, Job
from les_portal.jobs.querysets import JobQuerySet

logger = logging.getLogger(__name__)

LONGEST_REASON = 500
LOOKED_AT = 20  # jobs, where many workers want the same one


@dataclass(frozen=True)
class Claim:
    """That a worker has a job, for as long as its lease is renewed and nobody else took it after that."""

    job: Job
    token: UUID

    def renew(self) -> bool:
        """False when the lease ran out and somebody else has the job."""
        return bool(self._mine().update(leased_until=timezone.now() + _lease()))

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

    def fail(
        self, reason: str, gave_up: Effect | None = None, *, outcome: Attempt.Outcome = Attempt.Outcome.ERROR
    ) -> bool:
        """`gave_up` runs in the same transaction."""
        with transaction.atomic():
            if not self._end(Job.State.FAILED, outcome, reason):
                return False
            if gave_up:
                gave_up()
        return True

    def try_again(self, reason: str, pause: timedelta) -> bool:
        now, reason = timezone.now(), reason[:LONGEST_REASON]
        fields = {"state": Job.State.WAITING, "due_at": now + pause, "token": None, "leased_until": None}
        with transaction.atomic():
            if not self._mine().update(**fields, published_at=None, reason=reason):
                return False
            self._attempt().update(outcome=Attempt.Outcome.ERROR, ended_at=now, error=reason)
        return True

    def _mine(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, token=self.token)

    def _attempt(self):
        return Attempt.objects.filter(token=self.token)

    def _end(self, state: Job.State, outcome: Attempt.Outcome, reason: str = "") -> bool:
        now, reason = timezone.now(), reason[:LONGEST_REASON]
        ended = {"state": state, "finished_at": now, "token": None, "leased_until": None, "reason": reason}
        if not self._mine().update(**ended):
            return False
        self._attempt().update(outcome=outcome, ended_at=now, error=reason)
        return True


def claim(job_id: int) -> Claim | None:
    """The job, if it is due and nobody's, and its attempts are not used up."""
    due = Job.objects.claimable(timezone.now()).filter(pk=job_id)
    # Read before the transaction, in which the write that checks goes first.
    job = due.first()
    if job is None:
        return None
    if job.state == Job.State.RUNNING and job.tried >= (handler := handler_of(job.kind)).attempts:
        _bury(job, handler)
        return None
    return _take(due, job_id)


def _take(due: JobQuerySet, job_id: int) -> Claim | None:
    token, now = uuid4(), timezone.now()
    taken = {"state": Job.State.RUNNING, "token": token, "leased_until": now + _lease(), "attempts": F("attempts") + 1}
    with transaction.atomic():
        if not due.update(**taken):
            return None
        job = Job.objects.get(pk=job_id)
        left = Attempt.objects.filter(job=job, outcome=Attempt.Outcome.RUNNING)
        left.update(outcome=Attempt.Outcome.LOST, ended_at=now)
        Attempt.objects.create(job=job, number=job.attempts, token=token, worker=worker_name(), started_at=now)
    return Claim(job, token)


def claim_next(jobs: JobQuerySet | None = None) -> Claim | None:
    """The one whose turn it is. Where many workers ask, several try for the same one and go on to the next."""
    jobs = Job.objects.claimable(timezone.now()) if jobs is None else jobs
    for job_id in jobs.in_turn().values_list("pk", flat=True)[:LOOKED_AT]:
        if claimed := claim(job_id):
            return claimed
    return None


def give_up(claimed: Claim, handler: Handler, reason: str, *, outcome: Attempt.Outcome = Attempt.Outcome.ERROR) -> None:
    """The job has failed, and its app hears so. An app that cannot bear to hear it does not keep the job alive."""
    told = partial(handler.gave_up, **claimed.job.payload) if handler.gave_up else None
    try:
        claimed.fail(reason, told, outcome=outcome)
    except (OperationalError, InterfaceError):
        raise  # the database is not there: nobody can be told anything
    except Exception as error:
        logger.exception("job %s (%s): gave_up", claimed.job.pk, claimed.job.kind)
        claimed.fail(f"{reason} ({type(error).__name__})", outcome=outcome)


def _bury(job: Job, handler: Handler) -> None:
    """One that took a worker with it at every attempt must not take another."""
    text = ngettext(
        "Its worker was stopped, at the last of %(n)d attempt.",
        "Its worker was stopped, at the last of %(n)d attempts.",
        job.tried,
    )
    give_up(Claim(job, job.token), handler, text % {"n": job.tried}, outcome=Attempt.Outcome.LOST)


def _lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE)


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:80]
