"""What must be made ready when public content changes, so that reading it stays cheap.

A lower app says what changed: `changed("school", [7])`. Whoever shows schools has said what to prepare
then: `@prepares("school")`. It happens in the writer's own transaction, once for all rows inside `together()`.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from les_portal.publication.models import Edition

Preparation = Callable[[set[int]], None]
All = Callable[[], Iterable[int]]

_preparations: dict[str, list[Preparation]] = defaultdict(list)
_everything: dict[str, All] = {}
_collected: ContextVar[dict[str, set[int]] | None] = ContextVar("collected", default=None)


def prepares(kind: str) -> Callable[[Preparation], Preparation]:
    """Register what to make ready for the rows of `kind` that changed; it is given their ids."""

    def register(preparation: Preparation) -> Preparation:
        _preparations[kind].append(preparation)
        return preparation

    return register


def everything(kind: str) -> Callable[[All], All]:
    """Register how to list all rows of `kind`, for when all that is prepared of them is made anew."""

    def register(ids: All) -> All:
        _everything[kind] = ids
        return ids

    return register


def prepare_everything() -> None:
    """Of every kind that says what all of it is. Belongs inside `transaction.atomic`."""
    for kind, ids in _everything.items():
        some = set(ids())
        for preparation in _preparations[kind]:
            preparation(some)


def changed(kind: str, ids: Iterable[int]) -> None:
    """Say that visitors see something else now. Call it in the transaction that writes."""
    if (collected := _collected.get()) is not None:
        collected[kind].update(ids)
        return
    with transaction.atomic():
        # First, because it is also the lock that makes two writers prepare one after the other.
        next_edition()
        if ids := set(ids):
            for preparation in _preparations[kind]:
                preparation(ids)


@contextmanager
def together() -> Iterator[None]:
    """Prepare once at the end, for everything that changes inside. Belongs inside `transaction.atomic`."""
    if _collected.get() is not None:
        yield
        return
    token = _collected.set(defaultdict(set))
    try:
        yield
        collected = _collected.get()
    finally:
        _collected.reset(token)
    for kind, ids in collected.items():
        changed(kind, ids)


def next_edition() -> None:
    """Microseconds, so that a database put back from a backup never gives a number out a second time."""
    now = time.time_ns() // 1000
    if not Edition.objects.filter(pk=1).update(number=Greatest(F("number") + 1, now)):
        Edition.objects.get_or_create(pk=1, defaults={"number": now})


def edition() -> int:
    """The number of the content that visitors see now. One query, past the ORM: every stored answer waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM publication_edition WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0
