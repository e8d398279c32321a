"""When a listing is due and overdue, and confirming many at once from the workspace."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from les_portal.jobs.handlers import handlers
from les_portal.listings.actions.confirming import confirm_listings
from les_portal.listings.tasks.freshness import look_at_freshness
from les_portal.listings.workspace import freshness
from les_portal.mail.models import Mail
from les_portal.publication import changes
from les_portal.publication.changes import edition
from programmes.freshness import confirm, due_after, fill_due_dates, mark_overdue
from programmes.models import Programme
from tests.browsing.queries import queries_of
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.les_portal.listings.fresh import LONG_AGO, again, confirmations, days, due, many_due

pytestmark = pytest.mark.django_db


def page(organisation) -> str:
    return reverse("freshness:confirm", args=[organisation.slug])


def ticked(response) -> list[int]:
    boxes = BeautifulSoup(response.content, "html.parser").select("input[name=listing][checked]")
    return [int(box["value"]) for box in boxes]


@pytest.fixture
def told_of(monkeypatch):
    """The programmes of which somebody said that visitors see something else now."""
    seen = []
    monkeypatch.setitem(changes._preparations, "programme", [lambda ids: seen.append(sorted(ids))])
    return seen


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confirmed_on", "months", "due_on"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 29), 6, date(2026, 9, 29)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
    ],
)
def test_the_end_of_a_month_stays_in_its_month(confirmed_on, months, due_on):
    assert due_after(confirmed_on, months) == due_on


def test_confirming_begins_the_time_anew(campus):
    listing = due(campus, in_days=-3, times_reminded=2)
    confirm(listing)
    listing = again(listing)
    assert (listing.confirmed_on, listing.confirmed_by) == (days(0), campus.school.organisation)
    assert listing.due_on == due_after(days(0), campus.school.rhythm_months)
    assert (listing.is_overdue, listing.times_reminded) == (False, 0)


# --- the job --------------------------------------------------------------------------------------


def test_the_job_runs_every_night():
    assert handlers()["listings.freshness"].daily_at == time(4)


def test_on_the_last_day_it_still_holds(campus):
    today, yesterday = due(campus, in_days=0), due(campus, in_days=-1, is_overdue=False)
    look_at_freshness()
    assert (again(today).is_overdue, again(yesterday).is_overdue) == (False, True)


def test_the_job_gives_visitors_another_edition_and_makes_nothing_else_anew(campus, told_of):
    late, fresh = due(campus, in_days=-1, is_overdue=False), due(campus, in_days=300)
    before = edition()
    told_of.clear()
    mark_overdue()
    assert edition() > before
    now = edition()
    mark_overdue()
    assert (told_of, edition()) == ([], now)
    assert (again(late).is_overdue, again(fresh).is_overdue) == (True, False)


@pytest.mark.parametrize("status", ["draft", "proposed", "archived"])
def test_what_visitors_do_not_see_is_never_overdue(campus, status):
    listing = due(campus, in_days=-9, status=status, is_overdue=False)
    look_at_freshness()
    assert not again(listing).is_overdue


def test_the_job_fills_in_what_was_published_before_there_were_days(campus):
    said = ProgrammeFactory(at=[campus], published=True, confirmed_on=date(2026, 8, 31))
    never = ProgrammeFactory(at=[campus], published=True, confirmed_on=None)
    draft = ProgrammeFactory(at=[campus], confirmed_on=LONG_AGO)
    assert fill_due_dates() == 2
    assert again(said).due_on == date(2027, 2, 28)
    assert again(never).due_on == due_after(days(0), 6)
    assert again(draft).due_on is None
    assert fill_due_dates() == 0


def test_filling_in_leaves_alone_what_somebody_confirms_meanwhile(campus, monkeypatch):
    listing = ProgrammeFactory(at=[campus], published=True, confirmed_on=LONG_AGO)

    def reckon_late(row, today):
        Programme.objects.filter(pk=row.pk).update(due_on=days(180))
        row.due_on = days(-200)

    monkeypatch.setattr("programmes.freshness.reckon", reckon_late)
    fill_due_dates()
    assert again(listing).due_on == days(180)


def test_the_job_asks_as_much_for_many_as_for_one(campus):
    def cost(number: int) -> int:
        for _ in range(number):
            ProgrammeFactory(at=[campus], published=True, confirmed_on=LONG_AGO)
        with CaptureQueriesContext(connection) as queries:
            look_at_freshness()
        return len(queries)

    cost(1)
    assert cost(40) == cost(1)


# --- many at once ---------------------------------------------------------------------------------


def test_an_editor_confirms_all_that_is_due_with_one_button(campus, client_of, anna):
    late, soon, later = due(campus, in_days=-4), due(campus, in_days=14), due(campus, in_days=15)
    browser = client_of(anna)
    boxes = ticked(browser.get(page(campus.school.organisation)))
    assert boxes == [late.pk, soon.pk]
    answer = browser.post(page(campus.school.organisation), {"listing": boxes}, follow=True)
    assert ticked(answer) == []
    assert [again(each).confirmed_on for each in (late, soon, later)] == [days(0), days(0), LONG_AGO]
    assert confirmations(late) == confirmations(soon) == [anna]
    assert confirmations(later) == []
    assert not Mail.objects.exists()


def test_what_is_not_ticked_stays_due(campus, client_of, ada):
    right, wrong = due(campus), due(campus, in_days=-4)
    client_of(ada).post(page(campus.school.organisation), {"listing": [right.pk]})
    assert (again(right).confirmed_on, again(wrong).confirmed_on) == (days(0), LONG_AGO)
    assert again(wrong).is_overdue


@pytest.mark.parametrize("sent", [{}, {"listing": "²"}, {"listing": "1; DROP"}, {"listing": "9" * 40}])
def test_nothing_that_makes_sense_ticked_is_said_and_changes_nothing(campus, client_of, anna, sent):
    listing = due(campus)
    answer = client_of(anna).post(page(campus.school.organisation), sent)
    assert BeautifulSoup(answer.content, "html.parser").select_one("[role=alert]")
    assert again(listing).confirmed_on == LONG_AGO


def test_only_listings_that_visitors_see_of_this_school_are_confirmed(campus, client_of, anna):
    foreign, draft = due(CampusFactory()), due(campus, status="draft")
    client_of(anna).post(page(campus.school.organisation), {"listing": [foreign.pk, draft.pk]})
    assert (again(foreign).confirmed_on, again(draft).confirmed_on) == (LONG_AGO, LONG_AGO)
    assert confirmations(foreign) == confirmations(draft) == []


def test_twice_on_a_day_is_written_down_once(campus, client_of, anna):
    listing = due(campus)
    for _ in range(2):
        client_of(anna).post(page(campus.school.organisation), {"listing": [listing.pk]})
    assert confirmations(listing) == [anna]


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 200), ("anna", 200), ("nora", 200), ("bram", 403), ("tom", 404), ("finn", 404), ("chloe", 404)],
)
def test_who_may_confirm(request, campus, client_of, who, status):
    listing = due(campus)
    browser, address = client_of(request.getfixturevalue(who)), page(campus.school.organisation)
    assert browser.get(address).status_code == status
    browser.post(address, {"listing": [listing.pk]})
    assert (again(listing).confirmed_on == days(0)) == (status == 200)


def test_nothing_due_says_when_the_next_is(campus, client_of, anna):
    address = page(campus.school.organisation)
    assert "published yet" in client_of(anna).get(address.replace("/nl/", "/en/")).content.decode()
    due(campus, in_days=40)
    assert days(40).strftime("%Y") in client_of(anna).get(address).content.decode()


def test_the_list_costs_the_same_for_300(campus, client_of, anna):
    browser, address = client_of(anna), page(campus.school.organisation)
    due(campus)
    browser.get(address)
    one = len(queries_of(browser, address))
    many_due(campus, 299)
    assert len(queries_of(browser, address)) == one
    assert len(ticked(browser.get(address))) == 300


def test_confirming_300_is_one_transaction_with_hardly_more_queries_than_one(campus, anna, told_of):
    def cost(number: int) -> int:
        ids = [listing.pk for listing in many_due(campus, number)]
        told_of.clear()
        before = edition()
        with CaptureQueriesContext(connection) as queries:
            assert confirm_listings(campus.school, ids, by=anna) == ids
        assert (told_of, edition() > before) == ([], True)
        return len(queries)

    cost(1)
    # SQLite writes about a hundred rows of history in one statement.
    assert cost(300) - cost(1) <= 300 // 100 - 1


def test_the_rhythm_that_counts_is_the_one_of_now(campus, anna):
    """Somebody changed it after the school was read for the page."""
    listing = due(campus)
    campus.school.__class__.objects.filter(pk=campus.school.pk).update(rhythm_months=3)
    confirm_listings(campus.school, [listing.pk], by=anna)
    assert again(listing).due_on == due_after(days(0), 3)


# --- what the workspace says ----------------------------------------------------------------------


def test_the_workspace_says_what_is_due_to_who_can_confirm_it(campus, anna, bram):
    organisation = campus.school.organisation
    assert freshness.panel(organisation, anna) is None
    due(campus, in_days=-2), due(campus), due(campus, in_days=90)
    seen, read = freshness.panel(organisation, anna), freshness.panel(organisation, bram)
    assert (seen.context["listings"], seen.context["due"], seen.context["overdue"]) == (3, 2, 1)
    assert "2" in seen.todo
    assert seen.url == page(organisation)
    assert (read.todo, read.url) == ("", "")


def test_a_school_that_left_its_register_is_asked_nothing(client_of, nora):
    school = SchoolFactory(retired=True)
    due(CampusFactory(school=school), in_days=-3)
    assert ticked(client_of(nora).get(page(school.organisation))) == []
