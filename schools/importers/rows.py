"""What the rows of the registers of schools have in common: a school, one of its sites, an address, contacts."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.geo import BENELUX, Point, is_inside
from les_portal.imports import cleaning
from les_portal.imports.importer import Broken, Importer, Line, Reading, Skip, Track, untracked
from les_portal.organisations.models import Organisation
from schools.importers.plan import SchoolPlan
from schools.models import Campus, Place, School

PRIMARY = gettext_lazy("kindergarten or primary school")
OUTSIDE = gettext_lazy("outside the region")
CLOSED = gettext_lazy("closed according to the register")
NO_SCHOOL = gettext_lazy("not a school")
OTHER_EDUCATION = gettext_lazy("education that the portal does not show")


def within(model: type, field: str, clean: Callable[[str], str]) -> Callable[[str], str]:
    """`clean`, refusing what would not fit our column: one database would cut off the whole import for it."""
    limit = model._meta.get_field(field).max_length

    def fitting(value: str) -> str:
        cleaned = clean(value)
        if len(cleaned) > limit:
            raise ValueError(field)
        return cleaned

    return fitting


LABELS = {
    "name": gettext_lazy("name"),
    "type": gettext_lazy("type of school"),
    "network": gettext_lazy("education network or denomination"),
    "stages": gettext_lazy("education stages"),
    "company_number": gettext_lazy("enterprise number"),
    "phone": gettext_lazy("telephone"),
    "email": gettext_lazy("e-mail address"),
    "website": gettext_lazy("website"),
    "address": gettext_lazy("address"),
    "street": gettext_lazy("street"),
    "house_number": gettext_lazy("house number"),
    "municipality": gettext_lazy("town"),
    "coordinates": gettext_lazy("place on the map"),
    "retired_on": gettext_lazy("no longer in the register since"),
}


class SchoolImporter(Importer):
    labels = LABELS
    register: ClassVar[str]
    country: ClassVar[str]
    has_coordinates: ClassVar[bool] = True
    provinces: ClassVar[tuple[str, ...]]

    def screen(self, line: Line) -> None:
        if reason := self.why_not(line):
            raise Skip(reason)
        province = line["province"].casefold().replace(" ", "-")
        if province and not province.endswith(self.provinces):
            raise Skip(OUTSIDE)
        if (closed := self.closed_on(line)) and closed < timezone.localdate():
            raise Skip(CLOSED)

    def why_not(self, line: Line) -> str:
        return ""

    def closed_on(self, line: Line) -> date | None:
        return line.optional("closed", cleaning.day, _("This is not a date such as 31/08/2026."))

    def trace(self, line: Line) -> str:
        return f"{line['name']} {line['postcode']}".casefold()

    def record(self, line: Line, key: str) -> dict[str, Any]:
        name = line.required("name", within(Organisation, "name", cleaning.text), _("The name is missing or too long."))
        contact = self.contact(line, name)
        profile, address, point = self.profile(line), self.address(line), self.checked_point(line)
        school, site = self.split(key)
        return {
            "row": line.number,
            "key": key,
            "school": school,
            "site": site,
            "main": self.is_main(line, site),
            "trace": self.trace(line),
            "school_says": {"name": name, **profile, **contact},
            "campus_says": {"name": name, **contact},
            "address": {"country": self.country, **address},
            "point": point,
            "unread": sorted("company_number" if name == "company" else name for name in line.unread),
        }

    def split(self, key: str) -> tuple[str, str]:
        raise NotImplementedError

    def is_main(self, line: Line, site: str) -> bool:
        raise NotImplementedError

    def profile(self, line: Line) -> dict[str, Any]:
        """type, network, company_number, stages"""
        raise NotImplementedError

    def postcode(self, value: str) -> str:
        raise NotImplementedError

    def house_number(self, line: Line) -> str:
        return cleaning.house_number(line["house_number"], line["box"])

    def address(self, line: Line) -> dict[str, str]:
        house_number = self.house_number(line)
        if len(house_number) > 30:
            raise Broken(line.column("house_number"), _("The house number is too long."))
        return {
            "street": line.required("street", within(Place, "street", str), _("The street is too long."))
            if line["street"]
            else "",
            "house_number": house_number,
            "postcode": line.required("postcode", self.postcode, _("The post code is missing or is not one.")),
            "municipality": line.required(
                "town", within(Place, "municipality", cleaning.place_name), _("The town is missing or too long.")
            ),
        }

    def network(self, line: Line) -> str:
        return line.optional("network", within(School, "network", cleaning.text), _("This is too long."))

    def contact(self, line: Line, name: str) -> dict[str, str]:
        phone = cleaning.phone(line["phone"])
        if line["phone"] and not phone:
            line.notice("phone", _("This is not a telephone number."))
        if cleaning.is_phone(line["website"]):
            line.notice("website", _("A telephone number stands in the column of the website."))
            website, phone = "", phone or cleaning.phone(line["website"])
        else:
            website = line.optional("website", cleaning.website, _("This is not the address of a website."))
        return {"phone": phone, "website": website, "email": self.mailbox(line, website, name)}

    def mailbox(self, line: Line, website: str, name: str) -> str:
        """An office's address. A person's is left out here, before anything is kept."""
        if not line["email"]:
            return ""
        clean = within(Campus, "email", lambda value: cleaning.mailbox(value, site=website, name=name))
        email = line.optional("email", clean, _("This is not an e-mail address."))
        if not email and "@" in line["email"]:
            line.count(_("e-mail addresses left out because they may be a person's"))
        return email

    # --- coordinates -------------------------------------------------------------------------

    def point(self, line: Line) -> Point | None:
        """Raises ValueError for what is not a number."""
        return None

    def checked_point(self, line: Line) -> list[float] | None:
        if not self.has_coordinates:
            return None
        try:
            point = self.point(line)
        except ValueError:
            return self._no_point(line, _("The coordinates are not numbers."))
        if point is None:
            return self._no_point(line, _("The register gives no coordinates."))
        if not is_inside(point, BENELUX):
            point = Point(point.lon, point.lat)
            if not is_inside(point, BENELUX):
                return self._no_point(line, _("The coordinates lie far away."))
            line.notice("lat", _("Latitude and longitude were exchanged."))
        return [round(point.lat, 6), round(point.lon, 6)]

    def _no_point(self, line: Line, message: str) -> None:
        name = "x" if line.has("x") else "lon"
        line.notice(name, message + " " + _("Placed in the middle of its post code, if that is known."))

    def compare(self, reading: Reading, *, track: Track = untracked) -> SchoolPlan:
        return SchoolPlan(self, reading, track=track)
