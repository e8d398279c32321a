"""Files of the registers for the tests: one tiny file per oddity in `registers/`, and rows made to measure."""

import csv
import io
import json
from pathlib import Path

from les_portal.imports.importer import apply, importer_for
from les_portal.imports.report import Report

REGISTERS = Path(__file__).parent / "registers"
WILG = {
    "schoolnummer": "099001",
    "intern_vplnummer": "1",
    "naam": "Testschool De Wilg",
    "hoofdzetel": "True",
    "net": "Vrij gesubsidieerd onderwijs",
    "straat": "Kanaalstraat",
    "huisnummer": "12",
    "postcode": "9000",
    "gemeente": "Gent",
    "provincie": "Oost-Vlaanderen",
    "lx": "104750",
    "ly": "194120",
    "telefoon": "09 000 00 01",
    "e-mail": "info@dewilg.example",
    "website": "www.dewilg.example",
    "onderwijsniveau": "SO",
    "instellingstype": "School voor voltijds gewoon secundair onderwijs",
    "einddatum": "31/12/4444",
    "ingerichte hoofdstructuren": "311",
}
DIJK = {
    "VESTIGINGSCODE": "99ZZ00",
    "VESTIGINGSNAAM": "Testcollege De Dijk",
    "STRAATNAAM": "Dijkweg",
    "HUISNUMMER-TOEVOEGING": "4-A",
    "POSTCODE": "4382 NW",
    "PLAATSNAAM": "VLISSINGEN",
    "PROVINCIE": "Zeeland",
    "DENOMINATIE": "Openbaar",
    "TELEFOONNUMMER": "0118000001",
    "INTERNETADRES": "www.testcollege.example",
    "ONDERWIJSSTRUCTUUR": "VBO/MAVO",
}


def wilg(**different: str) -> dict[str, str]:
    """A row of the Flemish register. `school` and `site` are its key, the rest by their own column names."""
    names = {"school": "schoolnummer", "site": "intern_vplnummer", "email": "e-mail"}
    return WILG | {names.get(name, name): value for name, value in different.items()}


def dijk(key: str = "99ZZ00", **different: str) -> dict[str, str]:
    return DIJK | {"VESTIGINGSCODE": key} | different


def as_csv(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def feature(key: str = "99ZZ00", *, at: tuple[float, float] = (3.589066, 51.45166), **different) -> dict:
    properties = {
        "naam": "Testcollege De Dijk",
        "type": "VBO/MAVO",
        "denominatie": "Openbaar",
        "internetadres": "www.testcollege.example",
        "straat": "Dijkweg",
        "huisnummer": 4,
        "huisletter": "a",
        "postcode": "4382NW",
        "plaats": "Vlissingen",
        "provincie": "Zeeland",
        "vestigingsnummer": key,
    }
    return {
        "type": "Feature",
        "properties": properties | different,
        "geometry": {"type": "Point", "coordinates": list(at)},
    }


def as_geojson(*features: dict) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def oddity(name: str) -> bytes:
    return (REGISTERS / name).read_bytes()


def bring_in(source: str, data: bytes) -> Report:
    importer = importer_for(source)
    return apply(importer, importer.read(data, "file"))


def check(source: str, data: bytes) -> Report:
    importer = importer_for(source)
    return importer.compare(importer.read(data, "file")).report


def counted(reasons: dict[str, int]) -> dict[str, int]:
    """Reasons as a report has them: in the language of whoever ran it."""
    return {str(reason): number for reason, number in reasons.items()}
