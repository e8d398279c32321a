"""The portal at one size, on each database: made, measured from the inside, and asked for its pages."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.load import Candidate, measure
from tests.bench.pages import Page, pages
from tests.bench.report import Ratio, Report, median_ratio, say
from tests.bench.servers import as_file, inside, server

BARE, SURROUNDED = "bare view", "bare view, our middleware"


@dataclass(frozen=True)
class Size:
    campuses: int
    rounds: int
    folder: Path
    databases: dict[str, str]  # by name, where it is
    floors: list[Candidate]
    report: Report
    only: str = ""

    @property
    def pages(self) -> list[Page]:
        return [page for page in pages(self.campuses) if self.only in page.what]

    def run(self) -> None:
        say(f"{self.campuses} campuses: making them on {' and '.join(self.databases)}")
        self._report_all({name: self._start(name, "fill", str(self.campuses)) for name in self.databases})
        if not self.only:
            self.look_inside("measure")
        with self._candidates() as candidates:
            measure([*self.floors, *candidates.values()], self.rounds)
            for name in self.databases:
                for page in self.pages:
                    self._compare(name, page, candidates)

    # --- from the inside ------------------------------------------------------------------------

    def look_inside(self, task: str) -> None:
        for name in self.databases:
            say(f"{self.campuses} campuses: {task} inside, {name}")
            self._report_all({name: self._start(name, task)})

    def _start(self, database: str, *task: str) -> subprocess.Popen:
        return inside(self.folder, self.databases[database], *task)

    def _report_all(self, processes: dict[str, subprocess.Popen]) -> None:
        for name, process in processes.items():
            for line in process.stdout:
                self._report_finding(name, json.loads(line))
            if process.wait():
                raise RuntimeError(f"{' '.join(process.args)} failed on {name}")

    def _report_finding(self, database: str, found: dict) -> None:
        growth_goal = found.pop("growth_goal")
        ratio = Ratio(database=database, campuses=self.campuses, less_is_better=True, **found)
        self.report.add(ratio)
        if growth_goal:
            self.report.add_growth(ratio, ratio.p50_ms, growth_goal)

    # --- from the outside -----------------------------------------------------------------------

    @contextmanager
    def _candidates(self) -> Iterator[dict[tuple[str, str], Candidate]]:
        """Every page on every database; and, as "file", the bytes of some as files."""
        files = self.folder / f"files-{self.campuses}"
        files.mkdir()
        found: dict[tuple[str, str], Candidate] = {}
        with ExitStack() as servers:
            for name, url in self.databases.items():
                portal = servers.enter_context(server("les_portal.wsgi", self.folder, DATABASE_URL=url))
                for page in self.pages:
                    candidate = Candidate(page.what, portal + page.path, dict(page.headers))
                    candidate.get_ready(is_conditional=page.is_conditional)
                    found[name, page.what] = candidate
                    if page.file:
                        as_file(files, page.file, candidate.body, is_packed=page.is_packed)
            still = servers.enter_context(server("tests.bench.static_files", self.folder, BENCH_STATIC=str(files)))
            for page in self.pages:
                if page.file:
                    found["file", page.what] = Candidate(page.what, f"{still}/{page.file}")
                    found["file", page.what].get_ready()
            yield found

    def _compare(self, database: str, page: Page, candidates: dict[tuple[str, str], Candidate]) -> None:
        ours = candidates[database, page.what]
        bare, surrounded = self.floors
        compared = self._ratio(database, page, ours, bare, BARE, page.goal)
        if page.growth_goal:
            self.report.add_growth(compared, compared.ratio, page.growth_goal)
        self._ratio(database, page, ours, surrounded, SURROUNDED, None)
        if page.file:
            self._ratio(database, page, ours, candidates["file", page.what], "the same as a file, whitenoise", None)
        if page.tail_goal:
            tail = {"ratio": ours.p99_ms / ours.p50_ms, "floor": "its median", "goal": page.tail_goal}
            self.report.add(replace(compared, what=f"{page.what}, slowest 1 %", less_is_better=True, **tail))
        if (database, page.floor) in candidates:
            self._ratio(database, page, ours, candidates[database, page.floor], page.floor, page.floor_goal)

    def _ratio(self, database, page: Page, ours: Candidate, floor: Candidate, name: str, goal) -> Ratio:
        ratio = Ratio(
            what=page.what,
            database=database,
            campuses=self.campuses,
            # The windows of this size: the floors stand there for all sizes.
            ratio=median_ratio(ours.per_second, floor.per_second[-self.rounds :]),
            floor=name,
            p50_ms=ours.p50_ms,
            p99_ms=ours.p99_ms,
            bytes=len(ours.body),
            rounds=self.rounds,
            goal=goal,
        )
        self.report.add(ratio)
        return ratio
