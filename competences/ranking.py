"""Which diplomas fit a job: by how many of its tasks their holders are said to do.

A task is a competence of some diploma. Who holds that diploma does it whole. Who holds another one does as much of it
as a published description says: equivalent counts whole, partial half. Where no description compares the two, nothing
is said: it counts nothing, and it is no gap either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from competences.models import COUNTS_FOR, Relation

WHOLE = COUNTS_FOR[Relation.EQUIVALENT]  # in halves


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one diploma reaches. `compared`: for how many of the tasks that is known at all."""

    qualification: int
    halves: int
    compared: int
    tasks: int

    @property
    def percent(self) -> int:
        """Of all the tasks, rounded down."""
        return 100 * self.halves // (WHOLE * self.tasks)

    @property
    def uncompared(self) -> int:
        return self.tasks - self.compared


def standings(tasks: Mapping[int, int], covered: Iterable[tuple[int, int, int]]) -> list[Standing]:
    """The furthest first. `tasks`: the diploma that each belongs to; `covered`: (diploma held, task, halves).

    At the same reach the one of which more is known comes first.
    """
    reach: dict[int, dict[int, int]] = {}
    for qualification, task, halves in covered:
        if task in tasks:
            known = reach.setdefault(qualification, {})
            known[task] = max(halves, known.get(task, 0))
    for task, owner in tasks.items():
        reach.setdefault(owner, {})[task] = WHOLE
    rows = [Standing(pk, sum(known.values()), len(known), len(tasks)) for pk, known in reach.items()]
    return sorted(rows, key=lambda row: (-row.halves, -row.compared, row.qualification))
