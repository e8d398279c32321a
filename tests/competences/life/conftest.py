import pytest
from django.urls import reverse

from competences.models import AuthorisedDescription, Comparison
from les_portal.organisations.models import Membership
from les_portal.workflow.engine import workflow_of
from tests.factories.competences import DescriptionFactory, authoriser, concluded
from tests.factories.organisations import MembershipFactory


@pytest.fixture
def comparison() -> Comparison:
    return concluded()


@pytest.fixture
def keeper(comparison):
    """Of the school that keeps the comparison."""
    return MembershipFactory(organisation=comparison.organisation, role=Membership.Role.EDITOR).user


@pytest.fixture
def draft(comparison) -> AuthorisedDescription:
    """Complete, with somebody to sign it on either side."""
    for country in ("be", "nl"):
        authoriser(country)
    return DescriptionFactory(comparison=comparison)


@pytest.fixture
def address(comparison):
    def of(name: str = "description") -> str:
        return reverse(f"comparisons:{name}", args=[comparison.slug])

    return of


@pytest.fixture
def run():
    def act(name: str, obj, *, by, comment: str = ""):
        return workflow_of(obj).run(name, obj, by=by, comment=comment)

    return act
