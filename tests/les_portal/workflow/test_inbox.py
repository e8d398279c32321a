import pytest
from bs4 import BeautifulSoup

from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.workflow import engine, inbox
from les_portal.workflow.engine import workflow_of
from les_portal.workflow.inbox import Waiting, also_waits, waiting_for
from programmes.models import Programme
from tests.factories.programmes import ProgrammeFactory
from tests.les_portal.workflow.tables import table

pytestmark = pytest.mark.django_db


def again(user) -> User:
    """As the next request reads them."""
    return User.objects.get(pk=user.pk)


def titles(user) -> list[str]:
    return [waiting.title for waiting in waiting_for(again(user))]


def test_it_holds_what_ones_roles_may_do_next(draft, published, anna, ada):
    for person in (anna, ada):
        (waiting,) = waiting_for(again(person))
        assert (waiting.title, waiting.url) == ("Lassen", workflow_of(draft).page(draft))
        assert waiting.asked == str(workflow_of(draft).transitions["publish"].awaited)
        assert (waiting.state, waiting.tone, waiting.since) == (draft.get_status_display(), "warn", draft.created_at)
        assert waiting.is_new


def test_it_is_empty_for_who_may_not_or_need_not(draft, bram, chloe, finn, nora):
    """The network may publish every school's listings, but none of them waits for it."""
    assert [titles(person) for person in (bram, chloe, finn, nora)] == [[], [], [], []]


def test_what_is_done_does_not_wait_any_more(draft, anna):
    workflow_of(draft).run("publish", draft, by=anna)
    assert titles(anna) == []
    workflow_of(draft).run("withdraw", draft, by=anna, comment="why")
    assert titles(anna) == ["Lassen"]


def test_it_waits_since_it_came_into_this_state_and_the_oldest_is_first(draft, published, anna):
    workflow_of(published).run("withdraw", published, by=anna, comment="why")
    Programme.objects.filter(pk=draft.pk).update(created_at="2020-01-01T00:00Z")
    oldest, newest = waiting_for(again(anna))
    assert (oldest.title, newest.title) == ("Lassen", "Frezen")
    assert newest.since == Entry.objects.get().at
    assert (oldest.is_new, newest.is_new) == (False, True)


def test_what_a_rule_refuses_does_not_wait(draft, bram, in_its_place):
    """Though the queryset would show it."""
    in_its_place(table(awaited="Open it"))
    assert titles(bram) == []


def test_a_table_that_awaits_nothing_asks_nothing(draft, anna, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(engine, "_workflows", {"programmes.programme": table()})
    monkeypatch.setattr(inbox, "_sources", [])
    with django_assert_num_queries(0):
        assert waiting_for(anna) == []


def test_a_table_without_a_date_leaves_it_open_since_when(draft, anna, in_its_place):
    in_its_place(table(awaited="Open it"))
    (waiting,) = waiting_for(again(anna))
    assert (waiting.since, waiting.is_new) == (None, False)


def test_another_app_can_add_what_waits(anna, monkeypatch):
    monkeypatch.setattr(inbox, "_sources", [])

    @also_waits
    def letters(user):
        yield Waiting(asked="Read it", title=f"For {user}", url="/nl/")

    assert waiting_for(anna) == [Waiting(asked="Read it", title="For Anna", url="/nl/")]


def test_it_costs_as_many_queries_for_fifty_as_for_one(client_of, anna, campus, queries_stay_constant):
    def make_rows(number):
        for row in range(number):
            listing = ProgrammeFactory(at=[campus])
            if row % 2:
                workflow_of(listing).run("publish", listing, by=anna)
                workflow_of(listing).run("withdraw", listing, by=anna, comment="why")

    queries_stay_constant("/nl/desk/", make_rows, client=client_of(anna), rows=30)


def test_the_desk_shows_it_first_and_the_head_counts_it(client_of, anna, bram, draft):
    page = BeautifulSoup(client_of(anna).get("/nl/desk/").content, "html.parser")
    first = page.select_one("main section")
    assert first.select_one("a")["href"] == workflow_of(draft).page(draft)
    assert "1" in page.select_one(".site-head .bell").get_text()
    page = BeautifulSoup(client_of(bram).get("/nl/desk/").content, "html.parser")
    assert page.select_one("main section .empty")
    assert not page.select(".bell")


def test_a_public_page_without_a_session_asks_nothing_of_it(client, draft, anna):
    page = BeautifulSoup(client.get("/nl/").content, "html.parser")
    assert page.select(".site-head .account")
    assert not page.select(".bell")
