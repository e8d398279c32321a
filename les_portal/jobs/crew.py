"""The parent of the worker processes: replaces those that end, ends those that hang, stops them all together."""

import logging
import multiprocessing
import signal
import time
from collections.abc import Callable
from ctypes import c_double
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from django.conf import settings
from django.db import connections

logger = logging.getLogger(__name__)

FORK = multiprocessing.get_context("fork")
LOOK = 0.5  # seconds
REST = 1  # seconds, after a process that broke off


@dataclass
class Hand:
    """A place in the crew, and the process that has it now."""

    busy_since: c_double = field(default_factory=lambda: FORK.Value(c_double, 0, lock=False))
    process: BaseProcess | None = None

    def start(self, work: Callable) -> None:
        self.busy_since.value = 0
        self.process = FORK.Process(target=work, args=(self.busy_since,))
        # Held back until the child says what it does at the signal: until then it would do what its parent does.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        self.process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def hangs(self) -> bool:
        since = self.busy_since.value
        return bool(since) and time.monotonic() > since + settings.JOB_HARD_LIMIT


class Crew:
    def __init__(self, work: Callable[[c_double], None], *, size: int, once: bool) -> None:
        self._work = work
        self._once = once
        self._hands = [Hand() for _number in range(size)]
        self._stopping = False

    def stop(self, *_signal) -> None:
        self._stopping = True

    def run(self) -> None:
        """Until it is stopped, or with `once` until a process has ended by itself."""
        connections.close_all()  # a connection is not shared with a child
        for hand in self._hands:
            hand.start(self._work)
        while not self._stopping:
            wait([hand.process.sentinel for hand in self._hands], timeout=LOOK)
            for hand in self._hands:
                self._look_after(hand)
        self._dismiss()

    def _look_after(self, hand: Hand) -> None:
        if hand.hangs():
            logger.warning("Worker %s took longer than %s seconds.", hand.process.pid, settings.JOB_HARD_LIMIT)
            hand.process.kill()
            hand.process.join()
        if hand.process.exitcode is None or self._stopping:
            return
        if hand.process.exitcode:
            logger.warning("Worker %s ended with %s.", hand.process.pid, hand.process.exitcode)
            time.sleep(REST)
        if self._once and not hand.process.exitcode:
            self.stop()
        else:
            hand.start(self._work)

    def _dismiss(self) -> None:
        """They finish what they are doing, and no longer than that."""
        until = time.monotonic() + settings.JOB_STOP
        for hand in self._hands:
            hand.process.terminate()
        for hand in self._hands:
            hand.process.join(max(until - time.monotonic(), 0))
            if hand.process.exitcode is None:
                logger.warning("Worker %s was still at work when it was stopped.", hand.process.pid)
                hand.process.kill()
                hand.process.join()


def run_crew(work: Callable[[c_double], None], *, size: int, once: bool = False) -> None:
    crew = Crew(work, size=size, once=once)
    before = {number: signal.signal(number, crew.stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        crew.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
