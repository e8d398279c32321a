"""Memberships are the only source of rights, and those that decide count only behind a second step."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from les_portal.accounts.models import User
from les_portal.accounts.second_step import waiting
from les_portal.organisations.models import Membership, Organisation
from les_portal.organisations.rules import DECIDING_ROLES, has_role, has_role_in, roles_of
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role
is_editor_there = has_role_in(lambda membership: membership.organisation, Role.EDITOR)


def again(user) -> User:
    """As the next request reads them."""
    return User.objects.get(pk=user.pk)


def test_roles_come_per_organisation_from_one_query(anna, other_school_organisation, django_assert_num_queries):
    MembershipFactory(user=anna, organisation=other_school_organisation, role=Role.READER)
    with django_assert_num_queries(1):
        roles_of(anna)
        held = roles_of(anna)
    school = anna.memberships.get(role=Role.EDITOR).organisation_id
    assert held == {school: {"editor"}, other_school_organisation.pk: {"reader"}}


def test_nobody_and_who_left_have_no_roles(anna):
    assert roles_of(AnonymousUser()) == {}
    anna.is_active = False
    assert roles_of(anna) == {}


def test_a_right_withdrawn_is_gone_at_the_next_request(anna):
    assert has_role(Role.EDITOR)(anna)
    anna.memberships.all().delete()
    assert not has_role(Role.EDITOR)(again(anna))


def test_a_role_counts_only_where_it_is_held(anna, chloe):
    here, there = anna.memberships.get(), chloe.memberships.get()
    assert (is_editor_there(anna, here), is_editor_there(anna, there)) == (True, False)
    assert not is_editor_there(anna, None)
    assert has_role_in(lambda membership: membership.organisation_id, Role.EDITOR)(anna, here)


@pytest.mark.parametrize("role", sorted(DECIDING_ROLES))
@pytest.mark.parametrize(
    ("step", "counts"), [("", False), ("recovery_codes", False), ("totp", True), ("webauthn", True)]
)
def test_a_role_that_decides_counts_only_with_an_app_or_a_passkey(role, step, counts):
    user = MembershipFactory(role=role).user
    if step:
        Authenticator.objects.create(user=user, type=step, data={})
    assert has_role(role)(user) is counts
    assert bool(roles_of(user)) is counts
    assert bool(waiting(user)) is not counts


def test_a_second_step_that_was_removed_takes_the_right_along(nora):
    assert nora.has_perm("jobs.manage_job")
    nora.authenticator_set.all().delete()
    assert not again(nora).has_perm("jobs.manage_job")
    assert not again(nora).has_perm("imports.run_import")


def test_other_roles_need_no_second_step(anna):
    assert roles_of(anna)
    assert waiting(anna) == []


def test_what_waits_is_said_in_words(network):
    vera = MembershipFactory(role=Role.AUTHORISER, organisation=network, user__is_staff=True).user
    assert len(waiting(vera)) == 2
    assert any("Lerende Euregio Scheldemond" in sentence for sentence in waiting(vera))
    assert waiting(AnonymousUser()) == []


def test_who_may_everything_may_nothing_without_a_second_step():
    user = UserFactory(administrator=True)
    assert not user.has_perm("imports.run_import")
    SecondStepFactory(user=user)
    assert again(user).has_perm("imports.run_import")


def test_a_network_administrator_without_second_step_finds_no_pages(client_of, nora):
    assert client_of(nora).get("/nl/imports/").status_code == 200
    nora.authenticator_set.all().delete()
    assert client_of(nora).get("/nl/imports/").status_code == 404


def test_organisations_of_a_member(anna):
    OrganisationFactory()
    assert Organisation.objects.of_member(anna).get() == anna.memberships.get().organisation
