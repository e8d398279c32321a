"""Flemish professional qualifications (BK), one JSON document each: the competences with their knowledge and skills.

**Versions.** `BK-0024` version 3 is a qualification of its own beside version 2, because programmes, comparisons and
authorised descriptions were made with the older one and must go on saying so. The older one is told which follows it
(`successor`), and whoever described it is asked to look again. The same version once more is the same row, brought up
to date. A version written as a year (2013) was typed in by people and comes before the register's own numbers.
"""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competences.importers.registers import LIMITS
from competences.models import Competence, Element
from les_portal.imports.documents import Document, DocumentSource, parts, said
from les_portal.imports.importer import LISTED_TWICE, Broken, Plan, Reading, Track, register, untracked
from les_portal.imports.reading import UnreadableFile

NOT_RECOGNISED = gettext_lazy("of a qualification that is not recognised (any more)")
# By the beginning of what the register writes.
TYPES = {
    "vakspecifiek": Competence.Type.SPECIFIC,
    "specifiek": Competence.Type.SPECIFIC,
    "basis": Competence.Type.BASIC,
    "algemeen": Competence.Type.GENERAL,
    "algemene": Competence.Type.GENERAL,
    "generiek": Competence.Type.GENERAL,
}
SKILLS = {
    "cognitieve": Element.Kind.COGNITIVE,
    "probleemoplossende": Element.Kind.PROBLEM_SOLVING,
    "motorische": Element.Kind.MOTOR,
}
LONGEST = {model: model._meta.get_field(name).max_length for model, name in ((Competence, "title"), (Element, "text"))}


@register
class Vks(DocumentSource):
    source = "vks"
    label = gettext_lazy("Flemish professional qualifications (VKS)")
    labels = {
        "title": gettext_lazy("title"),
        "level": gettext_lazy("level"),
        "source": gettext_lazy("source"),
        "source_url": gettext_lazy("address of the source"),
        "successor": gettext_lazy("followed by"),
        "code": gettext_lazy("code"),
        "type": gettext_lazy("type"),
        "position": gettext_lazy("place in the frame"),
        "elements": gettext_lazy("knowledge and skills"),
        "retired_on": gettext_lazy("not in the register since"),
    }

    def take(self, document: Document, reading: Reading) -> None:
        record, found = _qualification(document), parts(document, "competenties")
        reading.report.rows += len(found) or 1
        if said(document, "status").upper() not in ("", "ERKEND"):
            for _competence in found or [None]:
                reading.report.skip(NOT_RECOGNISED)
            return
        if not found:
            reading.report.fail(0, "competenties", _("The file holds no competences."))
        _Competences(record, reading).take(found)
        record["is_whole"] = record["is_whole"] and _is_whole(document, found, reading)
        reading.records.append(record)

    def compare(self, reading: Reading, *, track: Track = untracked) -> Plan:
        from competences.importers.vks_plan import VksPlan

        return VksPlan(reading, track=track)


def _qualification(document: Document) -> dict[str, Any]:
    """`BK-0024` and `BK 24` are BK0024; `BK-0024-3` says the version too."""
    parsed = re.fullmatch(r"(?i)BK[\s-]*(\d{1,6})(?:-(\d{1,6}))?", said(document, "nummer") or said(document, "bk"))
    whole = re.fullmatch(r"(?i)BK[\s-]*\d{1,6}-(\d{1,6})", said(document, "bk"))
    title = said(document, "titel")
    if not parsed:
        raise UnreadableFile(_("The file has no number of a professional qualification, as BK-0024."), field="nummer")
    if not title or len(title) > LIMITS["title"]:
        raise UnreadableFile(_("The title is missing or too long."), field="titel")
    version = said(document, "versie") or parsed[2] or (whole[1] if whole else "")
    if not re.fullmatch(r"\d{1,6}|", version):
        raise UnreadableFile(_("The version is not a number."), field="versie")
    code = f"BK{int(parsed[1]):04d}"
    address = said(document, "bron")
    return {
        "key": f"{code}-{version}",
        "code": code,
        "version": version,
        "title": title,
        "level": said(document, "vks"),
        "source": _source(document)[: LIMITS["source"]],
        "source_url": address if re.fullmatch(r"https?://\S{1,190}", address) else "",
        "is_whole": True,
        "competences": {},
    }


def _source(document: Document) -> str:
    """With the licence, because it decides what may be done with the text."""
    licence = said(document, "licentie")
    named = said(document, "naamsvermelding").removeprefix("Bron: ") or "Vlaamse kwalificatiestructuur"
    return f"{named}; licentie: {licence}" if licence else named


class _Competences:
    def __init__(self, record: dict[str, Any], reading: Reading) -> None:
        self.record, self.report = record, reading.report

    def take(self, found: list[Document]) -> None:
        competences = self.record["competences"]
        for number, part in enumerate(found, 1):
            key = said(part, "id")
            try:
                facts = self._facts(number, part, key)
            except Broken as error:
                self.report.fail(number, error.name, error.message)
                self.record["is_whole"] = False  # the one that cannot be read may be any of ours
                continue
            if key in competences:
                self.report.skip(LISTED_TWICE)
            else:
                competences[key] = facts

    def _facts(self, number: int, part: Document, key: str) -> dict[str, Any]:
        title = said(part, "tekst")
        if not key or len(key) > 60:
            raise Broken("id", _("The competence has no key, or one that is too long."))
        if not title or len(title) > LONGEST[Competence]:
            raise Broken("tekst", _("The competence has no text, or one that is too long."))
        references = part.get("referenties")
        codes = (
            [text for each in references if isinstance(each, str) and (text := said({"code": each}, "code"))]
            if isinstance(references, list)
            else []
        )
        order = said(part, "nr")
        return {
            "row": number,
            "code": ", ".join(codes)[:60],
            "type": str(self._type(number, part)),
            "title": title,
            "position": int(order) if order.isdecimal() and len(order) < 5 else number,
            "elements": self._elements(number, part),
        }

    def _type(self, number: int, part: Document) -> Competence.Type:
        written = said(part, "type")
        known = next((kind for start, kind in TYPES.items() if written.casefold().startswith(start)), None)
        if written and not known:
            self.report.notice(number, "type", _("“%s” is not a type that is known here.") % written)
        return known or Competence.Type.SPECIFIC

    def _elements(self, number: int, part: Document) -> list[list[str]]:
        lines = [[str(Element.Kind.KNOWLEDGE), said(each, "tekst")] for each in parts(part, "kennis")]
        for each in parts(part, "vaardigheden"):
            first = said(each, "type").casefold().split(" ")[0]
            lines.append([str(SKILLS.get(first, Element.Kind.SKILL)), said(each, "tekst")])
        kept = [line for line in lines if 0 < len(line[1]) <= LONGEST[Element]]
        if any(len(line[1]) > LONGEST[Element] for line in lines):
            self.report.problem(number, "tekst", _("A line of knowledge or skill is too long: it was left out."))
        return [list(line) for line in dict.fromkeys(map(tuple, kept))]


def _is_whole(document: Document, found: list[Document], reading: Reading) -> bool:
    """An excerpt says how much there is and holds less: then nothing left the register."""
    promised = said(document, "aantal")
    if not promised.isdecimal() or len(found) >= int(promised[:6]):
        return bool(found)
    message = _(
        "The register has %(promised)s competences, the file %(found)d: an excerpt, so that nothing is retired."
    )
    reading.report.notice(0, "aantal", message % {"promised": promised, "found": len(found)})
    return False
