"""What a process of the portal finds out, for the bench to add the database and the size to."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Finding:
    what: str
    ratio: float | None = None
    floor: str = ""
    p50_ms: float | None = None
    bytes: int | None = None
    rounds: int = 1
    goal: float | None = None  # at most
    growth_goal: float | None = None  # at most so many times the milliseconds of a tenth of the campuses


def milliseconds(*actions: Callable[[], object], rounds: int = 5) -> list[float]:
    """The medians of the actions, in turn, after once each for nothing."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds + 1):
        for action, taken in zip(actions, times, strict=True):
            taken.append(once(action))
    return [median(taken[1:]) for taken in times]


def once(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000
