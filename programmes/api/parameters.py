"""The parameters of the API, described: the same patterns and choices that read them."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from les_portal.organisations.models import Country
from les_portal.publication.api import LANGUAGES, MAX_PAGE_SIZE, PAGE_SIZE
from programmes.models import OpenDay, Programme, Sector
from programmes.parameters import (
    BBOX_PATTERN,
    MAX_OPEN_DAY,
    MAX_RADIUS_KM,
    NEAR_PATTERN,
    Q_MAX_LENGTH,
    Q_PATTERN,
    SCHOOL_PATTERN,
    USUAL_OPEN_DAY,
)


def parameter(name: str, description, schema: dict, example, *, many: bool = False) -> OpenApiParameter:
    """`many`: may be repeated, `eqf=4&eqf=5`."""
    if not many:
        return OpenApiParameter(name, schema, description=description, examples=[OpenApiExample(name, value=example)])
    array = {"type": "array", "items": schema}
    examples = [OpenApiExample(name, value=[example])]
    return OpenApiParameter(name, array, description=description, examples=examples, style="form", explode=True)


def text(**limits) -> dict:
    return {"type": "string", **limits}


Q = parameter(
    "q",
    _("Words to search for, and a place name or post code of either country."),
    text(maxLength=Q_MAX_LENGTH, pattern=Q_PATTERN),
    "verpleeg Terneuzen",
)
COUNTRY = parameter("country", _("Side of the border. May be repeated."), text(enum=Country.values), "nl", many=True)
SECTOR = parameter(
    "sector", _("Sector; technics includes ict. May be repeated."), text(enum=Sector.values), "care", many=True
)
EQF = parameter(
    "eqf",
    _("Level of the European Qualifications Framework. May be repeated."),
    {"type": "integer", "minimum": 1, "maximum": 8},
    4,
    many=True,
)
FORM = parameter("form", _("Code of a programme form. May be repeated."), text(), "MBO_BBL", many=True)
LANGUAGE = parameter(
    "language", _("Language of instruction. May be repeated."), text(enum=Programme.Language.values), "nl", many=True
)
BOTTLENECK = parameter(
    "bottleneck", _("1: only programmes for an occupation on a current shortage list."), text(enum=["0", "1"]), "1"
)
NEAR = parameter(
    "near",
    _("Latitude and longitude in degrees; answers come nearest first, with distance_km."),
    text(pattern=NEAR_PATTERN),
    "51.336,3.828",
)
RADIUS = parameter(
    "radius",
    _("Kilometres around near, or around the place in q; 30 when left out."),
    {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": MAX_RADIUS_KM},
    20,
)
BBOX = parameter(
    "bbox",
    _("West, south, east and north in degrees. West beyond east goes around the back of the world."),
    text(pattern=BBOX_PATTERN),
    "3.2,51.0,4.4,51.6",
)
OPEN_DAY = parameter(
    "open_day",
    _("Only where there is an open day today or in so many days; of a school, a campus or a programme."),
    {"type": "integer", "minimum": 1, "maximum": MAX_OPEN_DAY},
    USUAL_OPEN_DAY,
)
FILTERS = [Q, COUNTRY, SECTOR, EQF, FORM, LANGUAGE, BOTTLENECK, OPEN_DAY, NEAR, RADIUS, BBOX]
KIND = parameter(
    "kind", _("Kind of day, in the list of events. May be repeated."), text(enum=OpenDay.Kind.values), "info", many=True
)
SCHOOL = parameter(
    "school",
    _("In the list of events: only of this school, by what stands behind schools/ in the address of its page."),
    text(pattern=SCHOOL_PATTERN),
    "scalda",
)
OF_OPEN_DAYS = [KIND, SCHOOL]
LANG = parameter(
    "lang", _("Language of links and messages; Accept-Language when left out."), text(enum=LANGUAGES), "fr"
)
PAGE = parameter("page", _("Which page, from 1."), {"type": "integer", "minimum": 1, "maximum": 999_999_999}, 1)
PAGE_LENGTH = parameter(
    "page_size",
    _("Rows on a page; 50 when left out."),
    {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
    100,
)
PAGING = [PAGE, PAGE_LENGTH]
CODE = parameter("code", _("Code in the register, such as 25309."), text(maxLength=20, pattern=r"^[^\x00]*$"), "25309")
IDENTITY = OpenApiParameter(
    "id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description=_("The id of the row.")
)
