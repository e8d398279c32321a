"""Who decides is led to a second step at every sign-in until there is one, and is never locked out by it."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup

from les_portal.organisations.models import Membership
from tests.factories.accounts import PASSWORD, TOTP_SECRET, SecondStepFactory, UserFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
LOGIN = "/nl/account/login/"
PAGE = "/nl/account/second-step/"


def sign_in(client, email, **more):
    return client.post(LOGIN, {"login": email, "password": PASSWORD} | more)


@pytest.fixture
def otto_without(network):
    user = UserFactory(name="Otto", email="otto@example.org")
    MembershipFactory(user=user, role=Membership.Role.ASSESSOR, organisation=network)
    return user


def code() -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))


def test_sign_in_leads_to_the_set_up_and_says_what_waits(client, otto_without):
    response = sign_in(client, otto_without.email)
    assert response["Location"] == f"{PAGE}?next=%2Fnl%2Fdesk%2F"
    page = BeautifulSoup(client.get(response["Location"]).content, "html.parser").find("main")
    assert "Lerende Euregio Scheldemond" in page.get_text()
    links = [link["href"] for link in page.find_all("a")]
    assert links == ["/nl/account/2fa/totp/activate/", "/nl/account/2fa/webauthn/add/", "/nl/desk/"]


def test_the_way_on_leads_where_one_was_going_but_never_elsewhere(client_of, otto_without):
    browser = client_of(otto_without)
    for there, link in [("/nl/map/", "/nl/map/"), ("https://evil.example.com/", "/nl/desk/"), ("//evil", "/nl/desk/")]:
        page = BeautifulSoup(browser.get(PAGE, {"next": there}).content, "html.parser").find("main")
        assert page.find_all("a")[-1]["href"] == link


def test_the_desk_says_it_too_until_it_is_done(client_of, otto_without, anna):
    link = "/nl/account/second-step/"
    page = BeautifulSoup(client_of(otto_without).get("/nl/desk/").content, "html.parser").find("main")
    assert "Lerende Euregio Scheldemond" in page.find(class_="notice warn").get_text()
    assert page.find("a", href=link)
    assert not BeautifulSoup(client_of(anna).get("/nl/desk/").content, "html.parser").find("a", href=link)
    SecondStepFactory(user=otto_without)
    assert not BeautifulSoup(client_of(otto_without).get("/nl/desk/").content, "html.parser").find("a", href=link)


def test_who_needs_no_second_step_is_not_bothered(client, client_of, anna):
    assert sign_in(client, anna.email)["Location"] == "/nl/desk/"
    assert client_of(anna).get(PAGE)["Location"] == "/nl/account/2fa/"


def test_a_password_alone_does_not_sign_in_who_has_a_second_step(client, otto_without):
    SecondStepFactory(user=otto_without)
    assert sign_in(client, otto_without.email)["Location"] == "/nl/account/2fa/authenticate/"
    assert client.get("/nl/desk/").status_code == 302
    assert client.post("/nl/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/nl/desk/").status_code == 302
    assert client.post("/nl/account/2fa/authenticate/", {"code": code()})["Location"] == "/nl/desk/"
    assert client.get("/nl/desk/").status_code == 200


def test_the_technical_administration_wants_a_second_step(client_of):
    clerk = UserFactory(administrator=True)
    assert client_of(clerk).get("/nl/admin/")["Location"] == "/nl/admin/login/?next=/nl/admin/"
    assert client_of(clerk).get("/nl/admin/login/")["Location"] == PAGE
    assert client_of(clerk).post("/nl/admin/login/", {"username": clerk.email, "password": PASSWORD}).url == PAGE
    SecondStepFactory(user=clerk)
    assert client_of(clerk).get("/nl/admin/").status_code == 200


def test_the_technical_administration_stays_closed_to_others(client, client_of, nora):
    assert client_of(nora).get("/nl/admin/").status_code == 302
    assert client_of(nora).get("/nl/admin/login/").status_code == 403
    assert "/account/login/" in client.get("/nl/admin/login/")["Location"]


def test_the_technical_administration_shows_nobodys_secret_and_adds_none(client_of, otto_without):
    """Who reads it makes codes in somebody's name; to take a lost one away it is not needed."""
    browser = client_of(SecondStepFactory(user=UserFactory(administrator=True)).user)
    theirs = SecondStepFactory(user=otto_without)
    rows, row = "/nl/admin/mfa/authenticator/", f"/nl/admin/mfa/authenticator/{theirs.pk}/"
    for page in (browser.get(rows), browser.get(f"{row}change/")):
        assert otto_without.name in page.content.decode()
        assert TOTP_SECRET not in page.content.decode()
    assert browser.get(f"{rows}add/").status_code == 403
    assert browser.post(f"{row}change/", {"type": "totp", "data": "{}"}).status_code == 403
    assert browser.post(f"{row}delete/", {"post": "yes"}).status_code == 302
    assert not otto_without.authenticator_set.exists()
