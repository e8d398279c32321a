from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.imports.importer import Broken, Importer, Line, Reading, Skip, Track, register, untracked
from les_portal.imports.reading import Most, Table, UnreadableFile
from les_portal.listings.importers.plan import ListingPlan
from les_portal.listings.sheets.cells import EMPTIED, said
from les_portal.listings.sheets.columns import ADDRESS, BY_NAME, REFERENCE, find_columns
from les_portal.listings.sheets.files import EXAMPLES
from schools.models import School

KEYS = (REFERENCE.name, ADDRESS.name, "title_nl")


@register
class ListingImporter(Importer):
    """Its scope is the school. Rows that are missing in the file are left alone: it need not be the whole offer."""

    source = "listings"
    label = gettext_lazy("Listings of a school")
    columns: ClassVar[dict[str, tuple[str, ...]]] = {}
    required = ()
    is_scoped = True
    # Each change is a version of its own: more would keep somebody waiting too long. A row has fifteen long texts of
    # some hundred lines, and a cell three tags or four.
    most = Most(rows=1000, lines_in_a_row=2000, tags=1_000_000)

    @cached_property
    def school(self) -> School:
        return School.objects.select_related("organisation").get(pk=self.scope)

    def find_columns(self, table: Table) -> dict[str, int]:
        found = find_columns(table.header)
        if not found.keys() & set(KEYS):
            message = _("No column says which listing a row is about: %(columns)s. The template has them all.")
            headings = ", ".join(f"“{BY_NAME[name].heading}”" for name in KEYS)
            raise UnreadableFile(message % {"columns": headings})
        return found

    def screen(self, line: Line) -> None:
        if line["reference"] in EXAMPLES.values():
            raise Skip(_("the example of the template"))

    def key(self, line: Line) -> str:
        """How the school itself tells its listings apart, and else how anybody would."""
        reference, address, title = (said(line.raw(name)) for name in KEYS)
        if reference not in ("", EMPTIED):
            return reference
        if address:
            return f"/{address}/"
        if title in ("", EMPTIED):
            raise Broken(BY_NAME["title_nl"].heading, _("Without a reference, an address or a Dutch title nobody "
                                                        "can tell which listing this is."))  # fmt: skip
        return f"{line['title_nl']} · {line['form']}"

    def record(self, line: Line, key: str) -> dict[str, Any]:
        return {"key": key, "row": line.number, "cells": line.cells}

    def compare(self, reading: Reading, *, track: Track = untracked) -> ListingPlan:
        return ListingPlan(self.school, reading, by=self.by, track=track)
