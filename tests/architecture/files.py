"""What stands in the repository, apart from what tools made."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NOT_OURS = {".git", ".venv", "var", "__pycache__", "migrations", ".hypothesis", ".ruff_cache", ".pytest_cache"}


def ours(*suffixes: str, under: str = ".") -> Iterator[Path]:
    for path in sorted((ROOT / under).rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_file() and path.suffix in suffixes and not NOT_OURS & set(inside.parts) and ".min." not in path.name:
            yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
