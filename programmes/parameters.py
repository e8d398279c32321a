"""How the parameters of map, lists and API are written, and the sentence for one that is not.

The patterns stand in the API's description too: what it says is what is accepted.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from les_portal.geo import Box, Point
from les_portal.organisations.models import Country
from programmes.models import OpenDay, Programme, ProgrammeForm, Sector

Q_MAX_LENGTH = 200
USUAL_OPEN_DAY, MAX_OPEN_DAY = 30, 365  # days from now
DEFAULT_RADIUS_KM, MAX_RADIUS_KM = 30, 200
_DECIMALS = r"(\.[0-9]{1,15})?"
_LAT = rf"-?([0-8]?[0-9]{_DECIMALS}|90(\.0{{1,15}})?)"
_LON = rf"-?((1[0-7]|[0-9])?[0-9]{_DECIMALS}|180(\.0{{1,15}})?)"
NEAR_PATTERN = rf"^{_LAT}, ?{_LON}$"
BBOX_PATTERN = rf"^{_LON}, ?{_LAT}, ?{_LON}, ?{_LAT}$"
Q_PATTERN = r"^[^\x00]*$"
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")


def numbers(pattern: str, text: str) -> list[float] | None:
    return [float(number) for number in text.split(",")] if re.fullmatch(pattern, text.strip()) else None


def read_q(text: str) -> str:
    if len(text) > Q_MAX_LENGTH:
        raise ValueError(_("q is at most %(length)d characters long.") % {"length": Q_MAX_LENGTH})
    if "\x00" in text:
        raise ValueError(_("q holds a character that nobody can search for."))
    return text.strip()


def read_near(text: str) -> Point:
    if found := numbers(NEAR_PATTERN, text):
        return Point(*found)
    raise ValueError(_("near is a latitude and a longitude in degrees, such as 51.05,3.72."))


def read_radius(text: str) -> float:
    if _NUMBER.fullmatch(text.strip()) and 0 < (km := float(text)) <= MAX_RADIUS_KM:
        return km
    raise ValueError(_("radius is a number of kilometres, more than 0 and at most %(km)d.") % {"km": MAX_RADIUS_KM})


def read_bbox(text: str) -> Box:
    """West beyond east goes around the back of the world (RFC 7946, 5.2); the latitudes come in either order."""
    if found := numbers(BBOX_PATTERN, text):
        west, south, east, north = found
        return Box(west, min(south, north), east, max(south, north))
    raise ValueError(_("bbox is west,south,east,north: four numbers in degrees, such as 3.2,51.0,4.4,51.6."))


def read_bottleneck(text: str) -> bool:
    if text in ("0", "1"):
        return text == "1"
    raise ValueError(_("bottleneck is 1 (only programmes for a bottleneck occupation) or 0."))


def read_open_day(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= MAX_OPEN_DAY:
        return int(text)
    sentence = _("open_day is a whole number of days from now, from 1 to %(days)d.")
    raise ValueError(sentence % {"days": MAX_OPEN_DAY})


def one_of(name: str, allowed: list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text in allowed:
            return text
        raise ValueError(_("%(name)s is one of: %(values)s.") % {"name": name, "values": ", ".join(allowed)})

    return read


def read_eqf(text: str) -> int:
    if re.fullmatch(r"[1-8]", text):
        return int(text)
    raise ValueError(_("eqf is a level of the European Qualifications Framework, a whole number from 1 to 8."))


def form_codes() -> list[str]:
    return list(ProgrammeForm.objects.values_list("code", flat=True))


def read_form(text: str) -> str:
    codes = {code.lower(): code for code in form_codes()}
    if code := codes.get(text.lower()):
        return code
    raise ValueError(_("form is the code of a programme form: %(codes)s.") % {"codes": ", ".join(codes.values())})


ONCE: dict[str, Callable[[str], Any]] = {
    "q": read_q,
    "bottleneck": read_bottleneck,
    "open_day": read_open_day,
    "near": read_near,
    "radius": read_radius,
    "bbox": read_bbox,
}
# May be given more than once, and then means any of them.
REPEATED: dict[str, Callable[[str], Any]] = {
    "country": one_of("country", Country.values),
    "sector": one_of("sector", Sector.values),
    "eqf": read_eqf,
    "form": read_form,
    "language": one_of("language", Programme.Language.values),
}


def read_once(name: str, texts: list[str]) -> Any:
    if len(texts) > 1:
        raise ValueError(_("Give %(name)s once.") % {"name": name})
    return ONCE[name](texts[0])


def read_all(name: str, texts: list[str]) -> tuple:
    """Without repetitions and in one order, so that the same question has one address."""
    return tuple(sorted({REPEATED[name](text) for text in texts}))


def read_parameters(params: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """What was asked, and a sentence for each parameter that is not well written. Others are not looked at.

    An empty value is a field of a form that nobody filled in.
    """
    values, errors = {}, {}
    for name in [*ONCE, *REPEATED]:
        if texts := [text for text in params.getlist(name) if text]:
            try:
                values[name] = read_once(name, texts) if name in ONCE else read_all(name, texts)
            except ValueError as error:
                errors[name] = str(error)
    return values, errors


SCHOOL_PATTERN = r"^[-a-zA-Z0-9_]{0,120}$"


def read_open_day_parameters(params: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """What only a list of open days is asked: which kind of day, and of which school."""
    values, errors = {}, {}
    read_kind, schools = one_of("kind", OpenDay.Kind.values), [text for text in params.getlist("school") if text]
    try:
        if kinds := {read_kind(text) for text in params.getlist("kind") if text}:
            values["kind"] = tuple(sorted(kinds))
    except ValueError as error:
        errors["kind"] = str(error)
    if len(schools) > 1:
        errors["school"] = _("Give %(name)s once.") % {"name": "school"}
    elif schools and not re.fullmatch(SCHOOL_PATTERN, schools[0]):
        errors["school"] = _("school is what stands behind schools/ in the address of its page.")
    elif schools:
        values["school"] = schools[0]
    return values, errors
