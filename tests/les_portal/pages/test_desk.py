"""The desk: what waits for me first, and a way to everything that I may do."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.mail.models import Mail
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


def links(client) -> set[str]:
    response = client.get("/nl/desk/")
    assert "no-cache" in response["Cache-Control"]
    return {link["href"] for link in BeautifulSoup(response.content, "html.parser").select("main a[href]")}


def test_it_leads_to_the_workspaces_of_ones_organisations(
    client_of, anna, bram, finn, emma, school_organisation, other_school_organisation
):
    MembershipFactory(user=anna, organisation=other_school_organisation)
    ours, others = [
        reverse("manage:workspace", args=[organisation.slug])
        for organisation in (school_organisation, other_school_organisation)
    ]
    assert {ours, others} <= links(client_of(anna))
    assert ours in links(client_of(bram))
    assert others not in links(client_of(bram))
    for person in (finn, emma):
        workspaces = {reverse("manage:workspace", args=[each.organisation.slug]) for each in person.memberships.all()}
        assert not workspaces & links(client_of(person))


def test_it_leads_to_what_concerns_oneself(client_of):
    everybody = {"mail:choices", "mail:sent", "organisations:join", "accounts:preferences", "mfa_index"}
    assert {reverse(name) for name in everybody} <= links(client_of(UserFactory()))


@pytest.mark.parametrize("page", ["jobs:list", "network:coverage", "network:quality"])
def test_it_leads_to_pages_of_the_network_for_network_administrators_only(client_of, nora, anna, page):
    assert reverse(page) in links(client_of(nora))
    assert reverse(page) not in links(client_of(anna))


@pytest.fixture
def returned(anna, chloe):
    return Mail.objects.create(
        sender=anna, recipient=chloe, to_email=chloe.email, to_name="Chloe", language="nl", kind="listings",
        template="x/y", subject="A listing", state="failed", problem="full",
    )  # fmt: skip


def test_mail_that_did_not_arrive_waits_for_who_caused_it(client_of, anna, bram, returned):
    page = BeautifulSoup(client_of(anna).get("/nl/desk/").content, "html.parser")
    waiting = page.select_one(".waiting li")
    assert "Chloe" in waiting.get_text()
    assert returned.get_problem_display() in waiting.get_text()
    assert waiting.select_one("a")["href"] == reverse("mail:sent")
    assert waiting.select_one(".badge.bad")
    assert not BeautifulSoup(client_of(bram).get("/nl/desk/").content, "html.parser").select(".waiting")
