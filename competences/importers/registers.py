"""What the registers of qualifications have in common: which row of ours they mean, and whether they may change it."""

import re
from typing import Any

from les_portal.imports.merging import NEVER_SAID, Verdict, judge
from les_portal.imports.report import Report
from les_portal.organisations.models import Country
from programmes.models import Qualification
from schools.models import RegisterEntry

LIMITS = {name: Qualification._meta.get_field(name).max_length for name in ("title", "source")}


def dutch_qualifications() -> dict[str, Qualification]:
    """By crebo. Of several editions of one code the newest: the one that no other follows."""
    rows = Qualification.objects.filter(country=Country.NL, kind=Qualification.Kind.CREBO).exclude(code="")
    return {row.code: row for row in sorted(rows, key=lambda row: (row.successor_id is None, row.version, row.pk))}


def bk_code(typed: str) -> str:
    """`BK-24`, `bk 0024` and `BK-0024-3` are BK0024; what is something else stays as it is."""
    parsed = re.fullmatch(r"(?i)BK[\s-]*(\d{1,6})(?:-\d{1,6})?", typed.strip())
    return f"BK{int(parsed[1]):04d}" if parsed else typed


def remember(entries: list[RegisterEntry]) -> None:
    RegisterEntry.objects.bulk_create([entry for entry in entries if not entry.pk], batch_size=500)
    if known := [entry for entry in entries if entry.pk]:
        RegisterEntry.objects.bulk_update(known, ["values", "retired_on"], batch_size=200)


class Words:
    """What the register says against what stands here; the report hears of what is taken and of what is kept."""

    def __init__(self, report: Report, **about: Any) -> None:
        self.report, self.about = report, about

    def take(self, field: str, *, ours: Any, says: Any, said: Any = NEVER_SAID) -> bool:
        sayings = [] if said is NEVER_SAID else [said]
        verdict = judge(ours=ours, says=says, said=said, sayings=sayings)
        if verdict is Verdict.TAKE:
            self.change(field, shown(ours), shown(says))
        elif verdict is Verdict.KEEP:
            kept = {"field": field, "ours": shown(ours), "register": shown(says)}
            self.report.kept.append(self.about | kept)
        return verdict is Verdict.TAKE

    def change(self, field: str, before: str, after: str) -> None:
        self.report.changes.append(self.about | {"field": field, "before": before, "after": after})


def shown(value: Any) -> str:
    """Of a list of lines, each with its kind before it, the lines."""
    return "; ".join(line[-1] for line in value) if isinstance(value, list) else str(value)
