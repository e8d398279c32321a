"""Who may what with a listing: by their role at its school, and not by any role elsewhere."""

import pytest
from django.contrib.auth.models import AnonymousUser

from les_portal.organisations.models import Membership
from programmes.models import Programme
from programmes.notifications import keepers
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role
CHANGES = [f"programmes.{verb}_listing" for verb in ("publish", "withdraw", "archive", "reopen")]


@pytest.fixture
def listing(school_organisation):
    return ProgrammeFactory(school=SchoolFactory(organisation=school_organisation))


def member(organisation, *roles):
    user = UserFactory()
    SecondStepFactory(user=user)
    for role in roles:
        MembershipFactory(organisation=organisation, user=user, role=role)
    return user


@pytest.mark.parametrize("role", Role.values)
def test_roles_at_its_own_school(listing, school_organisation, role):
    user = member(school_organisation, role)
    sees = role in {Role.READER, Role.EDITOR, Role.ADMINISTRATOR, Role.NETWORK_ADMINISTRATOR}
    changes = role in {Role.EDITOR, Role.ADMINISTRATOR, Role.NETWORK_ADMINISTRATOR}
    assert user.has_perm("programmes.view_listing", listing) is sees
    assert [user.has_perm(permission, listing) for permission in CHANGES] == [changes] * 4
    assert (listing in Programme.objects.visible_to(user)) is sees
    assert (listing in Programme.objects.editable_by(user)) is changes
    assert (listing in Programme.objects.kept_by(user)) is (role in {Role.EDITOR, Role.ADMINISTRATOR})


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
def test_a_role_at_another_school_opens_nothing(listing, other_school_organisation, role):
    user = member(other_school_organisation, role)
    assert not any(user.has_perm(permission, listing) for permission in ["programmes.view_listing", *CHANGES])
    assert not Programme.objects.visible_to(user)
    assert not Programme.objects.editable_by(user)


def test_who_works_for_two_schools_sees_both_and_each_once(listing, school_organisation, other_school_organisation):
    other = ProgrammeFactory(school=SchoolFactory(organisation=other_school_organisation))
    user = member(school_organisation, Role.READER, Role.EDITOR)
    MembershipFactory(organisation=other_school_organisation, user=user, role=Role.READER)
    assert sorted(Programme.objects.visible_to(user), key=lambda row: row.pk) == [listing, other]
    assert list(Programme.objects.editable_by(user)) == [listing]


def test_a_network_administrator_without_a_second_step_is_nobody(listing, network):
    user = UserFactory()
    MembershipFactory(organisation=network, user=user, role=Role.NETWORK_ADMINISTRATOR)
    assert not Programme.objects.visible_to(user)
    assert not user.has_perm("programmes.view_listing", listing)


def test_who_left_and_who_did_not_sign_in_see_nothing(listing, anna, client):
    anna.is_active = False
    for nobody in (anna, AnonymousUser()):
        assert not Programme.objects.visible_to(nobody)
        assert not nobody.has_perm("programmes.view_listing", listing)


def test_without_a_listing_nobody_is_told_yes(anna):
    assert not anna.has_perm("programmes.publish_listing")


def test_who_hears_of_it(listing, ada, anna, bram, chloe, finn, nora):
    assert set(keepers(listing)) == {ada, anna}


def test_who_has_two_roles_hears_of_it_once(listing, school_organisation):
    user = member(school_organisation, Role.EDITOR, Role.ADMINISTRATOR)
    assert list(keepers(listing)) == [user]
