"""One of several processes that ask for documents at the same moment: `python -m tests.concurrency.asking`."""

import json
import os
import random
import sys
import time
from contextlib import suppress
from pathlib import Path

import django

django.setup()

from django.db import IntegrityError, OperationalError  # noqa: E402

from les_portal.documents import requesting  # noqa: E402
from les_portal.documents.models import Document, Series  # noqa: E402
from programmes.documents import PROGRAMME_SHEET, contents  # noqa: E402
from programmes.models import Programme  # noqa: E402


def ask(programme: Programme) -> Document:
    return requesting.request_document(PROGRAMME_SHEET, programme, language="nl", by=None)


def ask_by_looking_first(programme: Programme) -> Document:
    """As one writes it without thinking of others: look which number is next, then take it."""
    series, _new = Series.objects.get_or_create(prefix="PS", year=2026)
    looked = Series.objects.get(pk=series.pk).last + 1
    time.sleep(0.01)

    def taken(_prefix: str, _year: int):
        Series.objects.filter(pk=series.pk).update(last=looked)
        return series, looked

    requesting._next_number = taken
    return ask(programme)


def main(go: Path, number: int, how: str) -> None:
    programmes = list(Programme.objects.order_by("pk"))
    for programme in programmes:  # what a process does at its first request (addresses, translations) is done before
        contents(programme)
    dice = random.Random(os.getpid())
    Path(f"{go}-{os.getpid()}").touch()
    while not go.exists():
        time.sleep(0.005)
    asked, refused = [], []
    for _ in range(number):
        begin = time.monotonic()
        try:
            document = {"asking": ask, "looking": ask_by_looking_first}[how](dice.choice(programmes))
            asked.append([document.number, round(time.monotonic() - begin, 3)])
            if dice.random() < 0.2:
                withdraw(document)
        except (IntegrityError, OperationalError) as error:
            refused.append(type(error).__name__)
    json.dump({"asked": asked, "refused": refused}, sys.stdout)


def withdraw(document: Document) -> None:
    with suppress(requesting.NotValid):  # somebody was faster
        requesting.withdraw(document, by=None, reason="Withdrawn while others ask.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
