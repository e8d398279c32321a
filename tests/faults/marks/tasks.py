import os
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction

from les_portal.jobs.handlers import NotNeeded, handles
from tests.faults.marks.falling import FOLDER, fall_once
from tests.faults.marks.models import Mark, Subject

SOON = (timedelta(seconds=0.2),)


@handles("marks.mark", label="Set a mark", pauses=SOON * 30)
def mark(number: int, work: float = 0, falls_at: str = "", held: bool = False) -> Callable[[], None]:
    """Held: at work until the test lets it go on, however fast or slow the machine is."""

    def at(point: str) -> None:
        if falls_at == point:
            fall_once(f"{point}-{number}")

    at("working")
    time.sleep(work)
    if held:
        wait_to_go_on()

    def effect() -> None:
        at("effect")
        Mark.objects.create(number=number)
        at("commit")
        transaction.on_commit(partial(at, "committed"))

    return effect


def wait_to_go_on() -> None:
    while not (FOLDER / "go").exists():
        time.sleep(0.05)


@handles("marks.subject", label="Look after a subject", pauses=SOON)
def look_after(subject: int) -> Callable[[], None]:
    if not Subject.objects.filter(pk=subject).exists():
        raise NotNeeded("The subject is gone.")
    return partial(Mark.objects.create, number=subject)


@handles("marks.stall", label="Stand still", pauses=SOON)
def stall(number: int) -> Callable[[], None]:
    """Says who does it, and waits until it is told to go on."""
    (FOLDER / f"stall-{os.getpid()}").touch()
    wait_to_go_on()
    return partial(Mark.objects.create, number=number)


def gave_up(**_payload) -> None:
    Mark.objects.create(number=-1)


@handles("marks.kill", label="Kill its worker", pauses=SOON * 2, gave_up=gave_up)
def kill() -> None:
    """Every time."""
    os.kill(os.getpid(), 9)


@handles("marks.eat", label="Eat memory", pauses=SOON, gave_up=gave_up)
def eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(64 * 1024**2))


@handles("marks.sleep", label="Sleep for ever", pauses=SOON, gave_up=gave_up)
def sleep(deaf: bool = False) -> None:
    """Deaf: whatever is raised, it goes on, as code that catches everything does."""
    while True:
        try:
            time.sleep(60)
        except Exception:
            if not deaf:
                raise
