"""What stands in the repository, apart from what tools made."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NOT_OURS = {".git", ".venv", "var", "__pycache__", "migrations", ".hypothesis", ".ruff_cache", ".pytest_cache"}


@cache
def every_file() -> list[Path]:
    found = []
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(set(below) - NOT_OURS)  # not even looked into
        found += [Path(folder, name) for name in sorted(names)]
    return found


def ours(*suffixes: str, under: str = ".") -> Iterator[Path]:
    for path in every_file():
        if path.suffix in suffixes and path.is_relative_to(ROOT / under) and ".min." not in path.name:
            yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
