from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.geo import Point, from_lambert72
from les_portal.imports import cleaning
from les_portal.imports.importer import Broken, Line, register
from les_portal.organisations.models import Country, validate_company_number
from schools.importers.rows import NO_SCHOOL, OTHER_EDUCATION, OUTSIDE, PRIMARY, SchoolImporter
from schools.models import Register, School

# The register's `ingerichte hoofdstructuren`. Primary ones (1xx, 2xx) are not ours.
STAGES = {
    "311": "be-so-voltijds",
    "312": "be-so-deeltijds",
    "314": "be-deeltijdse-vorming",
    "315": "be-syntra",
    "316": "be-volwassenen-so",
    "317": "be-volwassenen-so",
    "321": "be-buso",
    "411": "be-hogeschool",
    "413": "be-hbo5",
    "417": "be-hbo-volwassenen",
    "511": "be-universiteit",
    "618": "be-basiseducatie",
}
# The first words that `instellingstype` has in it decide.
TYPES = {
    "buitengewoon secundair": School.Type.SPECIAL_SECONDARY,
    "voltijds gewoon secundair": School.Type.SECONDARY,
    "deeltijds": School.Type.PART_TIME,
    "volwassenen": School.Type.ADULT,
    "basiseducatie": School.Type.ADULT,
    "syntra": School.Type.SYNTRA,
    "verpleeg": School.Type.NURSING,
    "hogeschool": School.Type.UAS,
    "universiteit": School.Type.UNIVERSITY,
}
TYPE_OF_STRUCTURE = {"311": School.Type.SECONDARY, "321": School.Type.SPECIAL_SECONDARY}
PRIMARY_LEVELS = ("bao", "ko", "lo", "basisonderwijs", "kleuteronderwijs", "lager onderwijs")
OUR_LEVELS = ("so", "vwo", "ho", "hbo", "secundair", "volwassenen", "hoger")


@register
class Flanders(SchoolImporter):
    source = "flanders"
    label = gettext_lazy("Flemish register of educational institutions")
    register = Register.FLANDERS
    country = Country.BE
    provinces = ("west-vlaanderen", "oost-vlaanderen")
    columns = {
        "number": ("schoolnummer", "instellingsnummer", "instellingsnr", "nummer instelling"),
        "site": (
            "intern_vplnummer",
            "intern_volgnr_vpl",
            "vestigingsplaatsnummer",
            "intern vestigingsplaatsnummer",
            "vplnummer",
            "volgnummer vestigingsplaats",
        ),
        "name": ("naam", "naam instelling", "instellingsnaam", "schoolnaam"),
        "main": ("hoofdzetel", "hoofdvestiging", "hoofdvestigingsplaats"),
        "street": ("straat", "straatnaam", "straatnaam_vpl"),
        "house_number": ("huisnummer", "huisnr", "huisnr_vpl"),
        "box": ("busnummer", "bus", "busnr"),
        "postcode": ("postcode", "postnummer", "postnummer_vpl"),
        "town": ("gemeente", "gemeentenaam", "gemeente_vpl", "hoofdgemeente"),
        "province": ("provincie", "provincienaam", "provincie_vpl"),
        "x": ("lx", "x", "lambert x", "x-coordinaat", "x-coördinaat"),
        "y": ("ly", "y", "lambert y", "y-coordinaat", "y-coördinaat"),
        "company": ("kbo-nummer", "kbo", "ondernemingsnummer"),
        "phone": ("telefoon", "telefoonnummer", "tel"),
        "email": ("e-mail", "e-mailadres", "mail"),
        "website": ("website", "webadres", "internetadres", "url"),
        "kind": ("soort instelling",),
        "level": ("onderwijsniveau", "niveau"),
        "type": ("instellingstype", "type instelling"),
        "closed": ("einddatum", "datum einde"),
        "network": ("net", "onderwijsnet"),
        "structures": ("ingerichte hoofdstructuren", "hoofdstructuren", "hoofdstructuur"),
    }
    required = ("number", "site", "name", "postcode", "town")

    def why_not(self, line: Line) -> str:
        level, kind = line["level"].casefold(), line["kind"].casefold()
        structures = cleaning.codes(line["structures"])
        if level in PRIMARY_LEVELS or (structures and not level and all(code[0] in "12" for code in structures)):
            return PRIMARY
        if kind and "instelling" not in kind:
            return NO_SCHOOL
        if level and not level.startswith(OUR_LEVELS):
            return OTHER_EDUCATION
        return "" if line["province"] or not line["postcode"].isdigit() or line["postcode"][0] in "89" else OUTSIDE

    def key(self, line: Line) -> str:
        number = line["number"]
        if not (number.isascii() and number.isdigit() and 4 < len(number) < 7):
            raise Broken(line.column("number"), _("An institution number has six digits."))
        site = line["site"]
        if not (site.isascii() and site.isdigit() and len(site) < 7):
            raise Broken(line.column("site"), _("The number of the site is missing or is not a number."))
        return f"{number:0>6}-{int(site)}"  # a spreadsheet takes the leading zero away

    def split(self, key: str) -> tuple[str, str]:
        number, _dash, site = key.partition("-")
        return number, site

    def is_main(self, line: Line, site: str) -> bool:
        return line["main"].casefold() in ("true", "waar", "ja", "j", "1", "x") if line.has("main") else site == "1"

    def profile(self, line: Line) -> dict[str, Any]:
        structures = cleaning.codes(line["structures"])
        for code in structures:
            if code not in STAGES:
                # In words it may be of another column, and a person's.
                line.count(_("structure %s is not known to the portal") % (code if code.isdigit() else "?"))
        return {
            "type": _type(line["type"].casefold(), structures),
            "network": self.network(line),
            "company_number": self._company(line),
            "stages": sorted({STAGES[code] for code in structures if code in STAGES}),
        }

    def _company(self, line: Line) -> str:
        if cleaning.is_establishment_number(line["company"]):
            line.count(_("establishment numbers where an enterprise number was expected, left out"))
            return ""
        return line.optional("company", _company, _("The check digits of the KBO number are wrong."))

    def postcode(self, value: str) -> str:
        return cleaning.belgian_postcode(value)

    def point(self, line: Line) -> Point | None:
        x, y = cleaning.number(line["x"]), cleaning.number(line["y"])
        if not (x and y):
            return None
        if x > y:  # in both provinces a place lies further from the origin to the north than to the east
            line.notice("x", _("Latitude and longitude were exchanged."))
            x, y = y, x
        return from_lambert72(x, y)


def _type(words: str, structures: list[str]) -> str:
    if not words:
        return next((TYPE_OF_STRUCTURE[code] for code in structures if code in TYPE_OF_STRUCTURE), School.Type.OTHER)
    return next((kind for part, kind in TYPES.items() if part in words), School.Type.OTHER)


def _company(value: str) -> str:
    number = cleaning.enterprise_number(value)
    try:
        return validate_company_number(Country.BE, number) if number else ""
    except ValidationError as error:
        raise ValueError from error
