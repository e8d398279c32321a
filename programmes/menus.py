"""The filters as menus: the same on the map and in the lists."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from les_portal.organisations.models import Country
from programmes.cards import in_languages, translated
from programmes.filters import CatalogueQuery
from programmes.models import Programme, ProgrammeForm, Sector

RADII = (5, 10, 20, 30, 50)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A choice of one value; a link may carry several, and then the menu shows the first."""

    name: str
    label: str
    anything: str
    options: list[Option]


def menus(query: CatalogueQuery) -> list[Menu]:
    """One query, for the forms: their names are data."""
    return [
        menu(query, "country", _("Side of the border"), _("Both sides"), countries()),
        menu(query, "sector", _("Sector"), _("All sectors"), Sector.choices),
        menu(query, "eqf", _("Level"), _("All levels"), [(n, _("EQF %(level)d") % {"level": n}) for n in range(1, 8)]),
        menu(query, "form", _("Form"), _("All forms"), _forms()),
        menu(query, "language", _("Taught in"), _("All languages"), Programme.Language.choices),
    ]


def countries() -> list[tuple[str, str]]:
    return [(country.value, country.label) for country in (Country.BE, Country.NL)]


def _forms() -> list[tuple[str, str]]:
    taught = Programme.objects.filter(form=OuterRef("pk"), status=Programme.Status.PUBLISHED)
    rows = ProgrammeForm.objects.filter(Exists(taught)).order_by("country", "pk").rewrite(False)
    return [(row["code"], str(translated(row, "name"))) for row in rows.values("code", *in_languages("name"))]


def menu(query: CatalogueQuery, name: str, label: str, anything: str, choices) -> Menu:
    chosen = getattr(query, name)
    options = [
        Option(str(value), str(text), value in chosen, indented=(value == Sector.ICT)) for value, text in choices
    ]
    return Menu(name, label, anything, options)
