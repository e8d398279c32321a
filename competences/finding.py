"""What somebody's words lead to: descriptions, diplomas, programmes towards them, and what one can do with them."""

from dataclasses import dataclass, field

from les_portal.search.engine import find
from les_portal.search.words import fold, words_that_matter
from programmes.models import Programme

MOST_WORDS = 3  # looked up one by one where no competence has all of them


@dataclass(frozen=True)
class Found:
    """Ids, each with its rank: 0 is the best. A diploma is found by itself, and then by programmes towards it."""

    words: str = ""
    descriptions: dict[int, int] = field(default_factory=dict)
    diplomas: dict[int, int] = field(default_factory=dict)
    programmes: frozenset[int] = frozenset()


def look_up(words: str) -> Found:
    if not words:
        return Found()
    programmes = find("programme", words)
    taught = _diplomas_of(programmes)
    diplomas = dict.fromkeys([*find("qualification", words), *taught])
    return Found(words, _ranked(find("description", words)), _ranked(diplomas), frozenset(programmes))


def competences_for(words: str) -> dict[int, int]:
    """The competences that say so, or else those that say one of the words."""
    if found := find("competence", words):
        return _ranked(found)
    several = words_that_matter(fold(words).split())
    if len(several) < 2:
        return {}
    longest = sorted(several, key=len, reverse=True)[:MOST_WORDS]
    return _ranked(dict.fromkeys(pk for word in longest for pk in find("competence", word)))


def _diplomas_of(programmes: list[int]) -> list[int]:
    rows = Programme.objects.published().filter(pk__in=programmes, qualification__isnull=False).order_by()
    towards = dict(rows.values_list("pk", "qualification"))
    return [towards[pk] for pk in programmes if pk in towards]


def _ranked(ids) -> dict[int, int]:
    return {pk: rank for rank, pk in enumerate(ids)}
