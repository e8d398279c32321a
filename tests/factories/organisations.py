import factory

from les_portal.organisations.models import Country, Membership, Organisation
from tests.factories.accounts import UserFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    class Params:
        in_nl = factory.Trait(country=Country.NL)
        in_fr = factory.Trait(country=Country.FR)
        company = factory.Trait(kind=Organisation.Kind.COMPANY, name=factory.Sequence(lambda n: f"Company {n}"))
        care = factory.Trait(kind=Organisation.Kind.CARE, name=factory.Sequence(lambda n: f"Care home {n}"))
        network = factory.Trait(kind=Organisation.Kind.NETWORK, name="Lerende Euregio Scheldemond")

    name = factory.Sequence(lambda number: f"Technical school {number}")
    kind = Organisation.Kind.SCHOOL
    country = Country.BE
    website = "https://school.example.org/"
    email = "info@school.example.org"
    phone = "+32 9 000 00 00"


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    role = Membership.Role.EDITOR
