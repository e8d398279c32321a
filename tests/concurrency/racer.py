"""What is the same for all who race: a line tells what to do, another one when, and a line is answered."""

import json
import sys
import time
from collections.abc import Callable

from django.db import OperationalError, connection

LOOKED = "looked"
SQLITE_WAITS = 15  # seconds, and no less: its settings say 20
_has_looked = False


def race(act: Callable, *, busy: tuple[type[Exception], ...] = ()) -> object:
    """What it answers when all act together, or the name of what it raised.

    Until everybody knows what to do, and has read what a page reads before anything is done, nobody begins.
    """
    say("there")
    at = json.loads(sys.stdin.readline())
    time.sleep(max(0, at - time.time()))
    try:
        return patiently(act, busy=busy)
    except OperationalError as error:
        return str(error)
    except Exception as error:
        return type(error).__name__


def patiently(act: Callable, *, busy: tuple[type[Exception], ...] = ()) -> object:
    """Who had to wait for too long, which is said with `busy` where the portal has a word for it, tries again."""
    while True:
        begin = time.monotonic()
        try:
            return act()
        except busy:
            continue
        except OperationalError as error:
            if not waited_too_long(error, begin):
                raise


def waited_too_long(error: OperationalError, since: float) -> bool:
    """For a lock, longer than the settings allow, as a busy machine may make somebody wait.

    Whom SQLite refuses at once did not wait for their turn, and that is a fault of ours.
    """
    said = str(error)
    if "locked" in said:
        return time.monotonic() - since > SQLITE_WAITS
    return "lock timeout" in said or "statement timeout" in said


def wait_until_all_have_looked() -> None:
    """What a control does between looking and writing: where nobody is held, it goes wrong for certain."""
    global _has_looked
    if not _has_looked:
        _has_looked = True
        say(LOOKED)
        sys.stdin.readline()


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def answer_each(attempt: Callable[..., object]) -> None:
    global _has_looked
    say("ready")
    while line := sys.stdin.readline():
        _has_looked = False
        outcome = attempt(**json.loads(line))
        connection.close()
        say({"outcome": outcome})
