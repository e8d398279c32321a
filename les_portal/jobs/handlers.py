"""Who does which kind of job: `@handles("mail.deliver")` in an app's `tasks.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache

from django.utils.module_loading import autodiscover_modules

Effect = Callable[[], None]

MINUTES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30))


class NotNeeded(Exception):
    """The job has nothing left to do, for the reason given: what it is about is gone, or was done otherwise."""


class Hopeless(Exception):
    """Trying again cannot help, for the reason given."""


@dataclass(frozen=True)
class Handler:
    kind: str
    label: str  # what it does, in words: "Deliver a mail"
    work: Callable[..., Effect | None]
    pauses: tuple[timedelta, ...]  # before the second attempt, the third…; none left: the job has failed
    is_long: bool  # lets what takes a moment go first
    daily_at: time | None  # done once a day, at this hour of the portal's own clock, without being asked for
    gave_up: Callable[..., None] | None  # told, with the payload, in the transaction that calls the job failed

    @property
    def attempts(self) -> int:
        """As many as a job gets, those that took the worker with them included."""
        return len(self.pauses) + 1


_handlers: dict[str, Handler] = {}


def handles(
    kind: str,
    *,
    label: str = "",
    pauses: tuple[timedelta, ...] = MINUTES,
    is_long: bool = False,
    daily_at: time | None = None,
    gave_up: Callable[..., None] | None = None,
) -> Callable:
    """Register who does the jobs of `kind`.

    It is called with the payload as keywords, outside any transaction, and may be called again after a worker was
    stopped: so it does the slow part (render, send) and returns the effect, which runs once, in the transaction
    that calls the job done. Raises NotNeeded or Hopeless; anything else is tried again after the next pause.
    """

    def register(work: Callable[..., Effect | None]) -> Callable[..., Effect | None]:
        _handlers[kind] = Handler(kind, label or kind, work, tuple(pauses), is_long, daily_at, gave_up)
        return work

    return register


def handler_of(kind: str) -> Handler:
    """For a kind that nobody here knows one that fails: while versions change, a newer worker may know it."""
    return handlers().get(kind) or Handler(kind, kind, _nobody, MINUTES, False, None, None)


def handlers() -> dict[str, Handler]:
    _discover()
    return _handlers


@cache
def _discover() -> None:
    """Once: looking for a module that most apps do not have takes longer than doing a small job."""
    autodiscover_modules("tasks")


def long_kinds() -> list[str]:
    return [kind for kind, handler in handlers().items() if handler.is_long]


def label_of(kind: str) -> str:
    return handler_of(kind).label


def _nobody(**_payload) -> None:
    raise LookupError("Nobody here does this kind of job.")
