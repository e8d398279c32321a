"""An invitation from being sent to being taken: what it does, for whom, and for whom not."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail as outbox
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.mail.models import Mail
from les_portal.organisations.actions import invitations as actions
from les_portal.organisations.links import hashed, new_secret
from les_portal.organisations.models import Invitation, Membership
from tests.factories.accounts import PASSWORD, SecondStepFactory
from tests.factories.organisations import InvitationFactory, MembershipFactory
from tests.les_portal.organisations.told import logged, people_page, told

pytestmark = pytest.mark.django_db
Role = Membership.Role
SECRET = "a-secret-of-the-tests"
LINK = f"/nl/invitation/{SECRET}/"
NEW = {"name": "Wim", "password": "drie koeien in een wei"}


def send(client, organisation, **data):
    fields = {"email": "wim@example.org", "role": "editor", "language": "fr"} | data
    return client.post(people_page(organisation), fields)


# --- sending ------------------------------------------------------------------------------------


def test_an_administrator_invites_in_the_language_they_chose(client_of, ada, school_organisation, do_jobs, settings):
    response = send(client_of(ada), school_organisation, email=" Wim@EXAMPLE.org ")
    assert response["Location"] == people_page(school_organisation)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == ("Wim@example.org", "editor", ada)
    assert timedelta(days=6, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    mail = Mail.objects.get()
    assert (mail.template, mail.language, mail.kind, mail.sender) == (
        "organisations/invitation", "fr", "invitation", ada,
    )  # fmt: skip
    secret = re.search(r"/fr/invitation/([\w-]{43})/", mail.text).group(1)
    assert invitation.secret_hash == hashed(secret)
    assert logged(school_organisation) == ["organisations.invited"]
    settings.MAILBOX = False
    do_jobs()
    assert secret in outbox.outbox[0].body
    mail.refresh_from_db()
    assert secret not in mail.text + mail.html


def test_a_secret_has_256_bits_and_is_another_every_time():
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {43}


@pytest.mark.parametrize("who", ["anna", "bram", "tom"])
def test_who_does_not_administer_may_not_invite(request, client_of, who, school_organisation):
    assert send(client_of(request.getfixturevalue(who)), school_organisation).status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["chloe", "finn"])
def test_for_strangers_and_learners_there_is_no_such_page(request, client_of, who, school_organisation):
    assert send(client_of(request.getfixturevalue(who)), school_organisation).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["network_administrator", "fund_administrator", "assessor", "authoriser"])
@pytest.mark.parametrize(
    ("who", "where", "may"),
    [
        ("ada", "school_organisation", False),
        ("nora", "school_organisation", False),
        ("nora", "network", True),
        ("dirk", "network", False),
    ],
)
def test_who_decides_is_invited_by_the_network_to_the_network(request, role, who, where, may):
    organisation = request.getfixturevalue(where)
    invite = {"email": "wim@example.org", "role": role, "language": "nl", "by": request.getfixturevalue(who)}
    if may:
        assert actions.invite(organisation, **invite).role == role
    else:
        with pytest.raises(PermissionDenied):
            actions.invite(organisation, **invite)
        assert told() == logged(organisation) == []


def test_an_administrator_of_the_network_organisation_gives_no_deciding_role(client_of, network):
    clerk = MembershipFactory(organisation=network, role=Role.ADMINISTRATOR).user
    page = send(client_of(clerk), network, role="assessor")
    assert page.status_code == 200
    assert BeautifulSoup(page.content, "html.parser").find(class_="error-summary")
    assert not Invitation.objects.exists()


def test_one_is_open_per_address_and_role(client_of, ada, invitation, school_organisation):
    page = send(client_of(ada), school_organisation, email="WIM@example.org")
    assert BeautifulSoup(page.content, "html.parser").find(class_="error-summary").find("a", href="#id_email")
    assert send(client_of(ada), school_organisation, role="reader").status_code == 302
    assert Invitation.objects.count() == 2


def test_an_expired_one_makes_place_for_a_new_one(client_of, ada, school_organisation):
    old = InvitationFactory(organisation=school_organisation, email="wim@example.org", expired=True)
    assert send(client_of(ada), school_organisation).status_code == 302
    old.refresh_from_db()
    assert old.revoked_at
    assert Invitation.objects.open().count() == 1


def test_who_has_the_role_is_not_invited_for_it(client_of, ada, anna, school_organisation):
    page = send(client_of(ada), school_organisation, email="Anna@example.org", role="editor")
    assert BeautifulSoup(page.content, "html.parser").find(class_="error-summary")
    assert not Invitation.objects.exists()


def test_what_is_typed_wrong_is_kept(client_of, ada, school_organisation):
    page = BeautifulSoup(send(client_of(ada), school_organisation, email="no address").content, "html.parser")
    assert page.find(id="id_email")["value"] == "no address"
    assert page.find(class_="error-summary")


# --- taking: who has an account, who has none, who is somebody else -----------------------------


def test_opening_the_link_changes_nothing_and_says_what_it_is(client, invitation, ada, school_organisation):
    before = Invitation.objects.values().get()
    for open_link in (client.get, client.head):
        response = open_link(LINK)
        assert response.status_code == 200
    page = client.get(LINK)
    text = BeautifulSoup(page.content, "html.parser").find("main").get_text()
    assert all(word in text for word in (str(school_organisation), "Ada", "Wim@example.org"))
    assert Invitation.objects.values().get() == before
    assert not User.objects.filter(email__iexact="wim@example.org").exists()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


def test_who_has_no_account_makes_one_and_is_signed_in(client, invitation, ada, school_organisation):
    response = client.post(LINK.replace("/nl/", "/fr/"), NEW)
    workspace = f"/fr/manage/{school_organisation.slug}/"
    assert response["Location"] == workspace, "where the work is, in the language of the page"
    wim = User.objects.get(email="Wim@example.org")
    assert (wim.name, wim.language, wim.check_password(NEW["password"])) == ("Wim", "fr", True)
    assert list(wim.memberships.values_list("organisation", "role")) == [(school_organisation.pk, "editor")]
    assert str(school_organisation) in client.get(workspace).content.decode()
    invitation.refresh_from_db()
    assert (invitation.accepted_by, bool(invitation.accepted_at)) == (wim, True)
    assert logged(school_organisation) == ["organisations.joined"]
    mail = Mail.objects.get()
    assert (mail.template, mail.recipient, mail.kind) == ("organisations/invitation_accepted", ada, "people")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "wachtwoord"}, "password"),
        ({"password": "qwerty123456"}, "password"),  # long enough, and on every list
        ({"password": "wim@example.org"}, "password"),
        ({"password": ""}, "password"),
        ({"name": ""}, "name"),
    ],
)
def test_a_weak_password_or_a_missing_name_leaves_the_invitation_open(client, invitation, typed, field):
    page = BeautifulSoup(client.post(LINK, NEW | typed).content, "html.parser")
    assert page.find(class_="error-summary").find("a", href=f"#id_{field}")
    invitation.refresh_from_db()
    assert invitation.is_open
    assert not User.objects.filter(email__iexact="wim@example.org").exists()


def test_who_has_an_account_signs_in_first_and_comes_back(client, invitation, wim):
    page = BeautifulSoup(client.get(LINK).content, "html.parser").find("main")
    sign_in = page.find("a", class_="primary")["href"]
    assert sign_in == f"/nl/account/login/?next={LINK}"
    assert client.post(LINK, NEW).status_code == 200
    assert not wim.memberships.exists()
    assert client.post(sign_in, {"login": wim.email, "password": PASSWORD})["Location"] == LINK
    assert client.post(LINK)["Location"] == f"/nl/manage/{invitation.organisation.slug}/"
    assert wim.memberships.get().role == "editor"


def test_who_is_signed_in_takes_it_with_one_button(client_of, invitation, wim, ada):
    browser = client_of(wim)
    page = BeautifulSoup(browser.get(LINK).content, "html.parser").find("main")
    assert len(page.find_all("form")) == 1
    assert browser.post(LINK)["Location"] == f"/nl/manage/{invitation.organisation.slug}/"
    assert wim.memberships.get().organisation == invitation.organisation
    assert Mail.objects.get().sender == wim


def test_a_role_that_decides_waits_for_the_second_step(client, network, nora):
    InvitationFactory(
        organisation=network, email="wim@example.org", invited_by=nora, secret=SECRET, role=Role.AUTHORISER
    )
    assert client.post(LINK, NEW)["Location"] == "/nl/account/second-step/?next=%2Fnl%2Fdesk%2F"
    wim = User.objects.get(email="wim@example.org")
    assert wim.memberships.get().role == "authoriser"


def test_who_holds_the_role_already_keeps_one(client_of, invitation, wim, school_organisation):
    MembershipFactory(user=wim, organisation=school_organisation, role=Role.EDITOR)
    client_of(wim).post(LINK)
    assert wim.memberships.count() == 1


# --- sending again, taking back: for whom, and when not ----------------------------------------


@pytest.mark.parametrize("what", ["resend", "revoke"])
@pytest.mark.parametrize(("who", "status"), [("anna", 403), ("chloe", 404), ("finn", 404)])
def test_who_does_not_administer_may_not_touch_it(request, client_of, invitation, what, who, status):
    address = f"{people_page(invitation.organisation)}invitations/{invitation.pk}/{what}/"
    assert client_of(request.getfixturevalue(who)).post(address).status_code == status
    assert Invitation.objects.get().is_open
    assert told() == []


@pytest.mark.parametrize("what", ["resend", "revoke"])
def test_it_is_too_late_for_one_that_was_taken(client_of, ada, invitation, wim, what):
    actions.accept(invitation, by=wim)
    address = f"{people_page(invitation.organisation)}invitations/{invitation.pk}/{what}/"
    page = client_of(ada).post(address, follow=True)
    assert BeautifulSoup(page.content, "html.parser").find(class_="notice")
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.revoked_at) == (wim, None)
    assert "organisations/invitation" not in told()


@pytest.mark.parametrize("what", ["resend", "revoke"])
def test_it_is_found_only_at_its_own_organisation(client_of, ada, what):
    other = InvitationFactory()
    address = f"{people_page(ada.memberships.get().organisation)}invitations/{other.pk}/{what}/"
    assert client_of(ada).post(address).status_code == 404
    assert client_of(ada).get(address).status_code == 405


def test_sent_again_after_its_week_it_opens_for_another(client_of, ada, school_organisation):
    invitation = InvitationFactory(organisation=school_organisation, expired=True, secret=SECRET)
    client_of(ada).post(f"{people_page(school_organisation)}invitations/{invitation.pk}/resend/")
    invitation.refresh_from_db()
    assert invitation.is_open
    assert invitation.invited_by == ada


def test_an_administrator_of_the_network_organisation_does_not_resend_a_deciding_role(network, nora):
    invitation = InvitationFactory(organisation=network, invited_by=nora, role=Role.ASSESSOR)
    clerk = MembershipFactory(organisation=network, role=Role.ADMINISTRATOR).user
    for action in (actions.resend, actions.revoke):
        with pytest.raises(PermissionDenied):
            action(invitation, by=clerk)
    SecondStepFactory(user=clerk)
    with pytest.raises(PermissionDenied):
        actions.resend(invitation, by=User.objects.get(pk=clerk.pk))
