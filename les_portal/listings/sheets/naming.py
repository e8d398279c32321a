"""What people may write for a thing, and what we write for it."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from les_portal.search.words import fold

FEW = 500  # among more names, looking for one that is nearly right takes too long
SHOWN = 8


class Unreadable(ValueError):
    """A sentence for who wrote the cell."""


class Thing(NamedTuple):
    """`names` are what people say, the visitor's language first; `codes` are whatever else it may be called.

    `is_current` things win from others of the same name: a level of today from one of ten years ago.
    """

    value: Any
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    is_current: bool = True


def key_of(text: str) -> str:
    """Case and accents do not matter; the plus of a level "4+" does."""
    return fold(text.replace("+", " plus ")) or text.strip().casefold()


class Names:
    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = {thing.value: thing for thing in things}
        self._meant: dict[str, dict[Any, None]] = defaultdict(dict)
        for thing in self._things.values():
            for name in filter(None, (*thing.names, *thing.codes)):
                self._meant[key_of(name)][thing.value] = None

    def write(self, value: Any) -> str:
        """The first name that means nothing else; a code for what shares all its names."""
        if value not in self._things:
            return ""
        thing = self._things[value]
        names = [name for name in (*thing.names, *thing.codes) if name]
        fits = (name for name in names if ";" not in name and len(self._meant[key_of(name)]) == 1)
        return next(fits, names[0] if names else "")

    def read(self, text: str, *, now: Any = None) -> Any:
        """`now` is what it is already, or several such things: where a name means more than one, that is meant."""
        meant = list(self._meant.get(key_of(text), ()))
        ours = {now} if not isinstance(now, list) else set(now)
        if kept := [value for value in meant if value in ours]:
            return kept[0]
        current = [value for value in meant if self._things[value].is_current] or meant
        if len(current) == 1:
            return current[0]
        raise Unreadable(self._more_than_one(text, current) if current else self._unknown(text))

    def is_current(self, value: Any) -> bool:
        return self._things[value].is_current

    def all(self) -> list[str]:
        """What may be written, for a list to choose from."""
        return [name for value, thing in self._things.items() if thing.is_current and (name := self.write(value))]

    def _more_than_one(self, text: str, meant: list[Any]) -> str:
        named = ", ".join(f"“{self.write(value)}”" for value in meant[:SHOWN])
        return _("“%(text)s” may mean %(named)s: write one of these.") % {"text": text, "named": named}

    def _unknown(self, text: str) -> str:
        if len(self._things) <= SHOWN:
            named = ", ".join(f"“{name}”" for name in self.all())
            return _("“%(text)s” is not one of %(named)s.") % {"text": text, "named": named}
        near = get_close_matches(key_of(text), self._meant, n=1, cutoff=0.7) if len(self._meant) < FEW else []
        if near:
            named = self.write(next(iter(self._meant[near[0]])))
            return _("“%(text)s” is not known. Is it “%(named)s”?") % {"text": text, "named": named}
        return _("“%(text)s” is not known. The template has a list of what may stand here.") % {"text": text}
