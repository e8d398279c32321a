"""Which of the lines that somebody sends back is which of those that were there."""

from difflib import SequenceMatcher

Line = tuple[str, str]  # kind and text
ALIKE = 0.6


def matched(known: list[Line], lines: list[Line]) -> list[int | None]:
    """For each line the number of the one it was, or None: the same words first, then what resembles it most."""
    free = dict(enumerate(known))
    found: list[int | None] = [_take(free, lambda each, line=line: float(each == line)) for line in lines]
    for number, line in enumerate(lines):
        if found[number] is None:
            found[number] = _take(free, lambda each, line=line: _likeness(each, line))
    return found


def _take(free: dict[int, Line], likeness) -> int | None:
    best = max(free, key=lambda number: likeness(free[number]), default=None)
    if best is None or likeness(free[best]) < ALIKE:
        return None
    del free[best]
    return best


def _likeness(one: Line, other: Line) -> float:
    """Of another kind only when the words are the same."""
    if one[1] == other[1]:
        return 0.99
    return SequenceMatcher(None, one[1], other[1]).ratio() if one[0] == other[0] else 0
