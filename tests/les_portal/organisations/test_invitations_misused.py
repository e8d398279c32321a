"""Ten ways to misuse an invitation (reliability b6), and what each of them gets."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.mail.models import Mail
from les_portal.organisations.actions import invitations as actions
from les_portal.organisations.models import Invitation, Membership
from tests.factories.accounts import PASSWORD
from tests.factories.organisations import InvitationFactory, OrganisationFactory
from tests.les_portal.organisations.told import logged, people_page, told

pytestmark = pytest.mark.django_db
Role = Membership.Role
SECRET = "a-secret-of-the-tests"
LINK = f"/nl/invitation/{SECRET}/"
NEW = {"name": "Wim", "language": "fr", "password": "drie koeien in een wei"}


def refused(response) -> bool:
    page = BeautifulSoup(response.content, "html.parser").find("main")
    return response.status_code == 404 and not page.find("form")


def test_misuse_1_a_second_time(client, client_of, invitation, wim):
    browser = client_of(wim)
    browser.post(LINK)
    assert browser.post(LINK)["Location"] == "/nl/desk/", "who took it is told so"
    assert refused(client.get(LINK))
    assert refused(client.post(LINK, NEW))
    assert Membership.objects.filter(role="editor").count() == 1
    assert logged(invitation.organisation) == ["organisations.joined"]


@pytest.mark.parametrize("moment", ["before it is opened", "while the form is filled in"])
def test_misuse_2_after_its_week(client, invitation, moment):
    assert client.get(LINK).status_code == 200
    Invitation.objects.update(expires_at=timezone.now())
    if moment == "before it is opened":
        assert refused(client.get(LINK))
    assert refused(client.post(LINK, NEW))
    assert not User.objects.filter(name="Wim").exists()


def test_misuse_3_after_it_was_taken_back(client, client_of, ada, invitation, school_organisation):
    response = client_of(ada).post(f"{people_page(school_organisation)}invitations/{invitation.pk}/revoke/")
    assert response["Location"] == people_page(school_organisation)
    assert refused(client.get(LINK))
    assert refused(client.post(LINK, NEW))
    assert logged(school_organisation) == ["organisations.revoked"]


def test_misuse_4_by_somebody_with_another_address(client_of, invitation, chloe):
    browser = client_of(chloe)
    page = BeautifulSoup(browser.get(LINK).content, "html.parser").find("main")
    assert page.find("form")["action"] == "/nl/account/logout/"
    assert page.find("input", {"name": "next"})["value"] == LINK
    assert browser.post(LINK, NEW).status_code == 200
    with pytest.raises(PermissionDenied):
        actions.accept(invitation, by=chloe)
    invitation.refresh_from_db()
    assert invitation.is_open
    assert chloe.memberships.count() == 1
    assert browser.post("/nl/account/logout/", {"next": LINK})["Location"] == LINK


@pytest.mark.parametrize(
    "guess", ["x", "a-secret-of-the-test", "A-secret-of-the-tests", "0" * 43, "é", "%00", "a" * 999]
)
def test_misuse_5_guessed(client, invitation, guess):
    assert refused(client.get(f"/nl/invitation/{guess}/"))
    assert refused(client.post(f"/nl/invitation/{guess}/", NEW))


def test_misuse_6_another_role_or_organisation_in_the_form(client, invitation, school_organisation):
    other = OrganisationFactory()
    lies = {"role": "administrator", "organisation": other.pk, "email": "evil@example.org", "is_staff": "1"}
    client.post(LINK, NEW | lies)
    wim = User.objects.get(name="Wim")
    assert (wim.email, wim.is_staff, wim.is_superuser) == ("Wim@example.org", False, False)
    assert list(wim.memberships.values_list("organisation", "role")) == [(school_organisation.pk, "editor")]


def test_misuse_7_two_who_read_it_at_once_get_one_membership(invitation, wim):
    """One after the other here; side by side in tests/concurrency."""
    twice = [Invitation.objects.get(pk=invitation.pk) for _ in range(2)]
    actions.accept(twice[0], by=wim)
    with pytest.raises(actions.NoLongerOpen):
        actions.accept(twice[1], by=wim)
    assert wim.memberships.count() == 1
    assert told() == ["organisations/invitation_accepted"]


def test_misuse_7_taken_back_while_the_button_is_pressed(client_of, invitation, wim):
    browser, is_first = client_of(wim), [True]

    def somebody_is_faster(execute, sql, *args):
        if is_first and sql.startswith("UPDATE") and "organisations_invitation" in sql:
            is_first.clear()
            Invitation.objects.update(revoked_at=timezone.now())
        return execute(sql, *args)

    with connection.execute_wrapper(somebody_is_faster):
        assert refused(browser.post(LINK))
    assert not wim.memberships.exists()
    assert told() == logged(invitation.organisation) == []


def test_misuse_8_the_old_link_after_it_was_sent_again(client, client_of, ada, invitation, school_organisation):
    read_before = Invitation.objects.get()
    response = client_of(ada).post(f"{people_page(school_organisation)}invitations/{invitation.pk}/resend/")
    assert response["Location"] == people_page(school_organisation)
    assert refused(client.get(LINK))
    with pytest.raises(actions.NoLongerOpen):
        actions.accept_with_new_account(read_before, **NEW)
    new_link = re.search(r"/nl/invitation/[\w-]{43}/", Mail.objects.get().text).group()
    assert client.post(new_link, NEW).status_code == 302
    assert logged(school_organisation) == ["organisations.invited_again", "organisations.joined"]


def test_misuse_9_when_the_organisation_is_gone(client, invitation):
    invitation.organisation.delete()
    assert refused(client.get(LINK))
    assert refused(client.post(LINK, NEW))


@pytest.mark.parametrize("loss", ["role", "account", "person"])
def test_misuse_10_when_its_sender_may_not_invite_any_more(client, invitation, ada, loss):
    """Else somebody who is put out could let themselves in again with an invitation made before."""
    assert client.get(LINK).status_code == 200
    if loss == "role":
        ada.memberships.all().delete()
    elif loss == "account":
        User.objects.filter(pk=ada.pk).update(is_active=False)
    else:
        ada.delete()
    read = Invitation.objects.get()
    assert refused(client.get(LINK))
    assert refused(client.post(LINK, NEW))
    with pytest.raises(actions.NoLongerOpen):
        actions.accept_with_new_account(read, **NEW)
    assert not User.objects.filter(name="Wim").exists()


def test_misuse_10_ends_when_somebody_else_sends_it_again(client, client_of, invitation, ada, nora):
    ada.memberships.all().delete()
    client_of(nora).post(f"{people_page(invitation.organisation)}invitations/{invitation.pk}/resend/")
    new_link = re.search(r"/nl/invitation/[\w-]{43}/", Mail.objects.get().text).group()
    assert client.post(new_link, NEW).status_code == 302


def test_a_deciding_role_offered_by_who_took_off_their_second_step_opens_nothing(client, network, nora):
    InvitationFactory(organisation=network, invited_by=nora, secret=SECRET, role=Role.ASSESSOR)
    assert client.get(LINK).status_code == 200
    nora.authenticator_set.all().delete()
    assert refused(client.get(LINK))


def test_an_account_made_meanwhile_for_the_address_is_not_taken_over(invitation, wim):
    with pytest.raises(actions.NoLongerOpen):
        actions.accept_with_new_account(invitation, **NEW)
    invitation.refresh_from_db()
    assert invitation.is_open
    assert User.objects.filter(email__iexact="wim@example.org").get() == wim


def test_a_closed_account_is_not_opened_again_by_an_invitation(client, invitation, wim):
    User.objects.filter(pk=wim.pk).update(is_active=False)
    client.post(LINK, NEW)
    client.post("/nl/account/login/", {"login": wim.email, "password": PASSWORD, "next": LINK})
    assert client.get("/nl/desk/").status_code == 302
    assert not wim.memberships.exists()
