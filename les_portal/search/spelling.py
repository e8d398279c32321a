"""One typing error: a letter too many, too few, another, or two that changed places.

One error leaves one half of the word as it was (or swaps the two letters in the middle). So the database picks
the words that hold a half, and only these are compared letter by letter.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Q

SHORTEST = 4  # a word of five letters of which one was left out
SHORTEST_BEGINNING = 5
SHORTEST_PART = 6
MOST_SPELLINGS = 8


def is_correctable(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()


def differ_by_one_error(a: str, b: str) -> bool:
    """At most one; the same words do not differ."""
    start, shorter = 0, min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    end = 0
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    rest_a, rest_b = a[start : len(a) - end], b[start : len(b) - end]
    return max(len(rest_a), len(rest_b)) <= 1 or (len(rest_a) == 2 and rest_a == rest_b[::-1])


def candidates(field: str, word: str) -> Q:
    """The rows whose `field` may hold what `word` was meant to be."""
    first, second, swapped = _halves(word)
    if len(word) < SHORTEST_PART:
        return (
            Q(**{f"{field}__startswith": first})
            | Q(**{f"{field}__contains": second})
            | Q(**{f"{field}__startswith": swapped})
        )
    return (
        Q(**{f"{field}__contains": first}) | Q(**{f"{field}__contains": second}) | Q(**{f"{field}__contains": swapped})
    )


def corrections(word: str, known: Iterable[str]) -> list[str]:
    """What `word` was meant to be: whole known words, else beginnings of them, else parts."""
    found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for other in known:
        if abs(len(other) - len(word)) <= 1 and differ_by_one_error(word, other):
            found[0].add(other)
        elif len(word) >= SHORTEST_BEGINNING and not found[0]:
            for start, part in _parts(word, other):
                found[1 if start == 0 else 2].add(part)
    whole, beginnings, parts = found
    best = whole or beginnings or (parts if len(word) >= SHORTEST_PART else set())
    return sorted(best)[:MOST_SPELLINGS]


def _halves(word: str) -> tuple[str, str, str]:
    middle = len(word) // 2
    first, second = word[:middle], word[middle:]
    return first, second, first[:-1] + second[0] + first[-1] + second[1:]


def _parts(word: str, other: str) -> Iterator[tuple[int, str]]:
    """The parts of `other` that `word` may be, with where they start. An error at an end of a part is none."""
    first, second, swapped = _halves(word)
    for start in _positions(first, other):
        yield from _fitting(word, other, [start])
    for start in _positions(second, other):
        middle = start - len(first)
        yield from _fitting(word, other, [middle - 1, middle, middle + 1])
    for start in _positions(swapped, other):
        yield start, swapped


def _fitting(word: str, other: str, starts: list[int]) -> Iterator[tuple[int, str]]:
    for start in starts:
        for length in (len(word) + 1, len(word), len(word) - 1):
            part = other[max(start, 0) : max(start, 0) + length]
            same_ends = part[:1] == word[0] and part[-1:] == word[-1]
            if start >= 0 and same_ends and differ_by_one_error(word, part):
                yield start, part
                break


def _positions(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
