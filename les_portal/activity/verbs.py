"""What was done, in words. Whoever records a verb says once how it reads."""

_words: dict[str, str] = {}
_automatic: set[str] = set()


def verb(code: str, words, *, is_automatic: bool = False) -> str:
    """Register how `code` reads in a timeline after a name: "invited a colleague" (a lazy translation); its code.

    `is_automatic`: nobody but the portal itself ever does it.
    """
    _words[code] = words
    if is_automatic:
        _automatic.add(code)
    return code


def is_automatic(code: str) -> bool:
    return code in _automatic


def said(code: str) -> str:
    """A verb of an older version, which nobody knows any more, reads as its code."""
    return str(_words.get(code, code))
