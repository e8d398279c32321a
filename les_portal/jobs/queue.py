"""The outbox: asking for a job."""

from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from les_portal.jobs import carrier
from les_portal.jobs.models import Job


def enqueue(kind: str, payload: dict, *, key: str | None = None, due_at: datetime | None = None) -> Job:
    """Ask for a job, inside the transaction that makes it necessary; with a `key` the second asking is the first's.

    Raises RuntimeError outside a transaction: what is asked there could be asked for something that never was.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A job is asked for in the transaction that makes it necessary.")
    now = timezone.now()
    asked = {"kind": kind, "payload": payload, "due_at": due_at or now}
    # Said beforehand, so that handing it over costs no second write; taken back in the rare case that it fails.
    published = asked["due_at"] <= now and carrier.answers()
    asked["published_at"] = now if published else None
    if key is None:
        job, is_new = Job.objects.create(**asked), True
    else:
        job, is_new = Job.objects.get_or_create(key=key, defaults=asked)
    if is_new and published:
        transaction.on_commit(partial(hand_over, job.pk), robust=True)
    return job


def hand_over(job_id: int) -> bool:
    """To the broker. Where that fails, the job is late from now on, and the sweeper's."""
    if carrier.publish(job_id):
        return True
    Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(published_at=None)
    return False
