"""The Dutch list of codes and names. It names no level, so a new qualification has none until somebody knows it."""

import re
from copy import deepcopy
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.actions.telling import qualifications_changed
from competences.importers.registers import LIMITS, Words, dutch_qualifications, remember
from les_portal.imports import cleaning
from les_portal.imports.importer import Importer, Line, Plan, Reading, Skip, Track, register, untracked
from les_portal.imports.merging import NEVER_SAID
from les_portal.organisations.models import Country
from programmes.models import Level, Qualification
from schools.importers.writing import free_name
from schools.models import RegisterEntry

SOURCE = "Overzicht opleidingen mbo (DUO)"
DOMAIN = gettext_lazy("domain, not a qualification")
DOSSIER = gettext_lazy("dossier of several qualifications")
UNIT = gettext_lazy("optional unit (keuzedeel)")
FROM_BEFORE = gettext_lazy("programme from before the qualifications of 2015")
# By the beginning of the code. 25 and 26 are qualifications.
OTHERS = {"79": DOMAIN, "22": DOSSIER, "23": DOSSIER, "K": UNIT}
QUALIFICATIONS = ("25", "26")


def why_not(code: str) -> str:
    """Empty for the code of a qualification."""
    if code.startswith(QUALIFICATIONS):
        return ""
    return next((reason for start, reason in OTHERS.items() if code.startswith(start)), FROM_BEFORE)


@register
class CreboList(Importer):
    source = "crebo-list"
    label = gettext_lazy("Dutch list of qualifications (crebo)")
    columns = {
        "code": ("Opleidingcode", "opleidingscode", "crebo", "crebocode", "crebonummer"),
        "title": ("Opleidingsnaam", "naam opleiding", "naam", "omschrijving"),
        "level": ("nlqf", "nlqf-niveau"),
    }
    required = ("code", "title")
    labels = {
        "title": gettext_lazy("title"),
        "level": gettext_lazy("level"),
        "valid_to": gettext_lazy("valid to"),
    }

    def screen(self, line: Line) -> None:
        if re.fullmatch(r"\d{5}|[Kk]\d{4}", line["code"]) and (reason := why_not(line["code"].upper())):
            raise Skip(reason)

    def key(self, line: Line) -> str:
        return line.required("code", _crebo, _("This is not a crebo of five digits."))

    def record(self, line: Line, key: str) -> dict[str, Any]:
        title = line.required("title", _title, _("The name is missing or too long."))
        return {"row": line.number, "key": key, "title": title, "level": line["level"]}

    def compare(self, reading: Reading, *, track: Track = untracked) -> "CreboPlan":
        return CreboPlan(reading, track=track)


def _crebo(value: str) -> str:
    if not re.fullmatch(r"\d{5}", value):
        raise ValueError(value)
    return value


def _title(value: str) -> str:
    value = cleaning.text(value)
    if len(value) > LIMITS["title"]:
        raise ValueError(value)
    return value


class CreboPlan(Plan):
    def __init__(self, reading: Reading, *, track: Track = untracked) -> None:
        self.report, self.today = deepcopy(reading.report), timezone.localdate()
        self.known = dutch_qualifications()
        self.entries = {entry.key: entry for entry in RegisterEntry.objects.filter(source=CreboList.source)}
        self.slugs = set(Qualification.objects.values_list("slug", flat=True))
        self.levels = {level.code: level for level in Level.objects.filter(framework=Level.Framework.NLQF)}
        self.new: list[Qualification] = []
        self.changed: list[Qualification] = []
        self.heard: list[RegisterEntry] = []
        self.report.known = sum(entry.retired_on is None for entry in self.entries.values())
        for record in track(reading.records, _("Comparing")):
            self._compare(record)
        self._retire({record["key"] for record in reading.records} | set(reading.seen))

    def _compare(self, record: dict[str, Any]) -> None:
        row = self.known.get(record["key"])
        entry = self.entries.get(record["key"])
        if row is None:
            self._create(record)
        elif self._merge(row, record, entry):
            self.report.updated += 1
            self.changed.append(row)
        else:
            self.report.unchanged += 1
        self._remember(entry, record)

    def _create(self, record: dict[str, Any]) -> None:
        self.report.created += 1
        self.report.new.append({"row": record["row"], "key": record["key"], "name": record["title"]})
        self.new.append(
            Qualification(
                country=Country.NL,
                kind=Qualification.Kind.CREBO,
                code=record["key"],
                slug=free_name(f"crebo {record['key']}", self.slugs),
                title_nl=record["title"],
                level=self.levels.get(record["level"]),
                source=SOURCE,
            )
        )

    def _merge(self, row: Qualification, record: dict[str, Any], entry: RegisterEntry | None) -> bool:
        words = Words(self.report, row=record["row"], key=record["key"], name=record["title"])
        said = entry.values if entry else {}
        is_changed = returned = bool(entry and entry.retired_on and row.valid_to == entry.retired_on)
        if returned:
            words.change("valid_to", str(row.valid_to), "")
            row.valid_to = None
        if words.take("title", ours=row.title_nl or "", says=record["title"], said=said.get("title", NEVER_SAID)):
            row.title_nl, is_changed = record["title"], True
        if record["level"] in self.levels:
            ours = row.level.code if row.level else ""
            if words.take("level", ours=ours, says=record["level"], said=said.get("level", NEVER_SAID)):
                row.level, is_changed = self.levels[record["level"]], True
        return is_changed

    def _remember(self, entry: RegisterEntry | None, record: dict[str, Any]) -> None:
        values = {"title": record["title"], "level": record["level"]}
        entry = entry or RegisterEntry(source=CreboList.source, key=record["key"])
        if entry.values != values or entry.retired_on:
            entry.values, entry.retired_on = values, None
            self.heard.append(entry)

    def _retire(self, present: set[str]) -> None:
        for code, entry in self.entries.items():
            if code in present or entry.retired_on:
                continue
            entry.retired_on = self.today
            self.heard.append(entry)
            row = self.known.get(code)
            if row and row.valid_to is None:
                row.valid_to = self.today
                self.changed.append(row)
                self.report.retired += 1
                self.report.gone.append({"key": code, "name": row.title})

    def write(self) -> None:
        Qualification.objects.bulk_create(self.new, batch_size=500)
        if self.changed:
            Qualification.objects.bulk_create(
                self.changed,
                batch_size=500,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["title_nl", "level", "valid_to"],
            )
        remember(self.heard)
        qualifications_changed([row.pk for row in (*self.new, *self.changed)], facts=True)
