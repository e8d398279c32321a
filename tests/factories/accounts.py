from functools import cache

import factory
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from les_portal.accounts.models import User

PASSWORD = "a long enough password"
TOTP_SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@cache
def hashed_password() -> str:
    """Made once: hashing is slow on purpose."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory):
    """A person without any role: give them one with MembershipFactory."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_staff=True, is_superuser=True)

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.LazyAttribute(lambda user: f"{user.name.lower().replace(' ', '.')}@example.org")
    language = "nl"
    password = factory.LazyFunction(hashed_password)


class SecondStepFactory(factory.django.DjangoModelFactory):
    """An app that shows the codes of TOTP_SECRET."""

    class Meta:
        model = Authenticator

    user = factory.SubFactory(UserFactory)
    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": TOTP_SECRET})
