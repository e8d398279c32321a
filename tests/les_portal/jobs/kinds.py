"""Jobs in a given state, and kinds of job that exist for as long as a test needs them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from les_portal.jobs.handlers import handlers, handles
from les_portal.jobs.models import Job


@contextmanager
def kind(name: str, work: Callable = lambda **_payload: None, **how) -> Iterator[None]:
    known = handlers()
    before = dict(known)
    handles(name, **how)(work)
    try:
        yield
    finally:
        known.clear()
        known.update(before)


def make_job(name: str, state: str = "waiting", **fields) -> Job:
    now = timezone.now()
    ended = {"finished_at": now} if state in ("done", "failed", "skipped") else {}
    held = {"token": uuid4(), "leased_until": now + timedelta(seconds=15)} if state == "running" else {}
    return Job.objects.create(kind=name, state=state, **(ended | held | fields))
