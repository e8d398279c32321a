"""Each promise holds over what the portal does, and names the row where somebody broke it behind its back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from les_portal.invariants import findings, promises
from les_portal.organisations import invariants
from les_portal.organisations.actions import invitations, people
from les_portal.organisations.models import Invitation, Membership
from tests.factories.accounts import UserFactory
from tests.factories.organisations import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def history(ada, nora, school_organisation):
    """A life of memberships, by the portal's own doors."""
    wim = UserFactory(email="wim@example.org")
    invitation = InvitationFactory(organisation=school_organisation, email=wim.email, invited_by=ada, secret="1")
    invitations.accept(invitation, by=wim)
    people.change_role(wim.memberships.get(), role=Role.ADMINISTRATOR, by=ada)
    people.take_role(ada.memberships.get(), by=ada)
    InvitationFactory(organisation=school_organisation, invited_by=wim, expired=True, secret="2")
    return invitation


def ours() -> list[str]:
    names = {name for name, check in promises().items() if check.__module__ == invariants.__name__}
    assert len(names) == 4
    return [finding.row for finding in findings() if finding.promise in names]


def test_what_the_portal_does_breaks_no_promise(history):
    assert ours() == []


def test_an_organisation_that_lost_its_last_administrator_is_named(history, school_organisation):
    Membership.objects.filter(role=Role.ADMINISTRATOR).delete()
    assert ours() == [str(school_organisation)]


def test_an_organisation_that_never_had_one_is_not(school_organisation, anna, ada):
    InvitationFactory(organisation=school_organisation, role=Role.ADMINISTRATOR)
    Membership.objects.filter(role=Role.ADMINISTRATOR).delete()
    assert ours() == []


def test_a_taken_invitation_whose_role_vanished_is_named(history):
    wim = Invitation.objects.get(pk=history.pk).accepted_by
    Membership.objects.filter(user=wim).delete()
    MembershipFactory(organisation=history.organisation, role=Role.ADMINISTRATOR)
    assert ours() == [], "history says that they got another role"
    other = InvitationFactory(organisation=history.organisation, secret="3")
    Invitation.objects.filter(pk=other.pk).update(accepted_at=timezone.now(), accepted_by=UserFactory())
    assert ours() == [str(other)]


@pytest.mark.parametrize(
    "spoil",
    [
        {"expires_at": timezone.now() + timedelta(days=30)},
        {"expires_at": timezone.now() - timedelta(days=1), "accepted_at": timezone.now()},
    ],
)
def test_an_invitation_that_opens_too_long_is_named(spoil):
    invitation = InvitationFactory()
    assert ours() == []
    Invitation.objects.update(**spoil)
    assert ours() == [str(invitation)]


def test_somebody_who_decides_for_a_school_is_named(school_organisation, nora):
    wrong = MembershipFactory(organisation=school_organisation, role=Role.AUTHORISER)
    assert ours() == [str(wrong)]
