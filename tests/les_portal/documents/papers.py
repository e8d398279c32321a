"""The kinds of document that these tests give out. They are fixtures: import them where they are needed."""

import pytest

from les_portal.organisations.models import Membership
from tests.factories.documents import a_kind


def is_of_its_organisation(user, document) -> bool:
    return user.is_authenticated and Membership.objects.filter(user=user, organisation=document.object_id).exists()


@pytest.fixture
def private_kind():
    """For the people of the organisation that it is about."""
    with a_kind(may_read=is_of_its_organisation) as kind:
        yield kind


@pytest.fixture
def public_kind():
    with a_kind(may_read=lambda user, document: True) as kind:
        yield kind
