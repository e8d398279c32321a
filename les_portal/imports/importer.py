"""A register's importer: it names the columns and says what a row means. The rest is the same for all."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.imports import cleaning
from les_portal.imports.reading import USUALLY, Most, Row, Table, UnreadableFile, read_table
from les_portal.imports.report import Report
from les_portal.publication.changes import together
from les_portal.publication.statistics import count_anew

LISTED_TWICE = gettext_lazy("listed twice")
Track = Callable[[Iterable, str], Iterable]


def untracked(items: Iterable, label: str) -> Iterable:
    return items


class Skip(Exception):
    """The row is fine, and not for us. The reason is counted."""


class Broken(Exception):
    """The row cannot come in."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


class Line:
    """A row with its cells under our names for the columns."""

    def __init__(self, row: Row, columns: dict[str, int], header: list[str], report: Report) -> None:
        self.number, self.cells, self.damage = row
        self._columns, self._header, self._report = columns, header, report
        self.unread: set[str] = set()

    def __getitem__(self, name: str) -> str:
        position = self._columns.get(name)
        return cleaning.text(self.cells[position]) if position is not None and position < len(self.cells) else ""

    def raw(self, name: str) -> str:
        """With its line ends, which a long text needs."""
        position = self._columns.get(name)
        return self.cells[position] if position is not None and position < len(self.cells) else ""

    def has(self, name: str) -> bool:
        return name in self._columns

    def column(self, name: str) -> str:
        """What the file itself calls the column."""
        return self._header[self._columns[name]] if name in self._columns else name

    def required(self, name: str, clean: Callable[[str], Any], message: str) -> Any:
        try:
            value = clean(self[name])
        except ValueError:
            value = None
        if not value:
            raise Broken(self.column(name), message)
        return value

    def optional(self, name: str, clean: Callable[[str], Any], message: str) -> Any:
        """Without it the row still comes in; the report says what was wrong with it.

        What cannot be read is not empty: `unread` keeps it from taking away what the register said before.
        """
        try:
            return clean(self[name])
        except ValueError:
            self._report.problem(self.number, self.column(name), message)
            self.unread.add(name)
            return clean("")

    def notice(self, name: str, message: str) -> None:
        self._report.notice(self.number, self.column(name), message)

    def count(self, message: str) -> None:
        self._report.count_notice(message)


@dataclass
class Reading:
    """What a file says, cleaned, and nothing that we may not keep. It survives a trip through JSON.

    `seen` are keys that stand in the file but came to no record (broken rows); `unkeyed` are rows whose key
    could not be read, by what else may tell which they were.
    """

    report: Report
    records: list[dict[str, Any]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    unkeyed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Reading":
        return cls(**values | {"report": Report.from_json(values["report"])})


class Source(ABC):
    """Whatever a file can come from: it reads one, and says what that would change."""

    source: ClassVar[str]
    label: ClassVar[str]
    labels: ClassVar[dict[str, str]] = {}  # of the fields that a report may name
    is_scoped: ClassVar[bool] = False  # its files are somebody's own, not a register's

    def __init__(self, scope: str = "", *, by=None) -> None:
        self.scope = scope
        self.by = by

    @abstractmethod
    def read(self, data: bytes, file_name: str, *, track: Track = untracked) -> Reading:
        """Raises UnreadableFile."""

    @abstractmethod
    def compare(self, reading: Reading, *, track: Track = untracked) -> "Plan":
        """What applying would do. Reads the database, writes nothing."""


class Importer(Source):
    """A register that is a table."""

    # Our name -> the names of the column through the years. Case, spaces and punctuation do not matter.
    columns: ClassVar[dict[str, tuple[str, ...]]]
    required: ClassVar[tuple[str, ...]]
    most: ClassVar[Most] = USUALLY

    @abstractmethod
    def screen(self, line: Line) -> None:
        """Raises Skip for what this portal does not show."""

    @abstractmethod
    def key(self, line: Line) -> str:
        """The register's own key. Raises Broken."""

    @abstractmethod
    def record(self, line: Line, key: str) -> dict[str, Any]:
        """Raises Skip or Broken."""

    def trace(self, line: Line) -> str:
        """By what a row without a key may be recognised, only to spare it from being retired."""
        return ""

    def read(self, data: bytes, file_name: str, *, track: Track = untracked) -> Reading:
        table = read_table(data, self.most)
        columns = self.find_columns(table)
        if not table.rows:
            raise UnreadableFile(_("The file has a header and no rows."))
        reading = Reading(Report(source=self.source, file=file_name, rows=len(table.rows)))
        if self.is_scoped:
            reading.report.header = table.header
        records: dict[str, dict[str, Any]] = {}
        for row in track(table.rows, _("Reading")):
            self._read_line(Line(row, columns, table.header, reading.report), reading, records)
        reading.records = list(records.values())
        return reading

    def find_columns(self, table: Table) -> dict[str, int]:
        """Where each of our names stands. Raises UnreadableFile for a file that is something else."""
        names = [_plain(name) for name in table.header]
        columns = {
            name: names.index(alias)
            for name, aliases in self.columns.items()
            if (alias := next((plain for a in aliases if (plain := _plain(a)) in names), None))
        }
        if missing := [self.columns[name][0] for name in self.required if name not in columns]:
            message = _("This is not the register “%(source)s”: no column %(columns)s.")
            raise UnreadableFile(
                message % {"source": self.label, "columns": ", ".join(f"“{name}”" for name in missing)},
                field=missing[0],
            )
        return columns

    def _read_line(self, line: Line, reading: Reading, records: dict[str, dict[str, Any]]) -> None:
        key = None
        try:
            if not line.damage:  # the cells of a damaged row may stand under the wrong column
                self.screen(line)
            key = self.key(line)
            if line.damage:
                raise Broken("", line.damage)
            record = self.record(line, key)
        except Skip as reason:
            reading.report.skip(str(reason))
        except Broken as error:
            reading.report.fail(line.number, error.name, line.damage or error.message)
            if self.is_scoped:
                reading.report.left_out.append({"row": line.number, "cells": line.cells})
            if key:
                reading.seen.append(key)
            else:
                reading.unkeyed.append(self.trace(line))
        else:
            self._add(line, record, reading, records)

    def _add(self, line: Line, record: dict[str, Any], reading: Reading, records: dict[str, dict[str, Any]]) -> None:
        first = records.setdefault(record["key"], record)
        if first is record:
            return
        reading.report.skip(LISTED_TWICE)
        if {**first, "row": 0} != {**record, "row": 0}:
            message = _("“%(key)s” stands in row %(row)d already, with other details: that row counts.")
            reading.report.notice(line.number, "", message % {"key": record["key"], "row": first["row"]})


class Plan(ABC):
    """What a reading comes to, compared with what is here."""

    report: Report

    @abstractmethod
    def write(self) -> None:
        """Writes nothing where nothing changed."""


def apply(importer: Source, reading: Reading, *, track: Track = untracked) -> Report:
    """Compare and write in one transaction, so that nobody writes in between."""
    with transaction.atomic(), together():
        plan = importer.compare(reading, track=track)
        plan.write()
    if plan.report.created:
        count_anew()
    plan.report.applied = True
    return plan.report


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


_importers: dict[str, type[Source]] = {}


def register(importer: type[Source]) -> type[Source]:
    """The apps above know the registers; here they are only offered by name."""
    _importers[importer.source] = importer
    return importer


def importers() -> dict[str, type[Source]]:
    return dict(_importers)


def importer_for(source: str, scope: str = "", *, by=None) -> Source:
    return _importers[source](scope, by=by)
