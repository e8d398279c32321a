import pytest

from les_portal.organisations.models import Invitation, Membership
from tests.factories.accounts import UserFactory
from tests.factories.organisations import InvitationFactory

SECRET = "a-secret-of-the-tests"


@pytest.fixture
def invitation(ada, school_organisation) -> Invitation:
    return InvitationFactory(
        organisation=school_organisation,
        email="Wim@example.org",
        invited_by=ada,
        secret=SECRET,
        role=Membership.Role.EDITOR,
    )


@pytest.fixture
def wim():
    return UserFactory(name="Wim", email="wim@example.org")
