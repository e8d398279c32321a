"""One of several processes that ask for documents at the same moment: `python -m tests.concurrency.asking`."""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import django

django.setup()

from django.db import IntegrityError, OperationalError  # noqa: E402

from les_portal.documents import requesting  # noqa: E402
from les_portal.documents.models import Document, Series  # noqa: E402
from programmes.documents import PROGRAMME_SHEET, contents  # noqa: E402
from programmes.models import Programme  # noqa: E402
from tests.concurrency.racer import patiently  # noqa: E402


def ask(programme: Programme) -> Document:
    return requesting.request_document(PROGRAMME_SHEET, programme, language="nl", by=None)


def ask_by_looking_first(programme: Programme, all_have_looked: Callable[[], None]) -> Document:
    """As one writes it without thinking of others: look which number is next, then take it."""
    series, _new = Series.objects.get_or_create(prefix="PS", year=2026)
    looked = Series.objects.get(pk=series.pk).last + 1
    all_have_looked()

    def taken(_prefix: str, _year: int):
        Series.objects.filter(pk=series.pk).update(last=looked)
        return series, looked

    requesting._next_number = taken
    return ask(programme)


def meeting(folder: Path, size: int) -> Callable[[], None]:
    """Waits for the others, once: so it is certain that all look before anybody takes."""
    mine = folder / f"looked-{os.getpid()}"

    def wait() -> None:
        if not mine.exists():
            mine.touch()
            while len(list(folder.glob("looked-*"))) < size:
                time.sleep(0.005)

    return wait


def main(go: Path, processes: int, number: int, how: str) -> None:
    programmes = list(Programme.objects.order_by("pk"))
    for programme in programmes:  # what a process does at its first request (addresses, translations) is done before
        contents(programme)
    dice = random.Random(os.getpid())
    Path(f"{go}-{os.getpid()}").touch()
    while not go.exists():
        time.sleep(0.005)
    looking = partial(ask_by_looking_first, all_have_looked=meeting(go.parent, processes))
    act = {"asking": ask, "looking": looking}[how]
    asked, refused = [], []
    for _ in range(number):
        try:
            programme = dice.choice(programmes)
            document, seconds = patiently(partial(timed, act, programme))
            asked.append([document.number, seconds])
            if dice.random() < 0.2:
                patiently(partial(withdraw, document))
        except (IntegrityError, OperationalError) as error:
            refused.append(f"{type(error).__name__}: {error}")
    json.dump({"asked": asked, "refused": refused}, sys.stdout)


def timed(act: Callable, about: Programme | Document) -> tuple[Document | None, float]:
    """With the seconds that it took, without those of tries that were refused."""
    begin = time.monotonic()
    return act(about), round(time.monotonic() - begin, 3)


def withdraw(document: Document) -> None:
    with suppress(requesting.NotValid):  # somebody was faster
        requesting.withdraw(document, by=None, reason="Withdrawn while others ask.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
