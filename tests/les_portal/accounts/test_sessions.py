"""Who is signed in where, and what ends that at once."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.test import TestCase

from les_portal.accounts.models import User
from les_portal.mail.models import Mail
from les_portal.organisations.models import Membership
from tests.browsing.client import StrictClient
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "een heel ander geheim"


@pytest.fixture
def finn():
    return UserFactory(name="Finn", email="finn@example.org")


@pytest.fixture
def two_browsers(finn):
    """At home and at school, each by the form."""
    browsers = StrictClient(), StrictClient()
    for browser in browsers:
        browser.post("/nl/account/login/", {"login": finn.email, "password": PASSWORD})
        assert is_signed_in(browser)
    return browsers


def is_signed_in(browser) -> bool:
    return browser.get("/nl/desk/").status_code == 200


def test_another_password_ends_the_other_sessions_and_not_ones_own(two_browsers):
    here, there = two_browsers
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post("/nl/account/password/change/", fields).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_new_second_step_ends_the_other_sessions_that_took_none(network):
    """Otherwise who signed in with a stolen password would decide from that moment on."""
    nora = UserFactory(email="nora@example.org")
    MembershipFactory(user=nora, role=Membership.Role.NETWORK_ADMINISTRATOR, organisation=network)
    bystander, here, there = StrictClient(), StrictClient(), StrictClient()
    for browser, user in [(bystander, UserFactory()), (here, nora), (there, nora)]:
        browser.post("/nl/account/login/", {"login": user.email, "password": PASSWORD})
    here.post("/nl/account/reauthenticate/", {"password": PASSWORD})
    here.get("/nl/account/2fa/totp/activate/")
    code = format_hotp_value(hotp_value(here.session["mfa.totp.secret"], int(time.time()) // 30))
    with TestCase.captureOnCommitCallbacks(execute=True):
        here.post("/nl/account/2fa/totp/activate/", {"code": code})
    assert here.get("/nl/jobs/").status_code == 200
    assert [is_signed_in(browser) for browser in (here, there, bystander)] == [True, False, True]


def test_a_forgotten_password_that_was_replaced_ends_all_sessions(two_browsers, client):
    client.post("/nl/account/password/reset/", {"email": "finn@example.org"})
    link = next(word for word in Mail.objects.get().text.split() if word.startswith("http"))
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert User.objects.get().check_password(NEW_PASSWORD)
    assert [is_signed_in(browser) for browser in two_browsers] == [False, False]
    assert not is_signed_in(client), "the link alone signs nobody in"


def test_a_closed_account_is_out_at_its_next_click(two_browsers, finn):
    User.objects.filter(pk=finn.pk).update(is_active=False)
    assert [is_signed_in(browser) for browser in two_browsers] == [False, False]


def test_the_first_account_is_made_in_a_terminal_and_needs_a_second_step(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="First@EXAMPLE.org", name="First", interactive=False)
    first = User.objects.get_by_natural_key("first@example.org")
    assert (first.email, first.is_staff, first.is_superuser) == ("First@example.org", True, True)
    response = client.post("/nl/account/login/", {"login": first.email, "password": PASSWORD})
    assert response["Location"].startswith("/nl/account/second-step/")


@pytest.mark.parametrize("page", ["jobs/", "mail/sent/", "account/preferences/", "account/email/", "is-not-there/"])
def test_what_one_saw_is_kept_by_no_browser(client_of, nora, page):
    """Someone else goes back on that computer after they signed out."""
    assert "no-store" in client_of(nora).get(f"/nl/{page}")["Cache-Control"]


def test_what_everybody_sees_may_still_be_kept(client, client_of, nora):
    assert client.get("/nl/programmes/")["Cache-Control"] == "public, no-cache"
    assert client_of(nora).get("/nl/programmes/")["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in client.get("/robots.txt")
