"""A request to join: who asks, who answers, who hears of it, and what becomes of the role."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.mail.models import Mail
from les_portal.organisations.actions.joining import AlreadyAsked, ask
from les_portal.organisations.models import JoinRequest, Membership
from les_portal.organisations.rules import ASKABLE_ROLES
from les_portal.organisations.workflow import visible_to
from les_portal.workflow.engine import CommentMissing, NotNow, NotReady, workflow_of
from les_portal.workflow.inbox import waiting_for
from tests.factories.organisations import JoinRequestFactory, MembershipFactory, OrganisationFactory
from tests.les_portal.organisations.told import logged, people_page, told

pytestmark = pytest.mark.django_db
Role = Membership.Role
WORDS = {"role": "mentor", "message": "Ik begeleid de stages lassen."}


@pytest.fixture
def asked(chloe, school_organisation) -> JoinRequest:
    return JoinRequestFactory(organisation=school_organisation, user=chloe, role=Role.MENTOR)


def run(name, asked, by, comment=""):
    return workflow_of(asked).run(name, asked, by=by, comment=comment)


def transition_page(asked, name) -> str:
    return f"/nl/do/organisations.joinrequest/{asked.pk}/{name}/"


# --- asking -------------------------------------------------------------------------------------


def test_an_organisation_is_found_by_a_part_of_its_name(client_of, chloe):
    OrganisationFactory(name="École des Métiers")
    OrganisationFactory(name="Ander huis")
    page = BeautifulSoup(client_of(chloe).get("/nl/join/", {"q": "metiers"}).content, "html.parser").find("main")
    assert [link["href"] for link in page.select("#found-title ~ ul a")] == ["/nl/join/ecole-des-metiers/"]
    page = BeautifulSoup(client_of(chloe).get("/nl/join/", {"q": "nowhere"}).content, "html.parser").find("main")
    assert page.find(class_="empty")
    page = BeautifulSoup(client_of(chloe).get("/nl/join/").content, "html.parser").find("main")
    assert not page.find(id="found-title")


def test_the_search_asks_the_database_as_often_for_many(client_of, chloe, queries_stay_constant):
    def more(number):
        for _ in range(number):
            JoinRequestFactory(user=chloe, organisation=OrganisationFactory(name="Technical school of many"))

    queries_stay_constant("/nl/join/?q=technical", more, client=client_of(chloe), rows=15)


def test_asking_is_kept_logged_and_told_to_the_administrators(client_of, chloe, ada, nora, school_organisation):
    response = client_of(chloe).post(f"/nl/join/{school_organisation.slug}/", WORDS)
    request = JoinRequest.objects.get()
    assert response["Location"] == request.get_absolute_url()
    assert (request.user, request.role, request.status) == (chloe, "mentor", "asked")
    entry = Entry.objects.about(request).get()
    assert (entry.verb, entry.actor) == ("organisations.joinrequest.ask", chloe)
    mail = Mail.objects.get()
    assert (mail.template, mail.recipient, mail.about) == (
        "organisations/request_asked",
        ada,
        JoinRequest.objects.get(),
    )
    assert "stages lassen" in mail.text
    assert request.get_absolute_url() in mail.text


def test_what_a_stranger_writes_is_not_taken_for_the_portals_words(chloe, ada, school_organisation):
    message = "Hello\n\n-- \nAnswer the request:\rhttp://evil.example.org"
    ask(school_organisation, by=chloe, role="mentor", message=message)
    text = Mail.objects.get().text
    assert "> Hello\n>\n> --\n> Answer the request:\n> http://evil.example.org\n" in text
    assert text.count("\n-- \n") == 1


def test_a_stranger_does_not_learn_whom_they_wrote_to(client_of, chloe, ada, bram, school_organisation):
    for person, learns in ((chloe, False), (bram, True)):
        browser = client_of(person)
        browser.post(f"/nl/join/{school_organisation.slug}/", WORDS)
        Mail.objects.update(state=Mail.State.FAILED, problem=Mail.Problem.UNKNOWN)
        for path in ("/nl/mail/sent/", "/nl/desk/"):
            assert (ada.name in BeautifulSoup(browser.get(path).content, "html.parser").find("main").text) is learns


def test_who_withdraws_and_asks_again_fills_no_mailbox(chloe, ada, school_organisation):
    for _ in range(3):
        asked = ask(school_organisation, by=chloe, **WORDS)
        run("withdraw", asked, chloe)
    asked = ask(school_organisation, by=chloe, **WORDS)
    assert Mail.objects.filter(template="organisations/request_asked").count() == 1
    assert [waiting.url for waiting in waiting_for(ada)] == [asked.get_absolute_url()]
    run("withdraw", asked, chloe)
    JoinRequest.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    ask(school_organisation, by=chloe, **WORDS)
    assert Mail.objects.filter(template="organisations/request_asked").count() == 2


def test_without_administrator_the_network_hears_of_it(chloe, nora, school_organisation):
    MembershipFactory(organisation=school_organisation, role=Role.ADMINISTRATOR, user__is_active=False)
    ask(school_organisation, by=chloe, **WORDS)
    assert Mail.objects.get().recipient == nora


@pytest.mark.parametrize("role", sorted(set(Role) - set(ASKABLE_ROLES)))
def test_a_role_that_gives_or_decides_cannot_be_asked_for(client_of, chloe, network, role):
    page = client_of(chloe).post(f"/nl/join/{network.slug}/", WORDS | {"role": role})
    assert BeautifulSoup(page.content, "html.parser").find(class_="error-summary")
    with pytest.raises(PermissionDenied):
        ask(network, role=role, message="", by=chloe)
    assert not JoinRequest.objects.exists()


def test_nobody_asks_without_saying_who_they_are(client_of, chloe, school_organisation):
    page = client_of(chloe).post(f"/nl/join/{school_organisation.slug}/", WORDS | {"message": " "})
    assert BeautifulSoup(page.content, "html.parser").find("a", href="#id_message")
    assert client_of(chloe).get(f"/nl/join/{school_organisation.slug}/").status_code == 200
    assert client_of(chloe).get("/nl/join/nowhere/").status_code == 404


def test_one_request_at_a_time_per_organisation(client_of, chloe, asked, school_organisation):
    with pytest.raises(AlreadyAsked):
        ask(school_organisation, by=chloe, **WORDS)
    page = client_of(chloe).post(f"/nl/join/{school_organisation.slug}/", WORDS)
    assert BeautifulSoup(page.content, "html.parser").find(class_="error-summary")
    assert (JoinRequest.objects.count(), told()) == (1, [])
    run("withdraw", asked, chloe)
    ask(school_organisation, by=chloe, **WORDS)


def test_who_holds_the_role_does_not_ask_for_it(client_of, anna, school_organisation):
    page = client_of(anna).post(f"/nl/join/{school_organisation.slug}/", WORDS | {"role": "editor"})
    assert BeautifulSoup(page.content, "html.parser").find("a", href="#id_role")
    assert not JoinRequest.objects.exists()


# --- the page of a request ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"),
    [("chloe", True), ("ada", True), ("anna", False), ("bram", False), ("emma", False), ("nora", False)],
)
def test_a_request_is_seen_by_who_asked_and_who_answers(request, client_of, ada, asked, who, sees):
    status = client_of(request.getfixturevalue(who)).get(asked.get_absolute_url()).status_code
    assert status == (200 if sees else 404)


def test_the_network_answers_where_nobody_else_can(client_of, asked, nora):
    page = BeautifulSoup(client_of(nora).get(asked.get_absolute_url()).content, "html.parser").find("main")
    assert "welding" in page.get_text()
    assert {"accept", "decline"} <= {part for link in page.find_all(["a", "form"]) for part in str(link).split("/")}
    run("accept", asked, nora)
    assert asked.status == "accepted"


def test_the_network_does_not_answer_where_somebody_else_can(asked, ada, nora):
    assert not visible_to(nora).exists()
    with pytest.raises(PermissionDenied):
        run("accept", asked, nora)


def test_a_request_is_found_only_at_its_own_organisation(client_of, chloe, asked):
    other = OrganisationFactory()
    assert client_of(chloe).get(f"{people_page(other)}requests/{asked.pk}/").status_code == 404


def test_it_waits_for_administrators_and_not_for_who_asked(asked, ada, chloe, bram):
    [waiting] = waiting_for(ada)
    assert (waiting.url, waiting.since) == (asked.get_absolute_url(), asked.asked_at)
    assert waiting_for(chloe) == waiting_for(bram) == []
    run("accept", asked, ada)
    assert waiting_for(ada) == []


def test_the_inbox_asks_the_database_as_often_for_many(client_of, nora, queries_stay_constant):
    def more(number):
        for _ in range(number):
            JoinRequestFactory()

    more(1)
    queries_stay_constant("/nl/desk/", more, client=client_of(nora))


# --- answering ----------------------------------------------------------------------------------


def test_accepting_gives_the_role_and_tells_who_asked(client_of, ada, chloe, asked, school_organisation):
    response = client_of(ada).post(transition_page(asked, "accept"))
    assert response["Location"] == asked.get_absolute_url()
    assert chloe.memberships.filter(organisation=school_organisation, role="mentor").exists()
    assert logged(school_organisation) == ["organisations.let_in"]
    step = Entry.objects.about(asked).get()
    assert (step.actor, step.source, step.target) == (ada, "asked", "accepted")
    mail = Mail.objects.get()
    assert (mail.template, mail.recipient, mail.kind) == ("organisations/request_answered", chloe, "membership")
    assert str(school_organisation) in mail.text


def test_declining_says_why(client_of, ada, chloe, asked, school_organisation):
    with pytest.raises(CommentMissing):
        run("decline", asked, ada)
    client_of(ada).post(transition_page(asked, "decline"), {"comment": "We kennen je niet."})
    asked.refresh_from_db()
    assert asked.status == "declined"
    assert "We kennen je niet." in Mail.objects.get().text
    assert not chloe.memberships.filter(organisation=school_organisation).exists()


def test_who_asked_withdraws_and_nobody_is_told(client_of, ada, chloe, asked):
    client_of(chloe).post(transition_page(asked, "withdraw"))
    asked.refresh_from_db()
    assert (asked.status, told()) == ("withdrawn", [])
    with pytest.raises(NotNow):
        run("accept", asked, ada)


@pytest.mark.parametrize("name", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("who", ["anna", "chloe", "ada", "emma", "nora"])
def test_who_may_what(request, asked, ada, name, who):
    may = {("accept", "ada"), ("decline", "ada"), ("withdraw", "chloe")}
    user = request.getfixturevalue(who)
    if (name, who) in may:
        run(name, asked, user, "because")
        assert asked.status != "asked"
    else:
        with pytest.raises(PermissionDenied):
            run(name, asked, user, "because")
        assert asked.status == "asked"


def test_permissions_ask_for_an_object(nora, chloe):
    assert not nora.has_perm("organisations.answer_joinrequest")
    assert not chloe.has_perm("organisations.withdraw_joinrequest")


def test_a_closed_account_is_not_let_in(ada, chloe, asked):
    User.objects.filter(pk=chloe.pk).update(is_active=False)
    with pytest.raises(NotReady):
        run("accept", asked, ada)
    assert asked.status == "asked"


def test_a_role_that_cannot_be_asked_for_is_not_given_by_the_back_door(ada, asked, chloe):
    JoinRequest.objects.update(role=Role.ADMINISTRATOR)
    with pytest.raises(NotReady):
        run("accept", asked, ada)
    assert chloe.memberships.count() == 1


def test_who_got_the_role_meanwhile_keeps_one(ada, asked, chloe, school_organisation):
    MembershipFactory(user=chloe, organisation=school_organisation, role=Role.MENTOR)
    run("accept", asked, ada)
    assert chloe.memberships.filter(organisation=school_organisation).count() == 1
