"""How words are made alike before they are compared: the same on both databases."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case, without accents, one space between words: `Elektro-Mécanique` -> `elektro mecanique`."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return _NOT_A_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
