"""What attempts left behind that were cut off: half a file, or a whole one that no row knows."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from les_portal.documents.models import Document, private_storage

OLD = timedelta(hours=1)  # far longer than an attempt may take


def tidy() -> list[str]:
    """Their names."""
    removed = list(leftovers())
    for name in removed:
        private_storage().delete(name)
    return removed


def leftovers() -> Iterator[str]:
    """Files without a row, older than an hour: a younger one may be about to get its row."""
    storage, before = private_storage(), timezone.now() - OLD
    there = set(_files(storage))  # first the files, then the rows: what is recorded in between is known
    known = set(Document.objects.exclude(file="").values_list("file", flat=True).iterator())
    for name in sorted(there - known):
        try:
            is_old = storage.get_modified_time(name) < before
        except FileNotFoundError:  # half a file that became a whole one, or somebody else tidies too
            continue
        if is_old:
            yield name


def _files(storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever made
        return
    for name in names:
        yield f"{folder}{name}"
    for name in folders:
        yield from _files(storage, f"{folder}{name}/")
