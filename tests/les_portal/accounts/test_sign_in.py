import os
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from les_portal.accounts.models import User
from les_portal.mail.models import Mail
from tests.architecture.files import ROOT
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/nl/account/login/"


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def test_sign_in_by_address_leads_to_ones_desk_in_ones_language(client):
    UserFactory(email="finn@example.org", language="fr")
    response = sign_in(client, "Finn@Example.org")
    assert (response.status_code, response["Location"]) == (302, "/fr/desk/")


def test_sign_in_says_the_same_for_a_wrong_password_and_for_an_unknown_address(client):
    UserFactory(email="finn@example.org")
    answers = [
        sign_in(client, address, "wrong password").content.decode() for address in ("finn@example.org", "x@example.org")
    ]
    errors = [BeautifulSoup(answer, "html.parser").find(role="alert").get_text() for answer in answers]
    assert errors[0] == errors[1]


def test_behind_a_web_server_sign_in_is_limited_by_visitor():
    """Else ten wrong passwords anywhere would keep everybody out for a minute."""
    script = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    own = os.environ | {"DJANGO_SETTINGS_MODULE": "les_portal.settings", "SITE_URL": "https://portal.example.org"}
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1"
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize(("visitor", "may_try"), [("192.0.2.1", False), ("192.0.2.2", True)])
def test_too_many_wrong_passwords_keep_their_own_visitor_out(client, settings, visitor, may_try):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    UserFactory(email="finn@example.org")
    for number in range(12):
        data = {"login": f"{number}@example.org", "password": "wrong password"}
        client.post(LOGIN, data, HTTP_X_FORWARDED_FOR="192.0.2.1")
    data = {"login": "finn@example.org", "password": PASSWORD}
    assert (client.post(LOGIN, data, HTTP_X_FORWARDED_FOR=visitor).status_code == 302) is may_try


def test_sign_in_of_somebody_who_left_is_refused(client):
    UserFactory(email="finn@example.org", is_active=False)
    sign_in(client, "finn@example.org")
    assert client.get("/nl/desk/").status_code == 302


def test_strangers_cannot_sign_up(client):
    response = client.post(
        "/nl/account/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not User.objects.filter(email="new@example.org").exists()
    assert response.status_code in (200, 302)


def test_forgotten_password_sends_a_mail_that_leads_to_a_new_one(client):
    UserFactory(email="finn@example.org")
    client.post("/nl/account/password/reset/", {"email": "finn@example.org"})
    link = next(word for word in Mail.objects.get().text.split() if word.startswith("http"))
    page = client.get(link, follow=True)
    assert page.status_code == 200
    assert "password" in page.content.decode()


def test_forgotten_password_of_nobody_sends_no_mail_and_answers_alike(client):
    UserFactory(email="finn@example.org")
    known = client.post("/nl/account/password/reset/", {"email": "finn@example.org"})
    unknown = client.post("/nl/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [mail.to_email for mail in Mail.objects.all()] == ["finn@example.org"]


def test_addresses_are_one_account_whatever_their_case(django_user_model):
    UserFactory(email="finn@example.org")
    with pytest.raises(Exception, match="(?i)unique"):
        UserFactory(email="Finn@example.org")


@pytest.mark.parametrize("step", ["totp/activate", "webauthn/add"])
def test_second_step_can_be_an_app_or_a_passkey(client, step):
    """Also after a look at one's address: that is when allauth hears of it."""
    UserFactory(email="finn@example.org")
    sign_in(client, "finn@example.org")
    assert client.get("/en/account/email/").status_code == 200
    once_more = client.get(f"/en/account/2fa/{step}/")["Location"]
    assert once_more.startswith("/en/account/reauthenticate/")
    page = client.post(once_more, {"password": PASSWORD}, follow=True)
    assert page.request["PATH_INFO"] == f"/en/account/2fa/{step}/"
    assert "<form" in page.content.decode()


def test_nobody_adds_the_address_of_somebody_else(client):
    UserFactory(email="nora@example.org")
    finn = UserFactory(email="finn@example.org")
    sign_in(client, "finn@example.org")
    for action in ("action_add", "action_primary"):
        client.post("/nl/account/email/", {"email": "nora@example.org", action: ""})
    finn.refresh_from_db()
    assert finn.email == "finn@example.org"
    assert list(finn.emailaddress_set.values_list("email", flat=True)) == ["finn@example.org"]
    assert not Mail.objects.exists()


def test_preferences_change_language_and_name(client_of, anna):
    response = client_of(anna).post("/nl/account/preferences/", {"name": "Anna B.", "language": "en"})
    assert response["Location"] == "/en/account/preferences/"
    anna.refresh_from_db()
    assert (anna.name, anna.language) == ("Anna B.", "en")


def test_a_name_is_one_line_that_reads_forwards(client_of, anna):
    """It stands in mails and histories: what comes after it must not seem to be the portal's words."""
    name = "Anna\r\nBcc: x@example.org\n\n\u202egro.live\u2066 \u2028B.\x85"
    client_of(anna).post("/nl/account/preferences/", {"name": name, "language": "nl"})
    anna.refresh_from_db()
    assert anna.name == "Anna Bcc: x@example.org gro.live B."
    assert UserFactory(name="Anne-Sofie  O’Brien 安 \u200d").name == "Anne-Sofie O’Brien 安 \u200d"


def test_preferences_with_a_mistake_keep_what_was_typed(client_of, anna):
    response = client_of(anna).post("/en/account/preferences/", {"name": "Anna B.", "language": "xx"})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(id="id_name")["value"] == "Anna B."
    assert page.find(class_="error-summary").find("a", href="#id_language")
