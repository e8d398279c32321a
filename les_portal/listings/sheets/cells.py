"""A value of a listing <-> the text in its cell. What is written out can be read back."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from les_portal.imports import cleaning
from les_portal.listings.content import COLUMNS as TEXT_COLUMNS
from les_portal.listings.content import LONGEST as LONGEST_TEXT
from les_portal.listings.content import MANY
from les_portal.listings.sheets.choices import names_for
from les_portal.listings.sheets.columns import CHOICES, LONG, NEEDED
from les_portal.listings.sheets.naming import Names, Unreadable
from les_portal.publication.tables import unshielded
from programmes.models import Programme
from schools.models import School

EMPTY = "-"  # what people write in a cell to empty the field
EMPTIED = "\x00"  # what it is read as: no text can be that, and a text may well be a dash
LONGEST = 32_000  # characters: a cell of a spreadsheet holds little more
_NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_YEARS = re.compile(r"([0-9]{1,2})\s*(jaar|jaren|an|ans|year|years)")
_MONTHS = re.compile(r"([0-9]{1,3})\s*(maand|maanden|mois|month|months)?")


def tidy(text: str) -> str:
    """As a spreadsheet gives it back: line ends of one kind, nothing that no cell can hold."""
    return _NOT_IN_A_CELL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _months(text: str) -> int:
    text = text.casefold()
    if years := _YEARS.fullmatch(text):
        return int(years[1]) * 12
    if months := _MONTHS.fullmatch(text):
        return int(months[1])
    raise Unreadable(_("Write a number of months, such as 24."))


def _percent(text: str) -> int:
    """`60`, `60 %`, and the 0.6 that a spreadsheet keeps for 60 %."""
    try:
        number = float(text.removesuffix("%").replace(",", "."))
    except ValueError:
        raise Unreadable(_("Write a number from 0 to 100.")) from None
    if 0 < number < 1 and not text.endswith("%"):
        number *= 100
    if not 0 <= number <= 100:  # what is no number is not between them either
        raise Unreadable(_("Write a number from 0 to 100."))
    return round(number)


def _website(text: str) -> str:
    try:
        return cleaning.website(text)
    except ValueError:
        raise Unreadable(_("This is not an address of a website.")) from None


def _phone(text: str) -> str:
    if not cleaning.is_phone(text):
        raise Unreadable(_("This is not a telephone number."))
    return cleaning.text(text)


_READERS: dict[str, Callable[[str], Any]] = {
    "duration_months": _months, "workplace_share": _percent, "website": _website, "phone": _phone,
}  # fmt: skip


def said(cell: str) -> str:
    """What somebody wrote: EMPTIED, or a text; an empty one says nothing."""
    return EMPTIED if cell.strip() == EMPTY else unshielded(tidy(cell))


class Cells:
    """Of one school: its campuses are among the choices. Each list of choices is read when it is first needed."""

    def __init__(self, school: School) -> None:
        self.school = school
        self._names: dict[str, Names] = {}

    def names(self, name: str) -> Names:
        if name not in self._names:
            self._names[name] = names_for(name, self.school)
        return self._names[name]

    # --- out ------------------------------------------------------------------------------------

    def write(self, name: str, value: Any) -> str:
        """Empty for what no cell can hold: an empty cell changes nothing when it comes back."""
        if value in (None, "", []):
            return ""
        if name in MANY:
            return "; ".join(self.names(name).write(each) for each in value)
        text = tidy(self.names(name).write(value) if name in CHOICES else str(value))
        return text if len(text) <= LONGEST else ""

    # --- in -------------------------------------------------------------------------------------

    def read(self, name: str, text: str, *, now: Any = None) -> Any:
        """Raises Unreadable. `now` is the value that the listing has."""
        if text == EMPTIED:
            return self._emptied(name)
        if name in MANY:
            return self._several(name, text, now or [])
        if name in CHOICES:
            return self._one_of(name, text, now)
        value = _READERS.get(name, cleaning.text)(text) if name not in LONG else tidy(text)
        return self._checked(name, value)

    def _emptied(self, name: str) -> Any:
        if name in NEEDED or name == "language":
            raise Unreadable(_("This cannot be empty."))
        if name in MANY:
            return []
        return None if name not in TEXT_COLUMNS and Programme._meta.get_field(name).null else ""

    def _one_of(self, name: str, text: str, now: Any) -> Any:
        value = self.names(name).read(text, now=now)
        if name in ("form", "level") and value != now and not self.names(name).is_current(value):
            raise Unreadable(_("Choose one of those of your side of the border."))
        return value

    def _several(self, name: str, text: str, now: list[int]) -> list[int]:
        parts = filter(None, (part.strip() for part in re.split(r"[;\n]", text)))
        found = {self.names(name).read(part, now=now) for part in parts}
        if name == "campuses" and (
            closed := [self.names(name).write(pk) for pk in found - self.open_campuses - set(now)]
        ):
            raise Unreadable(_("This campus is closed: %(named)s.") % {"named": ", ".join(closed)})
        return sorted(found)

    @cached_property
    def open_campuses(self) -> set[int]:
        return set(self.school.campuses.open().values_list("pk", flat=True))

    def _checked(self, name: str, value: Any) -> Any:
        if name in LONG and len(value) > LONGEST_TEXT:
            raise Unreadable(_("This is too long to be read: at most %(most)d characters.") % {"most": LONGEST_TEXT})
        try:
            return Programme._meta.get_field(name).clean(value, None)
        except ValidationError as error:
            raise Unreadable(" ".join(error.messages)) from error
