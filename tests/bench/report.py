"""One JSON line per ratio on standard output; a table for people, with what falls short, on standard error."""

import json
import sys
from dataclasses import asdict, dataclass, field, replace
from statistics import median


@dataclass(frozen=True)
class Ratio:
    what: str
    database: str
    campuses: int
    ratio: float | None  # None: nothing smaller in this run to compare with
    floor: str
    p50_ms: float | None = None
    p99_ms: float | None = None
    bytes: int | None = None
    rounds: int = 1
    goal: float | None = None
    less_is_better: bool = field(default=False, kw_only=True)

    @property
    def falls_short(self) -> bool:
        if self.goal is None or self.ratio is None:
            return False
        return self.ratio > self.goal if self.less_is_better else self.ratio < self.goal

    def as_json(self) -> str:
        values = {name: value for name, value in asdict(self).items() if name != "less_is_better"}
        return json.dumps({name: significant(value) for name, value in values.items()}, ensure_ascii=False)


def significant(value):
    """Four digits: more would promise a precision that no machine has."""
    return float(f"{value:.4g}") if isinstance(value, float) else value


class Report:
    def __init__(self) -> None:
        self.ratios: list[Ratio] = []
        self._smaller: dict[tuple[str, str], tuple[int, float]] = {}

    def add(self, ratio: Ratio) -> None:
        self.ratios.append(ratio)
        sys.stdout.write(ratio.as_json() + "\n")
        sys.stdout.flush()

    def add_growth(self, ratio: Ratio, figure: float, goal: float) -> None:
        """What the same came to at the size before, if there was one."""
        key = ratio.what, ratio.database
        if key in self._smaller:
            campuses, smaller = self._smaller[key]
            self.add(replace(ratio, ratio=figure / smaller, floor=f"the same at {campuses} campuses", goal=goal))
        self._smaller[key] = ratio.campuses, figure

    def table(self) -> None:
        widths = (44, 11, 9, 9, 36, 10, 10, 10)
        say(row(("what", "database", "campuses", "ratio", "of", "p50 ms", "p99 ms", "goal"), widths))
        for ratio in self.ratios:
            limit = "" if ratio.goal is None else f"{'≤' if ratio.less_is_better else '≥'} {ratio.goal:g}"
            mark = " short" if ratio.falls_short else ""
            figures = [f"{value:.3g}" if value is not None else "" for value in (ratio.p50_ms, ratio.p99_ms)]
            of = "" if ratio.ratio is None else f"{ratio.ratio:.3g}"
            say(row((ratio.what, ratio.database, ratio.campuses, of, ratio.floor, *figures, limit + mark), widths))


def row(cells: tuple, widths: tuple[int, ...]) -> str:
    return " ".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def say(text: str) -> None:
    sys.stderr.write(text + "\n")


def median_ratio(ours: list[float], floor: list[float]) -> float:
    """Of the pairs that ran in the same round, so that a machine that slows down slows both."""
    return median(a / b for a, b in zip(ours, floor, strict=True))
