"""How words are made alike before they are compared: the same on both databases."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """Lower case, without accents, one space between words: `Elektro-Mécanique` -> `elektro mecanique`."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain.translate(_LETTERS)))
    return _NOT_A_WORD.sub(" ", plain).strip()
