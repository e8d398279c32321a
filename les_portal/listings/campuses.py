"""A campus as plain values: what a form shows, what two people may change at the same time, what history tells."""

from typing import NamedTuple

from les_portal.geo import Point
from les_portal.organisations.models import Country, Organisation
from schools.models import Campus, Locality, Place

CONTACT = ("name", "phone", "email", "website")
ADDRESS = ("street", "house_number", "postcode", "municipality")
# One thing: a marker belongs to the address that it was put at.
WHERE = (*ADDRESS, "lat", "lon")
FACTS = (*CONTACT, *WHERE)
DECIMALS = 6  # of a degree: ten centimetres

Facts = dict[str, str | float | None]


class Address(NamedTuple):
    country: str
    postcode: str
    municipality: str
    street: str
    house_number: str

    def __str__(self) -> str:
        return str(Place(**self._asdict()))


def facts_of(campus: Campus) -> Facts:
    place = campus.place
    facts = {name: getattr(campus, name) for name in CONTACT} | {name: getattr(place, name) for name in ADDRESS}
    point = place.point or (None, None)
    return facts | {name: as_degrees(degrees) for name, degrees in zip(("lat", "lon"), point, strict=True)}


def as_degrees(number: float | None) -> float | None:
    return None if number is None else round(number, DECIMALS)


def address_in(facts: Facts, organisation: Organisation) -> Address:
    texts = {name: facts[name] for name in ADDRESS}
    return Address(country=country_of(facts["postcode"], organisation.country), **texts)


def point_in(facts: Facts) -> Point | None:
    return None if facts["lat"] is None else Point(facts["lat"], facts["lon"])


def country_of(postcode: str, home: str) -> str:
    """A school may teach across the border: then its post code is one of the other side's."""
    if postcode[-2:].isalpha():
        return Country.NL
    known = set(Locality.objects.filter(postcode=postcode).values_list("country", flat=True))
    return home if home in known or len(known) != 1 else known.pop()
