import datetime

import factory

from les_portal.organisations.models import Country
from schools.models import Campus, Locality, Place, School
from tests.factories.organisations import OrganisationFactory

GENT, TERNEUZEN = (51.05, 3.72), (51.336, 3.828)
LONG_AGO = datetime.date(2020, 8, 31)


class PlaceFactory(factory.django.DjangoModelFactory):
    """Every place has an address and coordinates of its own, a few hundred metres from the one before it."""

    class Meta:
        model = Place

    class Params:
        in_nl = factory.Trait(
            country=Country.NL,
            postcode="4535HA",
            municipality="Terneuzen",
            lat=factory.Sequence(lambda n: TERNEUZEN[0] + (n % 100) * 0.002),
            lon=factory.Sequence(lambda n: TERNEUZEN[1] + (n % 100) * 0.002),
        )
        unlocated = factory.Trait(lat=None, lon=None)

    country = Country.BE
    street = "Kanaalstraat"
    house_number = factory.Sequence(lambda number: str(number + 1))
    postcode = "9000"
    municipality = "Gent"
    lat = factory.Sequence(lambda n: GENT[0] + (n % 100) * 0.002)
    lon = factory.Sequence(lambda n: GENT[1] + (n % 100) * 0.002)
    key = factory.LazyAttribute(lambda o: Place.make_key(o.country, o.postcode, o.street, o.house_number))


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    class Params:
        in_nl = factory.Trait(type=School.Type.VOCATIONAL, organisation__in_nl=True)
        retired = factory.Trait(retired_on=LONG_AGO)

    organisation = factory.SubFactory(OrganisationFactory)
    type = School.Type.SECONDARY


class CampusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campus

    class Params:
        in_nl = factory.Trait(school__in_nl=True, place__in_nl=True)
        unlocated = factory.Trait(place__unlocated=True)
        retired = factory.Trait(retired_on=LONG_AGO)

    school = factory.SubFactory(SchoolFactory)
    place = factory.SubFactory(PlaceFactory)


class LocalityFactory(factory.django.DjangoModelFactory):
    """An invented village: the real post codes are in every database."""

    class Meta:
        model = Locality

    country = Country.BE
    postcode = factory.Sequence(lambda number: str(8000 + number))
    name = factory.Sequence(lambda number: f"Testegem {number}")
    name_key = factory.LazyAttribute(lambda locality: locality.name.lower())
    lat, lon = GENT
