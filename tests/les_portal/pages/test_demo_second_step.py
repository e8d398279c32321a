"""The demo's people who decide sign in with a code that anybody on this machine can look up, and nobody elsewhere."""

import time
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from les_portal.accounts.models import User
from les_portal.organisations.rules import roles_of
from tests.factories.accounts import TOTP_SECRET

pytestmark = pytest.mark.django_db
DECIDERS = {"nora@example.org", "dirk@example.org", "otto@example.org", "vera@example.org", "wim@example.org"}


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def addresses_on(client) -> set[str]:
    page = BeautifulSoup(client.get("/dev/codes/").content, "html.parser")
    return {line.get_text() for line in page.select("main tbody .quiet")}


@pytest.fixture
def demo() -> str:
    return said("demo", "--without-papers")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_who_decides_has_a_second_step_and_so_a_role_that_counts(demo):
    assert set(User.objects.filter(authenticator__type="totp").values_list("email", flat=True)) == DECIDERS
    assert all(roles_of(User.objects.get(email=email)) for email in DECIDERS)


def test_the_command_prints_secret_and_code_and_a_later_one(demo):
    assert "SCHELDEMONDSCHELDEMONDSCHELDEMON" in demo
    assert said("demo_code", "nora@example.org").strip() in {code_of("SCHELDEMONDSCHELDEMONDSCHELDEMON")}


def test_a_code_of_the_page_signs_in(demo, client):
    client.post("/nl/account/login/", {"login": "vera@example.org", "password": "scheldemond-demo"})
    hint = BeautifulSoup(client.get("/nl/account/2fa/authenticate/").content, "html.parser").find("main")
    assert hint.find("a", href="/dev/codes/")
    assert addresses_on(client) == DECIDERS
    code = said("demo_code", "vera@example.org").strip()
    assert client.post("/nl/account/2fa/authenticate/", {"code": code})["Location"] == "/nl/desk/"


@pytest.mark.parametrize("email", ["finn@example.org", "stranger@example.org"])
def test_the_command_knows_only_the_demos_people_who_decide(demo, email):
    with pytest.raises(CommandError, match="nobody of the demo"):
        said("demo_code", email)


def test_a_second_step_of_ones_own_is_shown_nowhere(demo, client):
    nora = User.objects.get(email="nora@example.org")
    nora.authenticator_set.update(data={"secret": TOTP_SECRET})
    assert addresses_on(client) == DECIDERS - {nora.email}
    with pytest.raises(CommandError):
        said("demo_code", nora.email)
    said("demo", "--without-papers")
    assert nora.authenticator_set.get().data == {"secret": TOTP_SECRET}


def test_people_of_an_older_demo_are_given_one(demo):
    nora = User.objects.get(email="nora@example.org")
    nora.authenticator_set.all().delete()
    assert "1 second steps" in said("demo", "--without-papers")
    assert User.objects.get(pk=nora.pk).has_second_step


def test_codes_are_shown_only_where_mail_is_shown_too(demo, client, settings):
    settings.MAILBOX = False
    assert client.get("/dev/codes/").status_code == 404
    assert "/dev/codes/" not in said("demo", "--without-papers")


def test_the_fragment_is_the_same_part_of_the_page(demo, client):
    part = client.get("/dev/codes/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert BeautifulSoup(part, "html.parser").find(id="demo-codes")


def test_without_a_demo_there_is_nothing_to_show(client):
    assert addresses_on(client) == set()
    assert BeautifulSoup(client.get("/dev/codes/").content, "html.parser").find("main").find(class_="empty")


def test_a_portal_on_the_internet_refuses_the_public_secret(settings, monkeypatch):
    settings.BEHIND_TLS = True
    monkeypatch.setenv("DEMO_PASSWORD", "een ander geheim 42")
    with pytest.raises(CommandError, match="DEMO_TOTP_SECRET"):
        said("demo", "--without-papers")
    assert not User.objects.exists()
    monkeypatch.setenv("DEMO_TOTP_SECRET", TOTP_SECRET)
    assert TOTP_SECRET in said("demo", "--without-papers")


@pytest.mark.parametrize("secret", ["kort", "0189" * 8, "ABCDEFGH" + "A" * 7])
def test_a_secret_that_no_app_reads_is_refused_whole(monkeypatch, secret):
    monkeypatch.setenv("DEMO_TOTP_SECRET", secret)
    with pytest.raises(CommandError, match="Nothing was written"):
        said("demo", "--without-papers")
    assert not User.objects.exists()


def test_when_all_set_up_their_own_the_command_is_silent_about_codes(demo):
    User.objects.get(email="nora@example.org").authenticator_set.model.objects.update(data={"secret": TOTP_SECRET})
    assert "types a code" not in said("demo", "--without-papers")
