"""A school's file compared with its listings. Nothing is written before `write`."""

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from les_portal.imports.importer import Plan, Reading, Track, untracked
from les_portal.listings.content import Content
from les_portal.listings.importers.known import Known, Unclear
from les_portal.listings.importers.writing import Change, Writes
from les_portal.listings.models import Revision
from les_portal.listings.sheets.cells import EMPTIED, Cells, said
from les_portal.listings.sheets.columns import ADDRESS, BY_NAME, NEEDED, find_columns, unknown_headings
from les_portal.listings.sheets.naming import Unreadable
from les_portal.search.words import fold
from programmes.models import Programme
from schools.models import School

Says = dict[str, str]


class LeftOut(Exception):
    """Why a row cannot come in: a sentence for each of its cells."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class ListingPlan(Plan):
    def __init__(self, school: School, reading: Reading, *, by, track: Track = untracked) -> None:
        self.school, self.by = school, by
        self.report = deepcopy(reading.report)
        self.known, self.cells = Known(school), Cells(school)
        self.writes = Writes(school, self.report, by=by)
        self._columns = find_columns(self.report.header)
        self._rows: dict[Any, int] = {}  # by listing, or by the title and form of a new one
        for heading in unknown_headings(self.report.header):
            self.report.notice(1, heading, _("This column is not known, and was left alone."))
        for record in track(reading.records, _("Comparing")):
            self._compare(record)

    def write(self) -> None:
        self.writes.write()

    # --- a row ----------------------------------------------------------------------------------

    def _compare(self, record: dict[str, Any]) -> None:
        says = {name: said(record["cells"][position]) for name, position in self._columns.items()}
        try:
            listing = self._find(record, says)
            if listing is None:
                self._add(record, says)
            elif listing.status == Programme.Status.ARCHIVED:
                self.report.skip(_("archived, and so not changed"))
                sentence = _("“%(title)s” is archived and was left alone. Reopen it first.")
                self.report.notice(record["row"], "", sentence % {"title": listing})
            else:
                self._change(listing, record, says)
        except LeftOut as left_out:
            for name, sentence in left_out.problems.items():
                self.report.problem(record["row"], self._heading(name), sentence)
            self.report.failed += 1
            self.report.left_out.append({"row": record["row"], "cells": record["cells"]})

    def _heading(self, name: str) -> str:
        """As the file calls the column; one that it does not have, as we do."""
        if name in self._columns:
            return self.report.header[self._columns[name]]
        return BY_NAME[name].heading if name else ""

    def _find(self, record: dict[str, Any], says: Says) -> Programme | None:
        """A listing has one row, the first. A form that cannot be read is named with what else is wrong."""
        reference, address, title = (
            says.get(name, "").replace(EMPTIED, "") for name in ("reference", "slug", "title_nl")
        )
        form = None
        if not {"", EMPTIED} & {says.get("form", "")}:
            form = self._values({"form": says["form"]}, {}, into={}).get("form")
        try:
            listing = self.known.find(reference=reference, address=address, title=title, form=form)
        except Unclear as unclear:
            raise LeftOut({unclear.name: unclear.sentence}) from unclear
        key = listing.pk if listing else (reference or (fold(title), form))
        if (first := self._rows.setdefault(key, record["row"])) != record["row"]:
            raise LeftOut({"": _("Row %(row)d is about the same listing.") % {"row": first}})
        return listing

    def _values(self, says: Says, content: Content, *, into: dict[str, str]) -> Content:
        """What each cell means; what cannot be read goes `into` the problems."""
        values = {}
        for name, text in says.items():
            try:
                values[name] = self.cells.read(name, text, now=content.get(name))
            except Unreadable as error:
                into[name] = str(error)
        return values

    # --- a new one ------------------------------------------------------------------------------

    def _add(self, record: dict[str, Any], says: Says) -> None:
        given = {name: text for name, text in says.items() if text not in ("", EMPTIED) and name != ADDRESS.name}
        problems = {name: _("A new listing needs this.") for name in NEEDED if name not in given}
        values = self._values(given, {}, into=problems)
        if problems:
            raise LeftOut(problems)
        if "campuses" not in given and len(self.cells.open_campuses) == 1:
            values["campuses"] = list(self.cells.open_campuses)
        self.report.created += 1
        entry = {"row": record["row"], "key": values.get("reference", ""), "name": values["title_nl"]}
        self.report.new.append(entry)
        self.writes.new.append((values, entry))

    # --- one that is there ----------------------------------------------------------------------

    def _change(self, listing: Programme, record: dict[str, Any], says: Says) -> None:
        content, problems = self.known.contents[listing.pk], {}
        asked = self._what_differs(content, says)
        values = self._values(asked, content, into=problems)
        changes = {name: value for name, value in values.items() if value != content[name]}
        if problems:
            raise LeftOut(problems)
        if not changes:
            self.report.unchanged += 1
            return
        is_proposed = not self.by.has_perm("listings.apply_revision", Revision(programme=listing))
        if is_proposed:
            self._refuse_while_somebody_writes(listing)
        self.report.updated += 1
        self.report.count_object("proposed" if is_proposed else "at_once")
        shown = [self._shown(listing, record, name, content[name], value) for name, value in changes.items()]
        self.report.changes.extend(shown)
        self.writes.changes.append(Change(listing, changes, record, shown, is_proposed))

    def _what_differs(self, content: Content, says: Says) -> Says:
        """An empty cell says nothing; nor does one that says what an export of this moment would say."""
        return {
            name: text
            for name, text in says.items()
            if name != ADDRESS.name and text and text != self.cells.write(name, content[name])
        }

    def _refuse_while_somebody_writes(self, listing: Programme) -> None:
        """What is to be approved goes into the one open revision: not together with what somebody has half written."""
        revision = self.known.revisions.get(listing.pk)
        if revision is None:
            return
        if revision.status == Revision.Status.PROPOSED:
            raise LeftOut({"": _("Earlier changes to this listing still wait for approval.")})
        if revision.changes:
            sentence = _("%(person)s is editing this listing: those changes come first.")
            raise LeftOut({"": sentence % {"person": revision.updated_by or _("Somebody")}})

    def _shown(self, listing: Programme, record: dict[str, Any], name: str, before: Any, after: Any) -> dict[str, Any]:
        return {
            "row": record["row"],
            "key": listing.reference,
            "name": listing.title,
            "field": BY_NAME[name].heading,
            "before": self.cells.write(name, before),
            "after": self.cells.write(name, after),
        }
