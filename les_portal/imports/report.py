"""What a run found and did, in a form that a person, a page and a script can read."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from les_portal.imports.reading import UnreadableFile


@dataclass
class Report:
    """Counts are of rows; `failed` rows are the ones left out because of a problem.

    rows = created + updated + unchanged + skipped + failed. `retired` counts what is no longer in the file.
    """

    source: str = ""
    file: str = ""
    applied: bool = False
    readable: bool = True
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    skipped: int = 0
    failed: int = 0
    known: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    new: list[dict[str, Any]] = field(default_factory=list)
    gone: list[dict[str, Any]] = field(default_factory=list)
    skipped_reasons: dict[str, int] = field(default_factory=dict)
    counted_notices: dict[str, int] = field(default_factory=dict)
    objects: dict[str, int] = field(default_factory=dict)
    # Of somebody's own file: the rows with a problem as they stood there, to be mended and brought in again.
    header: list[str] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)

    def problem(self, row: int, name: str, message: str) -> None:
        self.problems.append({"row": row, "field": name, "message": str(message)})

    def fail(self, row: int, name: str, message: str) -> None:
        """A problem that keeps the row out."""
        self.problem(row, name, message)
        self.failed += 1

    def notice(self, row: int, name: str, message: str) -> None:
        self.notices.append({"row": row, "field": name, "message": str(message)})

    def count_notice(self, message: str, number: int = 1) -> None:
        self.counted_notices[str(message)] = self.counted_notices.get(str(message), 0) + number

    def skip(self, reason: str) -> None:
        self.skipped += 1
        self.skipped_reasons[str(reason)] = self.skipped_reasons.get(str(reason), 0) + 1

    def count_object(self, name: str, number: int = 1) -> None:
        self.objects = dict(Counter(self.objects) + Counter({name: number}))

    @property
    def retires_many(self) -> bool:
        """More than a fifth of what was known: perhaps this is not the whole register."""
        return self.retired * 5 > self.known > 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"retires_many": self.retires_many}

    @classmethod
    def of_unreadable(cls, source: str, file: str, error: UnreadableFile) -> "Report":
        report = cls(source=source, file=file, readable=False)
        report.problem(0, error.field, error.message)
        return report

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Report":
        return cls(**{name: value for name, value in values.items() if name in cls.__dataclass_fields__})
