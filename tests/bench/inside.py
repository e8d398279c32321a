"""`python -m tests.bench.inside TASK`: what runs within a process of the portal, on the database of DATABASE_URL."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

import django

django.setup()

from tests.bench import data, descriptions, diplomas, documents, importing, keeping, making, queries, searching  # noqa: E402 - models can be imported now
from tests.bench.finding import Finding  # noqa: E402


def measure() -> Iterator[Finding]:
    for part in (queries, making, searching):
        yield from part.find()


TASKS: dict[str, Callable[..., Iterator[Finding]]] = {
    "fill": lambda campuses: data.make_portal(int(campuses)),
    "measure": measure,
    "import": importing.find,
    "documents": documents.find,
    "descriptions": descriptions.find,
    "keeping": keeping.find,
    "diplomas": diplomas.find,
}

if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    for finding in TASKS[task](*arguments):
        sys.stdout.write(json.dumps(asdict(finding)) + "\n")
        sys.stdout.flush()
