"""What a visitor's words ask of the index, best answers first."""

from typing import NamedTuple

from les_portal.search.tokens import INSIDE, JOINED, LONGEST_WORD, NAME, START, TEXT
from les_portal.search.words import fold, words_that_matter

LONGEST_TEXT = 200
MOST_WORDS = 8
SHORTEST_PART = 3
SHORTEST_JOINED = 6


class Term(NamedTuple):
    token: str
    is_beginning: bool


# A question is a list of groups: of every group at least one term has to be there.
Question = list[list[Term]]


class Wanted(NamedTuple):
    """A visitor's word, or those that it may have been meant to be.

    Of one or two letters only whole words count: nearly everything has a word with these in it. Unless they are
    what is left of a word at an end of the text: `ng and con`, `lassen c`.
    """

    spellings: list[str]
    may_be_an_ending: bool = False
    may_be_a_beginning: bool = False


def read(text: str) -> list[Wanted]:
    """The words to look for, in order, each once."""
    words = [word[:LONGEST_WORD] for word in fold(text[:LONGEST_TEXT]).split()]
    several = len(set(words)) > 1
    kept = words_that_matter(words)[:MOST_WORDS]
    return [Wanted([word], several and word == words[0], several and word == words[-1]) for word in kept]


def ranked(words: list[Wanted]) -> list[Question]:
    """From the whole name down to a mention in the text; each asks for all words."""
    everything = [anywhere(word) for word in words]
    questions = [_name(words), [_starts(word) for word in words], [_inside(word) for word in words], everything]
    if len(words) > 1:
        questions.insert(3, [[term for word in words for term in _starts(word)], *everything])
    return questions


def anywhere(word: Wanted) -> list[Term]:
    return _inside(word) + [Term(TEXT + text, len(text) >= SHORTEST_PART) for text in word.spellings]


def _name(words: list[Wanted]) -> Question:
    return [[Term(NAME + "".join(word.spellings[0] for word in words), False)]]


def _starts(word: Wanted) -> list[Term]:
    """The word begins a word of a name."""
    terms = [Term(START + text, len(text) > 1 or word.may_be_a_beginning) for text in word.spellings]
    return terms + [Term(JOINED + text, True) for text in word.spellings if len(text) >= SHORTEST_JOINED]


def _inside(word: Wanted) -> list[Term]:
    """The word is a part of a word of a name."""
    parts = [text for text in word.spellings if len(text) >= SHORTEST_PART or word.may_be_an_ending]
    return _starts(word) + [Term(INSIDE + text, len(text) >= SHORTEST_PART) for text in parts]
