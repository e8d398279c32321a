"""The candidates, measured in turn: interleaved, in another order each round, after a start that does not count."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median

from tests.bench.driver import CONNECTIONS, Window, drive, fetch
from tests.bench.report import say

LONGEST_WINDOW = 3  # seconds
ANSWERS_PER_WINDOW = 3
WARM_UP = 8  # answers of each candidate, so that every worker has given some


@dataclass(eq=False)
class Candidate:
    what: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: int = 1
    windows: list[Window] = field(default_factory=list)

    def get_ready(self, *, is_conditional: bool = False) -> None:
        """Asks once for what it should answer, and twice more for how long that takes."""
        self.headers = {"Accept-Encoding": "br"} | self.headers
        status, answered, self.body = fetch(self.url, self.headers)
        if is_conditional:
            self.headers["If-None-Match"] = answered["etag"]
            status, answered, self.body = fetch(self.url, self.headers)
        if status != (304 if is_conditional else 200):
            raise RuntimeError(f"{self.what}: {self.url} answers {status}")
        start = time.perf_counter()
        fetch(self.url, self.headers)
        fetch(self.url, self.headers)
        taken = (time.perf_counter() - start) / 2
        self.seconds = min(LONGEST_WINDOW, max(1, math.ceil(ANSWERS_PER_WINDOW * taken)))

    @property
    def per_second(self) -> list[float]:
        return [window.per_second for window in self.windows]

    @property
    def p50_ms(self) -> float:
        return median(window.p50_ms for window in self.windows)

    @property
    def p99_ms(self) -> float:
        return median(window.p99_ms for window in self.windows)


def measure(candidates: list[Candidate], rounds: int) -> None:
    say("  warming up")
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(lambda candidate: fetch(candidate.url, candidate.headers), WARM_UP * candidates))
    for number in range(rounds):
        say(f"  round {number + 1} of {rounds}")
        for candidate in rotated(candidates, number * (len(candidates) // rounds + 1)):
            candidate.windows.append(drive(candidate.url, candidate.headers, candidate.seconds))


def rotated(items: list, by: int) -> list:
    by %= len(items)
    return items[by:] + items[:by]
