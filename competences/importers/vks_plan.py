"""Flemish professional qualifications compared with what is here. Nothing is written before `write`."""

from collections import defaultdict
from copy import deepcopy
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from competences.actions.telling import qualifications_changed
from competences.importers.frame import FramePlan
from competences.importers.registers import Words, bk_code, remember
from les_portal.imports.importer import LISTED_TWICE, Plan, Reading, Track, untracked
from les_portal.imports.merging import NEVER_SAID
from les_portal.organisations.models import Country
from programmes.models import Level, Qualification
from schools.models import RegisterEntry

FACTS = ("title", "source", "source_url")
Record = dict[str, Any]


class VksPlan(Plan):
    def __init__(self, reading: Reading, *, track: Track = untracked) -> None:
        self.report, self.today = deepcopy(reading.report), timezone.localdate()
        self.saved: dict[str, Qualification] = {}
        self.entries: list[RegisterEntry] = []
        self.renamed: list[Qualification] = []
        records = {record["key"]: record for record in reversed(reading.records)}
        self._skip_twice(reading, records)
        self.said = {entry.key: entry for entry in RegisterEntry.objects.filter(source="vks", key__in=records)}
        self.levels = {level.code: level for level in Level.objects.filter(framework=Level.Framework.VKS)}
        self.by_code = self._by_code({record["code"] for record in records.values()})
        rows = [row for editions in self.by_code.values() for row in editions.values()]
        self.frames = FramePlan(self.report, rows, today=self.today)
        for record in track(list(reversed(records.values())), _("Comparing")):
            self._compare(record)

    def _skip_twice(self, reading: Reading, records: dict[str, Record]) -> None:
        """The first of two documents about one version counts."""
        for record in reading.records:
            if records[record["key"]] is not record:
                for _competence in record["competences"]:
                    self.report.skip(LISTED_TWICE)

    def _by_code(self, codes: set[str]) -> dict[str, dict[str, Qualification]]:
        """Also those that people typed in with a code of their own making; of two alike the one written as here."""
        rows = Qualification.objects.filter(country=Country.BE, kind=Qualification.Kind.BK).select_related("level")
        found: dict[str, dict[str, Qualification]] = defaultdict(dict)
        for row in sorted(rows, key=lambda row: row.code in codes):
            if (code := bk_code(row.code)) in codes:
                found[code][row.version] = row
        return found

    def _compare(self, record: Record) -> None:
        entry = self.said.get(record["key"]) or RegisterEntry(source="vks", key=record["key"], values={})
        words = Words(self.report, row=0, key=record["key"], name=record["title"])
        row = self.by_code[record["code"]].get(record["version"])
        if row is None:
            row = self._create(record)
        elif self._merge(row, record, entry, words):
            self._save(row)
        if entry.pk is None:
            self._chain(record["code"])
        self.frames.compare(row, record, entry.values.get("competences", {}))
        self._remember(entry, record)

    def _create(self, record: Record) -> Qualification:
        row = Qualification(
            country=Country.BE,
            kind=Qualification.Kind.BK,
            code=record["code"],
            version=record["version"],
            title_nl=record["title"],
            level=self._level(record),
            source=record["source"],
            source_url=record["source_url"],
        )
        self.by_code[record["code"]][record["version"]] = row
        self.report.count_object("qualifications_created")
        self.report.new.append({"row": 0, "key": record["key"], "name": record["title"]})
        self._save(row)
        return row

    def _level(self, record: Record) -> Level | None:
        level = self.levels.get(record["level"])
        if level is None and record["level"]:
            self.report.problem(0, "vks", _("%s is not a level of the VKS.") % record["level"])
        return level

    def _merge(self, row: Qualification, record: Record, entry: RegisterEntry, words: Words) -> bool:
        is_changed = False
        for field in FACTS:
            column = "title_nl" if field == "title" else field
            ours, said = getattr(row, column) or "", entry.values.get(field, NEVER_SAID)
            if words.take(field, ours=ours, says=record[field], said=said):
                setattr(row, column, record[field])
                is_changed = True
        if level := self._level(record):
            ours = row.level.code if row.level else ""
            if words.take("level", ours=ours, says=level.code, said=entry.values.get("level", NEVER_SAID)):
                row.level, is_changed = level, True
        return is_changed

    def _chain(self, code: str) -> None:
        """Each edition is followed by the next, unless somebody said that another qualification follows it."""
        editions = sorted(self.by_code[code].values(), key=edition)
        ours = {row.pk for row in editions if row.pk}
        for before, after in pairwise(editions):
            is_told = after.pk and before.successor_id == after.pk
            if not is_told and (before.successor_id is None or before.successor_id in ours):
                words = Words(self.report, row=0, key=f"{code}-{before.version}", name=str(before))
                words.change("successor", str(before.successor or ""), f"{code}-{after.version}")
                before.successor = after
                self._save(before)

    def _save(self, row: Qualification) -> None:
        self.saved[f"{row.code}-{row.version}"] = row

    def _remember(self, entry: RegisterEntry, record: Record) -> None:
        """Of an excerpt also what an earlier file said of the rest."""
        rest = {} if record["is_whole"] else entry.values.get("competences", {})
        competences = {key: {**facts, "row": 0} for key, facts in record["competences"].items()}
        values = {field: record[field] for field in (*FACTS, "level")} | {"competences": rest | competences}
        if entry.values != values:
            entry.values = values
            self.entries.append(entry)

    def write(self) -> None:
        # The newest first: a successor must be there before it is pointed to.
        for row in sorted(self.saved.values(), key=edition, reverse=True):
            row.save()
        self.frames.write()
        remember(self.entries)
        qualifications_changed(row.pk for row in self.frames.changed)
        qualifications_changed((row.pk for row in self.saved.values()), facts=True)


def edition(row: Qualification) -> tuple[str, bool, int]:
    """A year was typed in by people, and comes before the register's own numbers; none at all before that."""
    number = int(row.version) if row.version.isdecimal() else 0
    return bk_code(row.code), 0 < number < 1000, number
