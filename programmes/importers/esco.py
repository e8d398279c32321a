"""What the tables of ESCO have in common: one language and one version in each file, and an address per concept.

The version is part of the file's name as ESCO gives it (`occupations_nl_v1.1.csv`). A file of a version newer than a
concept was last seen in marks what it no longer has; an older file fills titles and marks nothing.
"""

import re
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.imports import cleaning
from les_portal.imports.importer import Importer, Line, Plan, Reading, Skip, Track, untracked
from les_portal.imports.reading import Most, UnreadableFile

ADDRESS = "http://data.europa.eu/esco/"
NOT_RELEASED = gettext_lazy("not released by ESCO, or withdrawn")
FROM_BEFORE = gettext_lazy("only in an older version than the portal has")
LANGUAGES = ("nl", "fr", "en")


class EscoImporter(Importer):
    model: ClassVar[type[Model]]
    language: ClassVar[str]
    most = Most(lines_in_a_row=2_000)  # a label has a line for each synonym: one row has 639
    columns = {
        "uri": ("conceptUri",),
        "title": ("preferredLabel",),
        "status": ("status",),
        "isco": ("iscoGroup",),
        "regulated": ("regulatedProfessionNote",),
        "kind": ("skillType",),
        "reuse": ("reuseLevel",),
    }
    required: ClassVar[tuple[str, ...]] = ("uri", "title")
    version: str = ""

    def read(self, data: bytes, file_name: str, *, track: Track = untracked) -> Reading:
        found = re.search(r"v(\d+(?:\.\d+)*)", file_name)
        self.version = self.version or (found[1] if found else "")
        if not re.fullmatch(r"\d+(\.\d+){0,3}", self.version) or len(self.version) > 20:
            message = _("Which version of ESCO is this? The name of the file does not say it, as in esco_v1.1.csv.")
            raise UnreadableFile(message, field="version")
        return super().read(data, file_name, track=track)

    def screen(self, line: Line) -> None:
        if line["status"] not in ("", "released"):
            raise Skip(NOT_RELEASED)

    def key(self, line: Line) -> str:
        return line.required("uri", _address, _("This is not the address of a concept in ESCO."))

    def record(self, line: Line, key: str) -> dict[str, Any]:
        limit = self.model._meta.get_field("title").max_length
        title = line.required("title", _within(limit), _("The title is missing or too long."))
        return {"row": line.number, "key": key, "version": self.version, "title": title} | self.facts(line)

    def facts(self, line: Line) -> dict[str, str]:
        return {}

    def compare(self, reading: Reading, *, track: Track = untracked) -> Plan:
        raise NotImplementedError


def order(version: str) -> tuple[int, ...]:
    """1.10 comes after 1.9."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _address(value: str) -> str:
    if not value.startswith(ADDRESS) or len(value) > 200:
        raise ValueError(value)
    return value


def _within(limit: int):
    def fitting(value: str) -> str:
        value = cleaning.text(value)
        if len(value) > limit:
            raise ValueError(value)
        return value

    return fitting
