"""A specification as XML for the model's schema. The order of what is told is the schema's."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from competences.elm import vocabularies as words
from competences.elm.specification import Outcome, Specification, Texts

LOQ = "http://data.europa.eu/snb/model/ap/loq-constraints/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VERSION = "3.1.0"
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", LOQ)
ET.register_namespace("skos", SKOS)


def document(told: Specification) -> bytes:
    root = ET.Element(_loq("Courses"), xsdVersion=VERSION)
    qualification(_add(root, "learningAchievementSpecificationReferences"), told)
    outcomes = _add(root, "learningOutcomeReferences")
    for each in told.outcomes:
        outcome(outcomes, each)
    for node in root.iter():
        node.text = writable(node.text or "") or None
        node.attrib.update({name: writable(value) for name, value in node.items()})
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def writable(text: str) -> str:
    """Without what XML cannot hold: people paste more than one sees."""
    return UNWRITABLE.sub("", text)


def qualification(parent: ET.Element, told: Specification) -> None:
    row = _add(parent, "qualification", id=told.uri)
    identifier(row, told.code, told.register, told.version)
    _texts(row, "title", told.titles)
    # One note for each language: the schema gives a note one text.
    for language, text in _flat(told.notes):
        note = _add(row, "additionalNote")
        _add(note, "noteLiteral", text, language=language)
    web_resource(row, "homepage", told.homepage)
    web_resource(row, "supplementaryDocument", told.source_url)
    if told.modified:
        _add(row, "modified", told.modified)
    for code in told.fields:
        _concept(row, "ISCEDFCode", words.isced(code))
    _concept(row, "language", words.LANGUAGE["nl"])
    if told.is_whole:
        _concept(row, "learningSetting", words.FORMAL)
    for each in told.outcomes:
        _add(row, "learningOutcome", idref=each.uri)
    if told.is_whole:
        _add(row, "isPartialQualification", "false")
    _concept(row, "EQFLevel", words.eqf(told.eqf))
    _concept(row, "NQFLevel", told.level)


def outcome(parent: ET.Element, told: Outcome) -> None:
    row = _add(parent, "learningOutcome", id=told.uri)
    identifier(row, told.notation)
    _texts(row, "title", told.titles)
    _concept(row, "type", words.skill_type(told.kind))
    if told.reuse:
        _concept(row, "reusabilityLevel", words.reuse_level(told.reuse))
    for uri, titles in told.skills:
        _concept(row, "relatedESCOSkill", uri, titles)


def identifier(parent: ET.Element, notation: str, scheme: str = "", version: str = "") -> None:
    if notation:
        row = _add(parent, "identifier")
        ET.SubElement(row, f"{{{SKOS}}}notation").text = notation
        for name, text in (("schemeName", scheme), ("schemeVersion", version)):
            if text:
                _add(row, name, text)


def web_resource(parent: ET.Element, name: str, url: str) -> None:
    if url:
        _add(_add(parent, name), "contentUrl", url)


def _loq(name: str) -> str:
    return f"{{{LOQ}}}{name}"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    row = ET.SubElement(parent, _loq(name), attributes)
    row.text = text or None
    return row


def _texts(parent: ET.Element, name: str, texts: Texts) -> None:
    for language, text in texts.items():
        _add(parent, name, text, language=language)


def _concept(parent: ET.Element, name: str, uri: str, titles: Texts | None = None) -> None:
    row = _add(parent, name, uri=uri)
    for language, text in (titles or {}).items():
        ET.SubElement(row, f"{{{SKOS}}}prefLabel", language=language).text = text


def _flat(notes: Iterable[Texts]) -> Iterable[tuple[str, str]]:
    return (pair for texts in notes for pair in texts.items())
