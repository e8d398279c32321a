"""What the register last said of a school and its campuses, against what the school has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

from les_portal.imports.importer import importers
from les_portal.listings.campuses import as_degrees
from schools.importers.rows import LABELS
from schools.models import Campus, EducationStage, Place, RegisterEntry, School

ON_THE_ORGANISATION = ("name", "company_number", "phone", "email", "website")
ON_THE_SCHOOL = ("type", "network", "stages")
ON_THE_CAMPUS = ("name", "address", "coordinates", "phone", "email", "website")
ADDRESS = ("country", "street", "house_number", "postcode", "municipality")


@dataclass(frozen=True)
class Saying:
    """What one source says, as it is stored and in words."""

    source: str
    value: Any
    words: str
    token: str  # other when either side changes: an answer to what is no longer so is not taken

    @property
    def source_label(self) -> str:
        return str(importers()[self.source].label)


@dataclass(frozen=True)
class Difference:
    about: School | Campus
    name: str
    ours: str
    sayings: list[Saying]
    is_settled: bool  # the school said that its own is right, and the register has not changed since

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def token(self) -> str:
        return _token(*(saying.token for saying in self.sayings))

    @property
    def said(self) -> dict[str, Any]:
        return {saying.source: saying.value for saying in self.sayings}

    @property
    def is_clear(self) -> bool:
        """Whether there is one thing to take over: two files of one register may say two things."""
        return len({saying.words for saying in self.sayings}) == 1


@dataclass
class Part:
    """The school itself, or one of its campuses, with where it differs."""

    about: School | Campus
    differences: list[Difference]

    @property
    def open(self) -> list[Difference]:
        return [difference for difference in self.differences if not difference.is_settled]

    @property
    def settled(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.is_settled]

    @property
    def clear(self) -> list[Difference]:
        return [difference for difference in self.open if difference.is_clear]

    @property
    def token(self) -> str:
        """Of all that can be taken over at once."""
        return _token("all", *(difference.token for difference in self.clear))


@dataclass
class Comparison:
    school: School
    parts: list[Part] = field(default_factory=list)
    is_in_register: bool = False

    @property
    def number(self) -> int:
        """How many differences are to be looked at."""
        return sum(len(part.open) for part in self.parts)

    def part_of(self, campus: Campus) -> Part:
        return next((part for part in self.parts if part.about == campus), Part(campus, []))


def compare(school: School) -> Comparison:
    """As many queries for 300 campuses as for one. Campuses that are no longer there are not compared."""
    said = _Said(school)
    if not said.entries:
        return Comparison(school)
    parts = [Part(school, list(said.of_school()))]
    for campus in school.campuses.open().exclude(site_number="").select_related("place"):
        campus.school = school
        parts.append(Part(campus, list(said.of_campus(campus))))
    return Comparison(school, parts, is_in_register=True)


class _Said:
    def __init__(self, school: School) -> None:
        self.school = school
        self.entries = list(_entries_of(school)) if school.register_number else []
        self.own_words = {(word.campus_id, word.field): word.said for word in school.own_words.all()}

    def of_school(self) -> Iterator[Difference]:
        entries = [entry for entry in self.entries if entry.key == self.school.register_number]
        for name in (*ON_THE_ORGANISATION, *ON_THE_SCHOOL):
            said = {entry.source: value for entry in entries if (value := entry.values.get(name))}
            yield from self._difference(self.school, None, name, _of_school(self.school, name), said)

    def of_campus(self, campus: Campus) -> Iterator[Difference]:
        entries = [entry for entry in self.entries if entry.values.get("site") == campus.site_number]
        for name in ON_THE_CAMPUS:
            said = {entry.source: value for entry in entries if (value := _said_of_campus(entry, name))}
            if name == "address":
                yield from self._difference(campus, campus.pk, name, _own_address(campus, said), said)
            elif name != "coordinates":
                yield from self._difference(campus, campus.pk, name, getattr(campus, name), said)
            elif point := self._own_point(campus, entries):
                yield from self._difference(campus, campus.pk, name, point, said)

    def _own_point(self, campus: Campus, entries: list[RegisterEntry]) -> list[float] | None:
        """Where somebody here put the marker, at the address that the register has too.

        What a register said of a neighbour at the same address is not this school's to settle.
        """
        place = campus.place
        is_placed = place.precision in (Place.Precision.ADDRESS, Place.Precision.ESTIMATE)
        keys = {_key(_said_of_campus(entry, "address"), campus) for entry in entries}
        if place.point is None or not is_placed or place.address_key not in keys or place.pk in self._shared:
            return None
        return [as_degrees(degrees) for degrees in place.point]

    @cached_property
    def _shared(self) -> set[int]:
        """Places where other schools are too."""
        others = Campus.objects.filter(place__campuses__school=self.school).exclude(school=self.school)
        return set(others.order_by().values_list("place_id", flat=True))

    def _difference(
        self, about: School | Campus, campus: int | None, name: str, ours: Any, said: dict[str, Any]
    ) -> Iterator[Difference]:
        """None where the register is silent, or one of its files says what we have."""
        if not said or ours in said.values():
            return
        words, whose = self.in_words(name, ours), (about._meta.model_name, about.pk, name)
        sayings = [
            Saying(source, value, shown, _token(*whose, source, words, shown))
            for source, value in said.items()
            for shown in [self.in_words(name, value)]
        ]
        yield Difference(about, name, words, sayings, is_settled=self.own_words.get((campus, name)) == said)

    def in_words(self, name: str, value: Any) -> str:
        if not value:
            return _("nothing")
        if name == "address":
            return str(Place(**value))
        if name == "coordinates":
            return f"{value[0]:.5f}, {value[1]:.5f}"
        if name == "type":
            return str(School.Type(value).label)
        return ", ".join(self._stages.get(code, code) for code in value) if name == "stages" else str(value)

    @cached_property
    def _stages(self) -> dict[str, str]:
        return {stage.code: stage.name for stage in EducationStage.objects.all()}


def _entries_of(school: School) -> Iterator[RegisterEntry]:
    """Of the school and its sites. The number of one school may begin the number of another."""
    number = school.register_number
    registers = {source: getattr(importer, "register", "") for source, importer in importers().items()}
    sources = [source for source, register in registers.items() if register == school.register]
    rows = RegisterEntry.objects.filter(source__in=sources, key__startswith=number, retired_on=None)
    for entry in rows.order_by("source", "key"):
        if number in (entry.key, entry.values.get("school")):
            yield entry


def _of_school(school: School, name: str) -> Any:
    if name == "stages":
        return sorted(stage.code for stage in school.stages.all())
    return getattr(school.organisation if name in ON_THE_ORGANISATION else school, name)


def _said_of_campus(entry: RegisterEntry, name: str) -> Any:
    if name == "address":
        return {part: entry.values[part] for part in ADDRESS}
    return entry.values.get("point" if name == "coordinates" else name)


def _own_address(campus: Campus, said: dict[str, Any]) -> dict[str, str]:
    """As the register writes it, where it is the same."""
    same = {_key(address, campus): address for address in said.values()}.get(campus.place.address_key)
    return same or {part: getattr(campus.place, part) for part in ADDRESS}


def _key(address: dict[str, str], campus: Campus) -> str:
    parts = (address["country"], address["postcode"], address["street"], address["house_number"])
    return Place.make_key(*parts, alone=campus.place.address_key.split(":", 2)[-1])


def _token(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=9).hexdigest()
