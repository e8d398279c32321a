"""How often a school confirms, and who looks at its listings first: who sets it, for whom, and what comes of it."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from les_portal.activity.models import Entry
from les_portal.listings.actions.settings import (
    SETTINGS_CHANGED,
    ChangedMeanwhile,
    change_settings,
    set_approval_of_all,
)
from les_portal.publication.changes import edition
from programmes.models import Programme
from schools.models import School
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import SchoolFactory
from tests.les_portal.listings.fresh import again, days, due, many_due

pytestmark = pytest.mark.django_db


def page(school) -> str:
    return reverse("freshness:settings", args=[school.organisation.slug])


def chosen(school) -> tuple[int, str]:
    school.refresh_from_db()
    return school.rhythm_months, school.approval


def offered(response) -> set[str]:
    return {box["value"] for box in BeautifulSoup(response.content, "html.parser").select("input[name=approval]")}


def logged(school) -> list[tuple]:
    rows = Entry.objects.about(school).filter(verb=SETTINGS_CHANGED).order_by("pk")
    return [(entry.actor, entry.changes) for entry in rows]


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "reads", "saves"),
    [
        *[("ada", 200, 302), ("nora", 200, 302), ("anna", 200, 403), ("bram", 403, 403)],
        *[("tom", 404, 404), ("finn", 404, 404), ("chloe", 404, 404), ("emma", 404, 404)],
    ],
)
def test_who_may(request, school, client_of, who, reads, saves):
    browser = client_of(request.getfixturevalue(who))
    assert browser.get(page(school)).status_code == reads
    assert browser.post(page(school), {"rhythm_months": 12, "approval": "by_school"}).status_code == saves
    assert chosen(school) == ((12, "by_school") if saves == 302 else (6, "at_once"))


def test_an_editor_sees_it_without_a_form(school, client_of, anna):
    shown = BeautifulSoup(client_of(anna).get(page(school)).content, "html.parser").main
    assert not shown.find("button")
    assert shown.find("dl")


def test_it_is_written_down_with_what_it_was(school, client_of, ada):
    client_of(ada).post(page(school), {"rhythm_months": 12, "approval": "at_once"})
    client_of(ada).post(page(school), {"rhythm_months": 12, "approval": "by_school"})
    client_of(ada).post(page(school), {"rhythm_months": 12, "approval": "by_school"})
    assert logged(school) == [(ada, {"rhythm_months": [6, 12]}), (ada, {"approval": ["at_once", "by_school"]})]


# --- the network's wish ---------------------------------------------------------------------------


def test_only_the_network_can_ask_for_its_own_approval(school, client_of, ada, nora):
    assert offered(client_of(ada).get(page(school))) == {"at_once", "by_school"}
    assert offered(client_of(nora).get(page(school))) == {"at_once", "by_school", "by_network"}
    answer = client_of(ada).post(page(school), {"rhythm_months": 6, "approval": "by_network"})
    assert answer.status_code == 200
    assert "aria-describedby" in answer.content.decode()
    assert chosen(school) == (6, "at_once")
    with pytest.raises(PermissionDenied):
        change_settings(school, rhythm_months=6, approval="by_network", by=ada)


def test_a_school_cannot_lift_it_but_still_chooses_its_rhythm(client_of, ada, school):
    School.objects.update(approval="by_network")
    school.refresh_from_db()
    assert offered(client_of(ada).get(page(school))) == set()
    client_of(ada).post(page(school), {"rhythm_months": 3, "approval": "at_once"})
    assert chosen(school) == (3, "by_network")
    with pytest.raises(PermissionDenied):
        change_settings(school, rhythm_months=3, approval="at_once", by=ada)


def test_the_network_lifts_it(client_of, nora, school):
    School.objects.update(approval="by_network")
    client_of(nora).post(page(school), {"rhythm_months": 6, "approval": "at_once"})
    assert chosen(school) == (6, "at_once")


def test_an_older_page_does_not_undo_it(school, ada):
    School.objects.update(approval="by_network")
    with pytest.raises(ChangedMeanwhile):
        change_settings(school, rhythm_months=12, approval="at_once", by=ada)
    assert chosen(school) == (6, "by_network")
    assert logged(school) == []


@pytest.mark.parametrize("sent", [{}, {"rhythm_months": "7"}, {"rhythm_months": "x", "approval": "at_once"}])
def test_nonsense_is_named_and_nothing_is_saved(school, client_of, ada, sent):
    answer = client_of(ada).post(page(school), sent)
    assert answer.status_code == 200
    assert BeautifulSoup(answer.content, "html.parser").select(".error-summary li")
    assert chosen(school) == (6, "at_once")


# --- the rhythm -----------------------------------------------------------------------------------


def test_another_rhythm_moves_what_is_due(campus, ada):
    said = days(-100)
    listing = due(campus, confirmed_on=said, in_days=80)
    never = ProgrammeFactory(at=[campus], published=True, confirmed_on=None, due_on=days(180))
    draft = due(campus, status="draft", confirmed_on=date(2026, 8, 31), in_days=80)
    change_settings(campus.school, rhythm_months=3, approval="at_once", by=ada)
    assert again(listing).due_on < days(0)
    assert listing.is_overdue
    assert days(80) < again(never).due_on < days(100)
    assert again(draft).due_on == days(80)


def test_visitors_see_it_only_where_something_turned(campus, ada):
    listing = due(campus, confirmed_on=days(-100), in_days=80)
    before = edition()
    change_settings(campus.school, rhythm_months=12, approval="at_once", by=ada)
    assert edition() == before
    change_settings(campus.school, rhythm_months=3, approval="at_once", by=ada)
    assert edition() > before
    assert again(listing).is_overdue
    change_settings(campus.school, rhythm_months=6, approval="at_once", by=ada)
    assert not again(listing).is_overdue


def test_the_end_of_august_and_six_months(campus, ada):
    listing = due(campus, confirmed_on=date(2026, 8, 31), in_days=1)
    School.objects.update(rhythm_months=12)
    campus.school.refresh_from_db()
    change_settings(campus.school, rhythm_months=6, approval="at_once", by=ada)
    assert again(listing).due_on == date(2027, 2, 28)


def test_other_schools_keep_theirs(campus, ada):
    elsewhere = ProgrammeFactory(published=True, due_on=days(80))
    change_settings(campus.school, rhythm_months=3, approval="at_once", by=ada)
    assert again(elsewhere).due_on == days(80)


def test_300_listings_cost_as_much_as_100(campus, ada, django_assert_max_num_queries):
    many_due(campus, 300, confirmed_on=days(-100), in_days=80)
    with django_assert_max_num_queries(40):
        change_settings(campus.school, rhythm_months=3, approval="at_once", by=ada)
    assert Programme.objects.filter(is_overdue=True).count() == 300


# --- all schools ----------------------------------------------------------------------------------


def test_the_page_names_the_number_before_anything_is_set(client_of, nora, school):
    SchoolFactory(), SchoolFactory(approval="by_network")
    address = reverse("network:approval")
    shown = client_of(nora).get(address, {"approval": "by_network"})
    assert "2" in BeautifulSoup(shown.content, "html.parser").main.button.get_text()
    assert School.objects.filter(approval="by_network").count() == 1
    client_of(nora).post(address, {"approval": "by_network"})
    assert School.objects.filter(approval="by_network").count() == 3
    assert logged(school) == [(nora, {"approval": ["at_once", "by_network"]})]


def test_those_that_had_it_hear_nothing_of_it(nora, school):
    had = SchoolFactory(approval="by_network")
    assert set_approval_of_all("by_network", by=nora) == 1
    assert logged(had) == []
    assert set_approval_of_all("by_network", by=nora) == 0


@pytest.mark.parametrize("who", ["ada", "anna", "dirk", "chloe"])
def test_nobody_else_sets_it_for_all(request, client_of, who, school):
    user = request.getfixturevalue(who)
    assert client_of(user).post(reverse("network:approval"), {"approval": "by_network"}).status_code == 404
    with pytest.raises(PermissionDenied):
        set_approval_of_all("by_network", by=user)
    assert chosen(school) == (6, "at_once")


def test_it_costs_the_same_for_many_schools(nora, django_assert_max_num_queries):
    SchoolFactory.create_batch(50)
    with django_assert_max_num_queries(12):
        assert set_approval_of_all("by_school", by=nora) == 50
