"""Figures that cost a walk through the whole portal, and change only when it does."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.utils.timezone import localdate

from les_portal.publication.changes import edition

MOST = 2000
Figure = TypeVar("Figure")
_figures: dict[Hashable, object] = {}


def remembered(key: Hashable, reckon: Callable[[], Figure]) -> Figure:
    """What `reckon` gives, reckoned once per edition and day in this process: an open day passes by itself."""
    number = edition()
    stamp = (number, localdate())
    if _figures.get("stamp") != stamp or len(_figures) > MOST:
        _figures.clear()
        _figures["stamp"] = stamp
    if not number:  # nothing was ever said to have changed, so nothing would say so later
        return reckon()
    if key not in _figures:
        _figures[key] = reckon()
    return _figures[key]


def forget() -> None:
    _figures.clear()
