"""What allauth writes, in our words and our way."""

from pathlib import Path

import allauth
import pytest
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.models import EmailAddress
from allauth.core import context
from django.core import mail as django_mail
from django.utils.translation import override

from les_portal.mail.adapter import CHANGES, Adapter
from les_portal.mail.models import Mail
from tests.factories.accounts import PASSWORD, UserFactory
from tests.les_portal.mail.test_templates import BY_ALLAUTH

pytestmark = pytest.mark.django_db
RESET = "/nl/account/password/reset/"  # a few times a minute for the same address: each test has its own

# With our settings nobody gets these: sign-up is closed, nobody signs in or verifies by a code, strangers are told
# nothing, and nobody connects another site's account.
NEVER_SENT = {
    "account_already_exists",
    "email_confirm",  # of allauth's code flow
    "email_confirmation_signup",
    "login_code",
    "password_reset_code",
    "unknown_account",
    "account_connected",
    "account_disconnected",
}


def test_every_mail_that_allauth_may_send_has_our_words():
    folder = Path(allauth.__file__).parent / "templates"
    theirs = {path.name.removesuffix("_subject.txt") for path in folder.glob("*/email/*_subject.txt")}
    ours = set(CHANGES) | {name.removeprefix("account/") for name in BY_ALLAUTH}
    assert theirs - NEVER_SENT == ours


@pytest.mark.parametrize(("language", "word"), [("nl", "wachtwoord"), ("fr", "mot de passe"), ("en", "password")])
def test_new_password_is_asked_in_ones_own_language(client, do_jobs, mail_server, language, word):
    UserFactory(email=f"asks-{language}@example.org", language=language)
    client.post(RESET, {"email": f"Asks-{language}@Example.org"})
    mail = Mail.objects.get()
    assert (mail.kind, mail.sender, mail.state) == ("account", None, "waiting")
    do_jobs()
    [message] = django_mail.outbox
    assert word in message.subject.lower()
    assert "/password/reset/key/" in message.body
    assert "/password/reset/key/" in message.alternatives[0].content
    assert message.message()["List-Unsubscribe"] is None


def test_link_to_a_new_password_stands_nowhere_afterwards(client, do_jobs, mail_server):
    UserFactory(email="asks@example.org")
    client.post(RESET, {"email": "asks@example.org"})
    do_jobs()
    mail = Mail.objects.get()
    assert (mail.state, mail.text, mail.html) == ("sent", "", "")


def test_strangers_and_who_left_get_no_mail(client):
    UserFactory(email="left@example.org", is_active=False)
    for address in ("nobody@example.org", "left@example.org"):
        assert client.post(RESET, {"email": address}).status_code == 302
    assert not Mail.objects.exists()


def test_change_of_the_password_is_told(client_of, finn):
    """Also to who has never looked at their addresses, so that allauth keeps none."""
    data = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    assert client_of(finn).post("/en/account/password/change/", data).status_code == 302
    mail = Mail.objects.get()
    assert (mail.recipient, mail.subject) == (finn, "Your password was changed")
    assert "tell the administrator" in mail.text
    assert "/en/account/password/reset/" in mail.text


def test_confirming_ones_address_is_a_mail_of_ours(client_of, finn):
    client = client_of(finn)
    client.get("/en/account/email/")
    EmailAddress.objects.update(verified=False)
    client.post("/en/account/email/", {"action_send": "", "email": finn.email})
    mail = Mail.objects.get()
    assert mail.subject == "Is this your e-mail address?"
    assert "/account/confirm-email/" in mail.text


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_told_by_its_name(rf, finn, name):
    with context.request_context(rf.get("/")):
        Adapter().send_notification_mail(f"account/email/{name}", finn, {"from_email": "x"})
    mail = Mail.objects.get()
    with override(finn.language):
        assert mail.subject == str(CHANGES[name])
    assert mail.recipient == finn


def test_change_of_the_address_is_told_at_the_old_one(rf, finn):
    """It is no longer the account's, yet its owner must hear of it."""
    with context.request_context(rf.get("/")):
        Adapter().send_notification_mail("account/email/email_changed", finn, email="old@example.org")
    mail = Mail.objects.get()
    assert (mail.recipient, mail.to_email, mail.language) == (None, "old@example.org", "en")


def test_links_lead_to_the_portals_own_address_whatever_it_was_called(client, client_of, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portal.example.org", ["*"]
    finn = UserFactory(email="asks-elsewhere@example.org")
    client.post(RESET, {"email": finn.email}, headers={"Host": "evil.example.com"})
    browser = client_of(finn)
    browser.get("/nl/account/email/")
    browser.post("/nl/account/email/", {"email": finn.email, "action_send": ""}, headers={"Host": "evil.example.com"})
    for mail, path in zip(Mail.objects.order_by("pk"), ("password/reset/key/", "confirm-email/"), strict=True):
        assert f"https://portal.example.org/nl/account/{path}" in mail.text
        assert "evil" not in mail.text + mail.html


def test_new_password_is_offered_to_the_address_of_the_account_and_to_no_look_alike(rf):
    """Whether a database finds boss by the second depends on its locale."""
    boss, request = UserFactory(email="boss@example.org"), rf.post(RESET)
    with context.request_context(request):
        for typed in ("Boss@Example.org", "bo\u017f\u017f@example.org"):
            request_password_reset(request, typed, [boss], None)
    assert [(mail.recipient, mail.to_email) for mail in Mail.objects.all()] == [(boss, "boss@example.org")] * 2
