"""How far one diploma reaches: counted over the competences of the other one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from competences.models import COUNTS_FOR, Relation


@dataclass(frozen=True)
class Coverage:
    """`percent` is rounded down, and None where the other side has no competence at all."""

    percent: int | None
    counts: dict[str, int] = field(default_factory=dict)  # by relation; EXTRA is counted and does not count

    def as_data(self) -> dict:
        return {"percent": self.percent, **{relation: self.counts.get(relation, 0) for relation in Relation.values}}


def coverage(lines: Iterable[tuple[str, int]]) -> Coverage:
    """Of (relation, weight): Σ weight × (1 equivalent, ½ partial, 0 missing) / Σ weight, over the target's lines."""
    reached = asked = 0
    counts = Counter()
    for relation, weight in lines:
        counts[str(relation)] += 1
        if relation != Relation.EXTRA:
            reached += weight * COUNTS_FOR[Relation(relation)]
            asked += weight * COUNTS_FOR[Relation.EQUIVALENT]
    return Coverage(100 * reached // asked if asked else None, dict(counts))


def lower(one: str, other: str) -> str:
    """Of two views on the same competence, the one that promises less."""
    return min(one, other, key=lambda relation: COUNTS_FOR.get(Relation(relation), -1))
