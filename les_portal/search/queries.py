"""What a visitor's words ask of the index, best answers first."""

from typing import NamedTuple

from les_portal.search.tokens import INSIDE, JOINED, LONGEST_WORD, NAME, SHORTEST_PART, START, TEXT
from les_portal.search.words import fold

LONGEST_TEXT = 200
MOST_WORDS = 8
SHORTEST_JOINED = 6

# Between the words that matter ("opleiding tot lasser"); looked for only when there is nothing else to look for.
_SMALL_WORDS = set(
    "a an and at au aux by d de den der des dit du een en et for het in l la le les met of op ou par pour"
    " sur te the to tot un une van voor with".split()
)


class Term(NamedTuple):
    token: str
    is_beginning: bool


# A question is a list of groups: of every group at least one term has to be there.
Question = list[list[Term]]
# A visitor's word, or the words that it may have been meant to be.
Spellings = list[str]


def split(text: str) -> list[str]:
    """The words to look for, in order, each once."""
    words = list(dict.fromkeys(word[:LONGEST_WORD] for word in fold(text[:LONGEST_TEXT]).split()))
    return ([word for word in words if word not in _SMALL_WORDS] or words)[:MOST_WORDS]


def name(words: list[Spellings]) -> Question:
    return [[Term(NAME + "".join(spellings[0] for spellings in words), False)]]


def starts(spellings: Spellings) -> list[Term]:
    """The word begins a word of a name."""
    terms = [Term(START + word, len(word) > 1) for word in spellings]
    return terms + [Term(JOINED + word, True) for word in spellings if len(word) >= SHORTEST_JOINED]


def inside(spellings: Spellings) -> list[Term]:
    """The word is a part of a word of a name."""
    return starts(spellings) + [Term(INSIDE + word, True) for word in spellings if len(word) >= SHORTEST_PART]


def anywhere(spellings: Spellings) -> list[Term]:
    # Of one or two letters only whole words of a text count: nearly every text has a word that begins so.
    return inside(spellings) + [Term(TEXT + word, len(word) >= SHORTEST_PART) for word in spellings]


def ranked(words: list[Spellings]) -> list[Question]:
    """From the whole name down to a mention in the text; each asks for all words."""
    everything = [anywhere(word) for word in words]
    questions = [name(words), [starts(word) for word in words], [inside(word) for word in words], everything]
    if len(words) > 1:
        questions.insert(3, [[term for word in words for term in starts(word)], *everything])
    return questions
