import factory
from django.utils import timezone

from les_portal.organisations.links import hashed
from les_portal.organisations.models import Country, Invitation, JoinRequest, Membership, Organisation
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


class InvitationFactory(factory.django.DjangoModelFactory):
    """Sent by an administrator of the organisation. Its link ends with `secret`."""

    class Meta:
        model = Invitation
        exclude = ["secret"]

    class Params:
        expired = factory.Trait(expires_at=factory.LazyFunction(timezone.now))

    secret = "a secret of the tests"
    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda number: f"invited{number}@example.org")
    role = Membership.Role.EDITOR
    secret_hash = factory.LazyAttribute(lambda invitation: hashed(invitation.secret))
    invited_by = factory.LazyAttribute(
        lambda invitation: (
            MembershipFactory(organisation=invitation.organisation, role=Membership.Role.ADMINISTRATOR).user
        )
    )


class JoinRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JoinRequest

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    message = "I teach welding here."
