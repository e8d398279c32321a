"""What may be printed at all. A table of 40,000 cells takes a worker 18 s and 745 MB, so that is refused before."""

import json
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

LONGEST_TEXT = 20_000  # characters, of one field
LARGEST_CONTENT = 500_000  # bytes, of all that is printed on one document
MOST_VALUES = 5_000
DEEPEST = 12

# No paper shows these, and some change what stands around them: controls, halves of a character, orders to write
# backwards. A sign in their place says that something was there.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INSTEAD = "\ufffd"


class TooMuch(ValueError):
    """More than a document holds; the message is a sentence for who asked for it."""


def check(content: dict) -> None:
    """Raises TooMuch. `content` is plain data: texts, numbers, lists of them."""
    number = 0
    for name, value, depth in _values(content):
        number += 1
        if depth > DEEPEST:
            raise TooMuch(_("“%(name)s” is nested too deeply to be printed.") % {"name": name})
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise TooMuch(
                _("“%(name)s” has %(length)d characters; at most %(most)d can be printed.")
                % {"name": name, "length": len(value), "most": LONGEST_TEXT}
            )
    if number > MOST_VALUES or len(json.dumps(content, ensure_ascii=False, default=str)) > LARGEST_CONTENT:
        raise TooMuch(_("There is more text than one document holds. Shorten it, or spread it over several."))


def _values(content: dict) -> Iterator[tuple[str, object, int]]:
    """Everything inside, each with the name of its field. Without recursion: depth is what must be counted."""
    waiting = [("", content, 0)]
    while waiting:
        name, value, depth = waiting.pop()
        yield name, value, depth
        if isinstance(value, dict):
            waiting += [(str(key), inner, depth + 1) for key, inner in value.items()]
        elif isinstance(value, list | tuple):
            waiting += [(name, inner, depth + 1) for inner in value]


def printable(value):
    """The same data with nothing in its texts that cannot be printed."""
    if isinstance(value, str):
        return UNPRINTABLE.sub(INSTEAD, value.replace("\r\n", "\n"))
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    return value
