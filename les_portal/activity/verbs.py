"""What was done, in words. Whoever records a verb says once how it reads."""

_words: dict[str, str] = {}


def verb(code: str, words) -> str:
    """Register how `code` reads in a timeline after a name: "invited a colleague" (a lazy translation); its code."""
    _words[code] = words
    return code


def said(code: str) -> str:
    """A verb of an older version, which nobody knows any more, reads as its code."""
    return str(_words.get(code, code))
