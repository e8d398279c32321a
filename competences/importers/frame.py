"""The competences of qualifications as their register says them, against those that are here."""

from collections import defaultdict
from datetime import date
from typing import Any

from competences.importers.registers import Words
from competences.models import Competence, Element
from les_portal.imports.merging import NEVER_SAID
from les_portal.imports.report import Report
from programmes.models import Qualification

FIELDS = ("code", "type", "title", "position")
COLUMNS = ["code", "type", "title_nl", "position", "retired_on"]
Facts = dict[str, Any]
Lines = list[list[str]]  # kind and text of each element


class FramePlan:
    """Lines and ratings point to competences: what left the register is retired, and may come back."""

    def __init__(self, report: Report, qualifications: list[Qualification], *, today: date) -> None:
        self.report, self.today = report, today
        self.known: dict[int, dict[str, Competence]] = defaultdict(dict)
        rows = Competence.objects.filter(qualification__in=qualifications).exclude(key="")
        for row in rows.prefetch_related("elements"):
            self.known[row.qualification_id][row.key] = row
        self.new: list[Competence] = []
        self.touched: list[Competence] = []
        self.elements: list[tuple[Competence, Lines]] = []
        self.changed: list[Qualification] = []

    def compare(self, qualification: Qualification, record: Facts, said: dict[str, Facts]) -> None:
        known = self.known[qualification.pk] if qualification.pk else {}
        before = len(self.new) + len(self.touched) + len(self.elements)
        for key, facts in record["competences"].items():
            row = known.get(key)
            if row is None:
                self._create(qualification, key, facts, record["source"])
            else:
                self._update(row, facts, said.get(key))
        if record["is_whole"]:
            self._retire(known[key] for key in said if key in known and key not in record["competences"])
        if len(self.new) + len(self.touched) + len(self.elements) > before:
            self.changed.append(qualification)

    def _create(self, qualification: Qualification, key: str, facts: Facts, source: str) -> None:
        row = Competence(
            qualification=qualification,
            key=key,
            source=source[:250],
            written_in="nl",
            title_nl=facts["title"],
            **{field: facts[field] for field in FIELDS if field != "title"},
        )
        self.new.append(row)
        self.elements.append((row, facts["elements"]))
        self.report.created += 1

    def _update(self, row: Competence, facts: Facts, said: Facts | None) -> None:
        words = Words(self.report, row=facts["row"], key=row.key, name=facts["title"])
        is_changed = self._return(row, words, is_ours=said is not None)
        for field in FIELDS:
            column = "title_nl" if field == "title" else field
            before = said[field] if said else NEVER_SAID
            if words.take(field, ours=getattr(row, column) or "", says=facts[field], said=before):
                setattr(row, column, facts[field])
                is_changed = True
        if is_changed:
            self.touched.append(row)
        lines = [[element.kind, element.text_nl] for element in row.elements.all()]
        if words.take("elements", ours=lines, says=facts["elements"], said=said["elements"] if said else NEVER_SAID):
            self.elements.append((row, facts["elements"]))
            is_changed = True
        self.report.updated += is_changed
        self.report.unchanged += not is_changed

    def _return(self, row: Competence, words: Words, *, is_ours: bool) -> bool:
        """Where the register had it all the time, a person took it out of the frame: it stays out."""
        if row.retired_on is None:
            return False
        if is_ours:
            kept = {"field": "retired_on", "ours": str(row.retired_on), "register": ""}
            self.report.kept.append(words.about | kept)
            return False
        words.change("retired_on", str(row.retired_on), "")
        row.retired_on = None
        return True

    def _retire(self, rows) -> None:
        for row in rows:
            if row.retired_on is None:
                row.retired_on = self.today
                self.touched.append(row)
                self.report.retired += 1
                self.report.gone.append({"key": row.key, "name": row.title})

    def write(self) -> None:
        Competence.objects.bulk_create(self.new, batch_size=200)
        if self.touched:
            Competence.objects.bulk_update(self.touched, COLUMNS, batch_size=100)
        fresh = {id(row) for row in self.new}
        new = [element for row, lines in self.elements for element in elements_of(row, lines, is_new=id(row) in fresh)]
        Element.objects.bulk_create(new, batch_size=200)


def elements_of(row: Competence, lines: Lines, *, is_new: bool) -> list[Element]:
    """The rows to be made. A line that is still there keeps its row, and with it its translations."""
    known = {} if is_new else {(element.kind, element.text_nl): element for element in row.elements.all()}
    new = []
    for position, (kind, text) in enumerate(lines, 1):
        element = known.pop((kind, text), None)
        if element is None:
            new.append(Element(competence=row, kind=kind, text_nl=text, position=position))
        elif element.position != position:
            Element.objects.filter(pk=element.pk).update(position=position)
    Element.objects.filter(pk__in=[element.pk for element in known.values()]).delete()
    return new
