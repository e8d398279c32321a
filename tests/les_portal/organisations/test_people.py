"""Who sees whom, who changes what, and that the last administrator stays."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection

from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.mail.models import Mail
from les_portal.organisations.actions import people as actions
from les_portal.organisations.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.les_portal.organisations.told import logged, people_page, told

pytestmark = pytest.mark.django_db
Role = Membership.Role


def main_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").find("main")


def role_of(user) -> Membership:
    return user.memberships.get()


def role_page(user) -> str:
    membership = role_of(user)
    return f"{people_page(membership.organisation)}{membership.pk}/"


# --- the list: for whom, and what of it ---------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"), [("ada", True), ("anna", True), ("bram", True), ("tom", True), ("nora", True),
                      ("finn", False), ("chloe", False), ("emma", False), ("dirk", False)]
)  # fmt: skip
def test_the_people_are_seen_by_who_works_there(request, client_of, school_organisation, who, sees):
    status = client_of(request.getfixturevalue(who)).get(people_page(school_organisation)).status_code
    assert status == (200 if sees else 404)


def test_a_reader_sees_names_and_roles_without_addresses_or_buttons(client_of, ada, anna, bram, school_organisation):
    InvitationFactory(organisation=school_organisation, invited_by=ada)
    JoinRequestFactory(organisation=school_organisation)
    page = main_of(client_of(bram).get(people_page(school_organisation)))
    rows = [row.find("th").get_text().split()[0] for row in page.select("tbody tr")]
    assert rows == ["Ada", "Anna", "Bram"]
    assert "@" not in page.get_text()
    assert not page.find("form")
    assert not page.find("button")
    own = f"/nl/manage/{school_organisation.slug}/people/{role_of(bram).pk}/"
    assert [link["href"] for link in page.select("tbody a")] == [own]


def test_an_administrator_sees_addresses_what_is_open_and_what_happened(client_of, ada, bram, school_organisation):
    InvitationFactory(organisation=school_organisation, email="open@example.org")
    InvitationFactory(organisation=school_organisation, email="late@example.org", expired=True, secret="b")
    InvitationFactory(organisation=school_organisation, email="dead@example.org", invited_by=bram, secret="c")
    asking = JoinRequestFactory(organisation=school_organisation, user__name="Joke")
    JoinRequestFactory(user__name="Elsewhere")
    actions.change_role(role_of(bram), role=Role.EDITOR, by=ada)
    text = main_of(client_of(ada).get(people_page(school_organisation))).get_text(" ")
    for word in ("bram@example.org", "open@example.org", "late@example.org", "dead@example.org", "Joke", "welding"):
        assert word in text
    assert "Elsewhere" not in text
    page = main_of(client_of(ada).get(people_page(school_organisation)))
    states = page.select("#open-title ~ div tbody tr td:nth-of-type(2)")
    assert len({state.find(class_="badge").get_text(strip=True) for state in states}) == 3
    assert page.find("a", href=asking.get_absolute_url())
    assert page.select_one(".timeline dt").get_text() == "Bram"


def test_learners_are_seen_by_who_works_with_them_only(client_of, finn, bram, anna, school_organisation):
    assert "Finn" not in main_of(client_of(bram).get(people_page(school_organisation))).get_text()
    assert "Finn" in main_of(client_of(anna).get(people_page(school_organisation))).get_text()


def test_somebody_with_two_roles_is_one_row(client_of, anna, school_organisation):
    MembershipFactory(user=anna, organisation=school_organisation, role=Role.COACH)
    rows = main_of(client_of(anna).get(people_page(school_organisation))).select("tbody tr")
    assert len(rows) == 1
    assert len(rows[0].select(".badge")) == 2


def test_people_stand_by_name_on_every_database_and_on_several_pages(client_of, ada, school_organisation):
    for name in ["Zoë", "éva", "Eve", "abel", *(f"M {number:02}" for number in range(50))]:
        MembershipFactory(organisation=school_organisation, user__name=name, user__email=f"{name!r}@example.org")
    pages = [main_of(client_of(ada).get(people_page(school_organisation), {"page": page})) for page in (1, 2)]
    rows = [row for page in pages for row in page.select("#members-title ~ div tbody tr")]
    names = [row.find("th").find(string=True).strip() for row in rows]
    assert len(names) == 55
    assert names[:4] == ["abel", "Ada", "éva", "Eve"]
    assert names[-1] == "Zoë"


def test_an_organisation_without_people_says_what_to_do_first(client_of, nora):
    page = main_of(client_of(nora).get(people_page(OrganisationFactory())))
    assert page.find(class_="empty")
    assert page.find("form")


def test_who_left_the_portal_is_not_listed(client_of, ada, anna, school_organisation):
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert "Anna" not in main_of(client_of(ada).get(people_page(school_organisation))).get_text()


def test_the_list_asks_the_database_as_often_for_many(client_of, ada, school_organisation, queries_stay_constant):
    MembershipFactory(organisation=school_organisation, role=Role.ADMINISTRATOR)

    def more(number):
        for _ in range(number):
            MembershipFactory(organisation=school_organisation)
            JoinRequestFactory(organisation=school_organisation)
            InvitationFactory(organisation=school_organisation, invited_by=ada, secret=f"{UserFactory().pk}")

    more(1)
    queries_stay_constant(people_page(school_organisation), more, client=client_of(ada))


def test_somebody_of_two_organisations_sees_both(client_of, anna, other_school_organisation, school_organisation):
    MembershipFactory(user=anna, organisation=other_school_organisation, role=Role.READER)
    text = main_of(client_of(anna).get("/nl/desk/")).get_text()
    assert str(school_organisation) in text
    assert str(other_school_organisation) in text
    for organisation in (school_organisation, other_school_organisation):
        assert main_of(client_of(anna).get("/nl/desk/")).find("a", href=people_page(organisation))
        assert client_of(anna).get(people_page(organisation)).status_code == 200


def test_a_learner_finds_no_link_to_a_list_that_is_not_theirs(client_of, finn, school_organisation):
    assert not main_of(client_of(finn).get("/nl/desk/")).find("a", href=people_page(school_organisation))


# --- another role -------------------------------------------------------------------------------


def test_an_administrator_gives_another_role(client_of, ada, anna, school_organisation):
    page = main_of(client_of(ada).get(role_page(anna)))
    assert page.find("option", selected=True)["value"] == "editor"
    values = {option["value"] for option in page.find_all("option")}
    assert "administrator" in values
    assert not values & {"network_administrator", "fund_administrator", "assessor", "authoriser"}
    assert client_of(ada).post(role_page(anna), {"role": "coach"})["Location"] == people_page(school_organisation)
    assert role_of(anna).role == "coach"
    entry = Entry.objects.about(school_organisation).get()
    assert (entry.verb, entry.actor) == ("organisations.role_changed", ada)
    assert entry.changes == {"person": [anna.pk, anna.pk], "role": ["editor", "coach"]}
    mail = Mail.objects.get()
    assert (mail.template, mail.recipient, mail.kind) == ("organisations/role_changed", anna, "membership")


def test_the_same_role_again_changes_and_tells_nothing(client_of, ada, anna, school_organisation):
    client_of(ada).post(role_page(anna), {"role": "editor"})
    assert told() == logged(school_organisation) == []


def test_the_network_gives_deciding_roles_where_the_network_is_carried(client_of, nora, anna, network, dirk):
    values = {option["value"] for option in main_of(client_of(nora).get(role_page(dirk))).find_all("option")}
    assert {"assessor", "authoriser", "fund_administrator", "network_administrator"} <= values
    values = {option["value"] for option in main_of(client_of(nora).get(role_page(anna))).find_all("option")}
    assert "assessor" not in values
    client_of(nora).post(role_page(dirk), {"role": "assessor"})
    assert role_of(dirk).role == "assessor"


def test_an_administrator_of_the_network_organisation_does_not_touch_who_decides(client_of, network, dirk):
    clerk = MembershipFactory(organisation=network, role=Role.ADMINISTRATOR).user
    page = role_page(dirk)
    for answer in (client_of(clerk).get(page), client_of(clerk).post(page, {"role": "reader"}),
                   client_of(clerk).post(f"{page}take/")):  # fmt: skip
        assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        actions.change_role(role_of(clerk), role=Role.ASSESSOR, by=clerk)
    assert role_of(dirk).role == "fund_administrator"


@pytest.mark.parametrize(("who", "status"), [("bram", 403), ("tom", 403), ("chloe", 404), ("finn", 404)])
@pytest.mark.parametrize("address", ["", "take/"])
def test_others_change_nobody(request, client_of, anna, who, status, address):
    browser = client_of(request.getfixturevalue(who))
    assert browser.get(role_page(anna) + address).status_code == status
    assert browser.post(role_page(anna) + address, {"role": "reader"}).status_code == status
    assert role_of(anna).role == "editor"


def test_nobody_gives_themselves_another_role(client_of, bram):
    assert not main_of(client_of(bram).get(role_page(bram))).find("select")
    assert client_of(bram).post(role_page(bram), {"role": "administrator"}).status_code == 200
    assert role_of(bram).role == "reader"
    with pytest.raises(PermissionDenied):
        actions.change_role(role_of(bram), role=Role.ADMINISTRATOR, by=bram)


def test_a_role_that_they_hold_beside_it_is_refused_with_a_sentence(client_of, ada, anna, school_organisation):
    second = MembershipFactory(user=anna, organisation=school_organisation, role=Role.COACH)
    page = main_of(client_of(ada).post(f"{people_page(school_organisation)}{second.pk}/", {"role": "editor"}))
    assert page.find(class_="error-summary").find("a", href="#id_role")
    second.refresh_from_db()
    assert (second.role, told(), logged(school_organisation)) == ("coach", [], [])


def test_a_role_is_found_only_at_its_own_organisation(client_of, ada, chloe, school_organisation):
    assert client_of(ada).get(f"{people_page(school_organisation)}{role_of(chloe).pk}/").status_code == 404


# --- taking away, giving up ---------------------------------------------------------------------


def test_an_administrator_takes_a_role_away(client_of, ada, anna, school_organisation):
    page = f"{role_page(anna)}take/"
    assert main_of(client_of(ada).get(page)).find("form")
    assert anna.memberships.exists()
    assert client_of(ada).post(page)["Location"] == people_page(school_organisation)
    assert not anna.memberships.exists()
    assert logged(school_organisation) == ["organisations.removed"]
    assert (Mail.objects.get().template, Mail.objects.get().recipient) == ("organisations/role_changed", anna)
    assert client_of(anna).get(people_page(school_organisation)).status_code == 404


def test_one_gives_ones_own_role_up_and_administrators_hear_of_it(client_of, ada, bram, school_organisation):
    page = f"{role_page(bram)}take/"
    assert main_of(client_of(bram).get(page)).find("form")
    assert client_of(bram).post(page)["Location"] == "/nl/desk/"
    assert not bram.memberships.exists()
    assert logged(school_organisation) == ["organisations.left"]
    assert (Mail.objects.get().template, Mail.objects.get().recipient) == ("organisations/left", ada)


def test_who_sees_nobody_there_finds_and_gives_up_their_own_role(client_of, ada, finn, otto):
    """A learner, and who decides but has no second step."""
    otto.authenticator_set.all().delete()
    for person in (finn, otto):
        browser, page = client_of(person), role_page(person)
        assert main_of(browser.get("/nl/desk/")).find("a", href=page)
        assert main_of(browser.get(page)).find("a", href=f"{page}take/")
        links = [link["href"] for link in main_of(browser.get(f"{page}take/")).find_all("a")]
        assert links == ["/nl/desk/", "/nl/desk/"]
        assert browser.post(f"{page}take/")["Location"] == "/nl/desk/"
        assert not person.memberships.exists()
        assert ada.name not in main_of(browser.get("/nl/mail/sent/")).text
    assert Mail.objects.filter(recipient=ada).count() == 1


@pytest.mark.parametrize(("who", "status"), [("anna", 403), ("bram", 404), ("chloe", 404)])
def test_a_learner_is_found_by_who_works_with_them_only(request, client_of, finn, who, status):
    browser = client_of(request.getfixturevalue(who))
    assert browser.get(role_page(finn)).status_code == status
    assert browser.post(f"{role_page(finn)}take/").status_code == status
    assert finn.memberships.exists()


def test_without_own_administrator_those_of_the_network_hear_of_it(client_of, nora, bram):
    client_of(bram).post(f"{role_page(bram)}take/")
    assert Mail.objects.get().recipient == nora


@pytest.mark.parametrize("action", ["take", "change"])
def test_a_role_that_is_gone_is_said_to_be_gone(ada, anna, action):
    membership = role_of(anna)
    membership.delete()
    membership.pk = 99
    with pytest.raises(actions.Gone):
        if action == "take":
            actions.take_role(membership, by=ada)
        else:
            actions.change_role(membership, role=Role.READER, by=ada)


@pytest.mark.parametrize("address", ["", "take/"])
def test_two_administrators_at_once_the_slower_is_told(client_of, ada, anna, address):
    page, organisation, browser = role_page(anna), role_of(anna).organisation, client_of(ada)

    def somebody_is_faster(execute, sql, *args):
        if sql.startswith("UPDATE") and "organisations_organisation" in sql:
            Membership.objects.filter(user=anna).delete()
        return execute(sql, *args)

    with connection.execute_wrapper(somebody_is_faster):
        answer = browser.post(page + address, {"role": "coach"})
    assert answer["Location"] == people_page(organisation)
    assert main_of(browser.get(answer["Location"])).find_previous(class_="notice warn")
    assert told() == logged(organisation) == []


def test_who_may_not_takes_nothing_by_calling_it(anna, bram):
    with pytest.raises(PermissionDenied):
        actions.take_role(role_of(anna), by=bram)


def test_who_changes_their_own_role_is_not_told_of_it(ada, school_organisation):
    MembershipFactory(organisation=school_organisation, role=Role.ADMINISTRATOR)
    actions.change_role(role_of(ada), role=Role.READER, by=ada)
    assert (told(), logged(school_organisation)) == ([], ["organisations.role_changed"])


# --- the last one -------------------------------------------------------------------------------


@pytest.fixture
def only_administrators(ada, nora):
    return {"administrator": ada, "network_administrator": nora}


@pytest.mark.parametrize("role", ["administrator", "network_administrator"])
@pytest.mark.parametrize("how", ["leave", "demote", "be removed by the network"])
def test_the_last_administrator_stays(client_of, only_administrators, nora, role, how):
    last = only_administrators[role]
    organisation = role_of(last).organisation
    by = nora if how == "be removed by the network" else last
    if how == "demote":
        answer = client_of(by).post(role_page(last), {"role": "reader"})
        assert main_of(answer).find(class_="error-summary")
    else:
        answer = client_of(by).post(f"{role_page(last)}take/", follow=True)
        assert answer.redirect_chain == [(role_page(last), 302)]
        assert BeautifulSoup(answer.content, "html.parser").find(class_="notice bad")
    assert role_of(last).role == role
    assert told() == logged(organisation) == []


def test_with_a_second_one_the_first_may_go(client_of, ada, school_organisation):
    MembershipFactory(organisation=school_organisation, role=Role.ADMINISTRATOR)
    client_of(ada).post(f"{role_page(ada)}take/")
    assert not ada.memberships.exists()


def test_a_second_one_whose_account_is_closed_does_not_count(client_of, ada, school_organisation):
    MembershipFactory(organisation=school_organisation, role=Role.ADMINISTRATOR, user__is_active=False)
    client_of(ada).post(f"{role_page(ada)}take/")
    assert ada.memberships.exists()


def test_two_administrators_who_remove_each_other_leave_one(ada, school_organisation):
    """One after the other here, each with rights read before; side by side in tests/concurrency."""
    other = MembershipFactory(organisation=school_organisation, role=Role.ADMINISTRATOR)
    both = [User.objects.get(pk=pk) for pk in (ada.pk, other.user.pk)]
    assert all(user.has_perm("organisations.manage_people", school_organisation) for user in both)
    actions.take_role(other, by=both[0])
    with pytest.raises(actions.LastOne):
        actions.take_role(role_of(ada), by=both[1])
    assert school_organisation.memberships.filter(role=Role.ADMINISTRATOR).count() == 1
