"""How long a job may take, and how much memory: one that needs more than that must not take the others with it."""

import math
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import ngettext


class TooLong(Exception):
    def __str__(self) -> str:
        seconds = math.ceil(settings.JOB_SOFT_LIMIT)
        text = ngettext("It took longer than %(n)d second.", "It took longer than %(n)d seconds.", seconds)
        return text % {"n": seconds}


@contextmanager
def soft_limit() -> Iterator[None]:
    """Raises TooLong inside, in the main thread, where what runs there lets it; the hard limit ends the process."""

    def ring(*_) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, settings.JOB_SOFT_LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def limit_memory() -> None:
    """Of this process: more than that is a MemoryError here, and not the end of another process."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (settings.JOB_MEMORY, hard))
