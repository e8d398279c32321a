"""Files of the registers for the tests: one tiny file per oddity in `registers/`, and documents made to measure."""

import io
import json
from pathlib import Path

from openpyxl import Workbook

from les_portal.imports.importer import apply, importer_for
from les_portal.imports.report import Report

REGISTERS = Path(__file__).parent / "registers"
REAL = Path(__file__).parents[4] / "shared" / "data"
SKILL = "http://data.europa.eu/esco/skill/"


def competence(key: str = "bkc1", title: str = "Werkt in teamverband", **different) -> dict:
    return {
        "id": key,
        "nr": 1,
        "type": "Vakspecifieke competentie",
        "tekst": title,
        "kennis": [{"type": "Basiskennis", "tekst": "Basiskennis terminologie"}],
        "vaardigheden": [{"type": "Cognitieve vaardigheden", "tekst": "Wisselt informatie uit"}],
        "referenties": ["co 01919"],
    } | different


def bk(*competences: dict, **different) -> dict:
    return {
        "bk": "BK-9001-3",
        "nummer": "BK-9001",
        "versie": 3,
        "titel": "Proefmonteur",
        "status": "ERKEND",
        "vks": 4,
        "bron": "https://register.example/",
        "naamsvermelding": "Bron: Testregister",
        "licentie": "nog te bevestigen",
        "aantal": len(competences),
        "competenties": list(competences),
    } | different


def proposed(crebo: str = "25901", *labels: str, **different) -> dict:
    return {
        "crebo": crebo,
        "opleiding": "Proefmonteur BBL3",
        "bron": "ESCO",
        "beroep": {"label": "monteur", "uri": "http://data.europa.eu/esco/occupation/1", "definitie": "…"},
        "match_methode": "llm-keuze",
        "kandidaten": ["monteur"],
        "skills": [{"label": label, "uri": f"{SKILL}{label}", "categorie": "essentieel"} for label in labels],
    } | different


def as_json(document) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def as_xlsx(*rows: tuple) -> bytes:
    """Of codes and names, as the Dutch list has them."""
    book = Workbook()
    for row in (("Opleidingcode", "Opleidingsnaam"), *rows):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def bring_in(source: str, data: bytes, name: str = "register.json") -> Report:
    importer = importer_for(source)
    return apply(importer, importer.read(data, name))


def looked_at(source: str, data: bytes, name: str = "register.json") -> Report:
    importer = importer_for(source)
    return importer.compare(importer.read(data, name)).report


def counts(report: Report) -> tuple[int, ...]:
    """created, updated, unchanged, retired"""
    return report.created, report.updated, report.unchanged, report.retired
