"""A file as large as the full Flemish register comes in, and comes in again."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from tests.bench.finding import Finding, once
from tests.bench.registers import ROWS, write_file

SECONDS = 10


def find() -> Iterator[Finding]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "register.csv")
        write_file(path)
        for what in ("", ", once more"):
            out = StringIO()
            ms = once(lambda out=out: call_command("import_schools", "flanders", path, "--apply", "--json", stdout=out))
            yield Finding(f"import of {ROWS} rows{what}", ms / 1000 / SECONDS, f"{SECONDS} s", ms, goal=1)
