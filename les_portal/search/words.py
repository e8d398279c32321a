"""How words are made alike before they are compared: the same on both databases."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}


def fold(text: str) -> str:
    """Lower case, without accents, one space between words: `Elektro-Mécanique` -> `elektro mecanique`."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
        for letter, written in _LETTERS.items():
            plain = plain.replace(letter, written)
    return _NOT_A_WORD.sub(" ", plain).strip()


LONGEST = 100  # characters of what somebody looks for on a page


def sought(typed: str) -> str:
    """What somebody looks for: with an end, and without the one character that no database can be asked for."""
    return typed.replace("\x00", "").strip()[:LONGEST]


# Between the words that matter ("opleiding tot lasser"), in the three languages.
_SMALL_WORDS = set(
    "a an and at au aux by d de den der des dit du een en et for het in l la le les met of op ou par pour"
    " sur te the to tot un une van voor with".split()
)


def words_that_matter(words: list[str]) -> list[str]:
    """Each once, without the small ones; with them when there are no others."""
    return list(dict.fromkeys([word for word in words if word not in _SMALL_WORDS] or words))
