"""Rows as a csv that a spreadsheet may open: what would be a formula there is only text.

A cell that begins with = + - @ a tab or a return gets an apostrophe in front, as people type it themselves. So does one
that begins with apostrophes and then such a sign: that way `unshielded` gives back exactly what was.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def shielded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def unshielded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def as_csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """Open data: with a comma, as programs expect it. Numbers stay as they are: -0.5 is no formula."""
    return separated(([_cell(value) for value in row] for row in rows), delimiter=",", encoding="utf-8")


def separated(rows: Iterable[Iterable[Any]], *, delimiter: str, encoding: str) -> bytes:
    """As the cells are. `utf-8-sig` tells Excel that accents are accents."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) else shielded(str(value))
