"""What must hold over all data. Each app says it of its own in `invariants.py`; `check_invariants` asks them all."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.utils.module_loading import autodiscover_modules

Check = Callable[[], Iterable[object]]

_checks: dict[str, Check] = {}


class Finding(NamedTuple):
    promise: str
    row: str


def invariant(promise: str) -> Callable[[Check], Check]:
    """Register what returns the rows that break `promise`, each of which names itself with `str`."""

    def register(check: Check) -> Check:
        _checks[promise] = check
        return check

    return register


def promises() -> dict[str, Check]:
    autodiscover_modules("invariants")
    return dict(_checks)


def findings() -> Iterator[Finding]:
    """A promise that cannot be looked at, because a bucket does not answer, hides no other; and is no promise kept."""
    for promise, check in promises().items():
        try:
            for row in check():
                yield Finding(promise, str(row))
        except Exception as error:
            yield Finding(promise, f"not looked at to the end: {type(error).__name__}")
