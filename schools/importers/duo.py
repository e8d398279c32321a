import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.geo import Point
from les_portal.imports import cleaning
from les_portal.imports.importer import Broken, Line, register
from les_portal.organisations.models import Country
from schools.importers.rows import OUTSIDE, PRIMARY, SchoolImporter
from schools.models import Register, School

STAGES = {
    "VBO": "nl-vmbo",
    "VMBO": "nl-vmbo",
    "MAVO": "nl-mavo",
    "HAVO": "nl-havo",
    "VWO": "nl-vwo",
    "PRO": "nl-pro",
    "BRUGJAAR": "nl-brugjaar",
    "VSO": "nl-vso",
    "MBO": "nl-mbo",
    "HBO": "nl-hbo",
}
TYPES = {
    School.Type.PRACTICAL: {"nl-pro"},
    School.Type.SPECIAL_SECONDARY: {"nl-vso"},
    School.Type.VOCATIONAL: {"nl-mbo"},
    School.Type.UAS: {"nl-hbo"},
}
# Post codes, for a table that has no column of provinces.
ZEELAND = ("43", "44", "45", "4675", "4676", "469")
# What the national register writes in words.
PRIMARY_TYPES = ("basis", "bao", "sbo", "so", "speciaal onderwijs", "primair")


class Duo(SchoolImporter):
    register = Register.DUO
    country = Country.NL
    provinces = ("zeeland",)
    columns = {
        "site": ("vestigingscode", "vestigingsnummer", "vestigings nummer"),
        "name": ("vestigingsnaam", "naam", "instellingsnaam"),
        "street": ("straatnaam", "straat"),
        "house_number": ("huisnummer", "huisnummer-toevoeging"),
        "letter": ("huisletter",),
        "addition": ("huisnummertoevoeging",),
        "postcode": ("postcode",),
        "town": ("plaatsnaam", "plaats", "woonplaats"),
        "province": ("provincie",),
        "network": ("denominatie",),
        "phone": ("telefoonnummer", "telefoon"),
        "email": ("e-mail", "e-mailadres", "emailadres"),
        "website": ("internetadres", "website"),
        "structures": ("onderwijsstructuur", "type", "onderwijstype"),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "longitude", "lng"),
    }
    required = ("site", "name", "postcode", "town", "structures")

    def why_not(self, line: Line) -> str:
        kind = line["structures"].casefold()
        is_primary = kind.startswith(PRIMARY_TYPES) or "basisschool" in kind
        if is_primary and "voortgezet" not in kind:
            return PRIMARY
        digits = line["postcode"][:4]
        is_elsewhere = digits.isdigit() and not digits.startswith(ZEELAND)
        return OUTSIDE if is_elsewhere and not line["province"] else ""

    def key(self, line: Line) -> str:
        key = line["site"].upper().replace(" ", "")
        if not re.fullmatch(r"\d{2}[A-Z]{2}\d{2}", key, re.ASCII):
            raise Broken(line.column("site"), _("A site has its school's BRIN and two digits, such as 25PV00."))
        return key

    def split(self, key: str) -> tuple[str, str]:
        return key[:4], key[4:]

    def is_main(self, line: Line, site: str) -> bool:
        return site == "00"

    def house_number(self, line: Line) -> str:
        if line.column("addition") == line.column("house_number"):  # the table of sites has both in one column
            return cleaning.dutch_house_number(line["house_number"])
        return cleaning.dutch_house_number(line["house_number"], line["letter"], line["addition"])

    def profile(self, line: Line) -> dict[str, Any]:
        structures = cleaning.codes(line["structures"])
        for code in structures:
            if code not in STAGES:
                line.count(_("structure %s is not known to the portal") % code)
        stages = sorted({STAGES[code] for code in structures if code in STAGES})
        kind = next((kind for kind, all_of in TYPES.items() if set(stages) == all_of), School.Type.SECONDARY)
        return {"type": kind, "network": self.network(line), "company_number": "", "stages": stages}

    def postcode(self, value: str) -> str:
        postcode = cleaning.dutch_postcode(value)
        return f"{postcode[:4]} {postcode[4:]}"


@register
class DuoSecondary(Duo):
    source = "duo-vo"
    label = gettext_lazy("DUO: sites of secondary schools (csv)")
    has_coordinates = False


@register
class DuoGeojson(Duo):
    source = "duo-geojson"
    label = gettext_lazy("DUO: schools with coordinates (GeoJSON)")

    def point(self, line: Line) -> Point | None:
        lat, lon = cleaning.number(line["lat"]), cleaning.number(line["lon"])
        return Point(lat, lon) if lat and lon else None
