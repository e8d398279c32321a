"""Open days that a school told of: changed, cancelled, taken away; by whom, and what is kept of it."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from les_portal.activity.models import Entry
from les_portal.listings.actions import open_days as actions
from les_portal.listings.actions.revising import revise
from les_portal.listings.wall_clock import today
from les_portal.listings.workspace.open_days import panel
from les_portal.publication.changes import edition, together
from programmes.models import OpenDay
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory, at_hour
from tests.factories.schools import LONG_AGO, CampusFactory
from tests.les_portal.listings.telling import said_in, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def url(school):
    def to(name: str, *args) -> str:
        return reverse(f"open_days:{name}", args=[school.organisation.slug, *args]).replace("/nl/", "/en/")

    return to


# --- changing -------------------------------------------------------------------------------------


def changed(day: OpenDay, **changes) -> dict:
    return typed(date=day.begins.date(), seen=day.sequence) | changes


def test_a_change_is_counted_kept_in_the_history_and_seen_at_once(client_of, anna, school, url):
    day, before = OpenDayFactory(school=school), edition()
    answer = client_of(anna).post(url("edit", day.pk), changed(day, begin="11:00", note_en="Bring a pen."), follow=True)
    assert said_in(answer) == "Saved: visitors see it now."
    day.refresh_from_db()
    assert (day.begins.hour, day.note_en, day.sequence) == (11, "Bring a pen.", 1)
    entry = Entry.objects.about(day).get()
    assert (entry.verb, entry.actor) == ("open_days.changed", anna)
    date = f"{day.begins:%Y-%m-%d}"
    assert entry.changes == {"starts_at": [f"{date} 10:00", f"{date} 11:00"], "note_en": ["", "Bring a pen."]}
    assert edition() > before
    assert "11:00" in client_of(anna).get(url("edit", day.pk)).content.decode()


def test_saving_it_as_it_is_changes_nothing(client_of, anna, school, url):
    day, before = OpenDayFactory(school=school), edition()
    answer = client_of(anna).post(url("edit", day.pk), changed(day), follow=True)
    day.refresh_from_db()
    assert (said_in(answer), day.sequence, edition()) == ("Nothing was changed.", 0, before)
    assert not Entry.objects.exists()


def test_two_at_once_lose_nothing(client_of, anna, ada, school, url):
    day = OpenDayFactory(school=school)
    client_of(ada).post(url("edit", day.pk), changed(day, end="17:00"))
    answer = client_of(anna).post(url("edit", day.pk), changed(day, end="18:00"))
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Somebody else changed this a moment ago" in page.select_one(".error-summary").get_text()
    assert page.select_one("[name=end]")["value"] == "18:00"
    seen = page.select_one("[name=seen]")["value"]
    client_of(anna).post(url("edit", day.pk), changed(day, end="18:00", seen=seen))
    day.refresh_from_db()
    assert (day.ends.hour, day.sequence) == (18, 2)


def test_what_cannot_be_chosen_any_more_is_not_changed_behind_ones_back(client_of, anna, school, url):
    closed = CampusFactory(school=school, name="Dicht", closed_on=LONG_AGO)
    day = OpenDayFactory(campus=closed)
    page = BeautifulSoup(client_of(anna).get(url("edit", day.pk)).content, "html.parser")
    assert page.select_one("option[selected]").get_text() == "Dicht"


@pytest.mark.parametrize("closed", ["over", "cancelled"])
def test_what_is_over_or_cancelled_is_not_changed(client_of, anna, school, url, closed):
    day = OpenDayFactory(school=school, **{closed: True})
    answer = client_of(anna).post(url("edit", day.pk), changed(day, end="18:00"))
    assert "nothing about it can be changed" in answer.content.decode()
    day.refresh_from_db()
    assert day.ends.hour == 16


def test_again_next_year_is_the_same_day_of_the_week(client_of, anna, school, url):
    past = OpenDayFactory(school=school, in_days=-400, note_nl="Kom binnen.", kind="info")
    page = BeautifulSoup(client_of(anna).get(f"{url('new')}?like={past.pk}").content, "html.parser")
    proposed = datetime.date.fromisoformat(page.select_one("[name=date]")["value"])
    assert proposed >= today()
    assert (proposed - past.begins.date()).days % 364 == 0
    assert page.select_one("[name=note_nl]")["value"] == "Kom binnen."
    assert page.select_one("[name=kind][checked]")["value"] == "info"


# --- cancelling -----------------------------------------------------------------------------------


def test_cancelled_it_stays_and_says_so_and_can_go_on_after_all(client_of, anna, client, school, url):
    day, public = OpenDayFactory(school=school), f"/en/schools/{school.organisation.slug}/"
    answer = client_of(anna).post(url("cancel", day.pk), follow=True)
    assert said_in(answer).startswith("Cancelled.")
    assert "Cancelled" in client.get(public).content.decode()
    assert not OpenDay.objects.upcoming().exists()
    client_of(anna).post(url("cancel", day.pk))
    client_of(anna).post(url("restore", day.pk))
    day.refresh_from_db()
    assert (day.is_cancelled, day.sequence) == (False, 2)
    verbs = list(Entry.objects.about(day).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["open_days.cancelled", "open_days.restored"]
    assert "Cancelled" not in client.get(public).content.decode()


def test_a_mistake_of_this_hour_is_taken_away_and_the_school_remembers(client_of, anna, school, url):
    day = OpenDayFactory(school=school)
    client_of(anna).post(url("delete", day.pk))
    assert not OpenDay.objects.exists()
    entry = Entry.objects.about(school).get()
    assert (entry.verb, entry.actor) == ("open_days.removed", anna)
    assert f"{day.begins:%Y-%m-%d %H:%M}" in entry.comment


def test_what_visitors_may_count_on_is_cancelled_not_taken_away(client_of, anna, school, url):
    day = OpenDayFactory(school=school)
    OpenDay.objects.filter(pk=day.pk).update(created_at=timezone.now() - OpenDay.MISTAKEN_FOR)
    page = client_of(anna).get(url("list")).content.decode()
    assert url("delete", day.pk) not in page
    assert url("cancel", day.pk) in page
    answer = client_of(anna).post(url("delete", day.pk), follow=True)
    assert "Cancel it instead" in said_in(answer)
    day.refresh_from_db()
    assert day.sequence == 0
    with pytest.raises(ValidationError):
        actions.remove(day, by=anna)


def test_what_was_never_published_may_always_be_taken_away(client_of, anna, school, url):
    """However often its draft was changed."""
    draft = ProgrammeFactory(school=school)
    revise(draft, {"phone": "09 111 11 11"}, by=anna)
    day = OpenDayFactory(programme=draft)
    OpenDay.objects.filter(pk=day.pk).update(created_at=timezone.now() - datetime.timedelta(days=9))
    client_of(anna).post(url("delete", day.pk))
    assert not OpenDay.objects.exists()


# --- for whom -------------------------------------------------------------------------------------

DOORS = ["list", "new", "edit", "cancel", "restore", "delete"]


def answers_of(client, url, day) -> dict[str, int]:
    given = {}
    for name in DOORS:
        ask = client.get if name in ("list", "new", "edit") else client.post
        given[name] = ask(url(name, *([] if name in ("list", "new") else [day.pk]))).status_code
    return given


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ada", [200, 200, 200, 302, 302, 302]),
        ("anna", [200, 200, 200, 302, 302, 302]),
        ("nora", [200, 200, 200, 302, 302, 302]),
        ("bram", [200, 403, 403, 403, 403, 403]),
        ("chloe", [404] * 6),
        ("finn", [404] * 6),
        ("emma", [404] * 6),
        ("dirk", [404] * 6),
    ],
)
def test_only_its_keepers_change_it_its_readers_read_it_and_nobody_else_knows(
    request, client_of, school, url, name, expected
):
    day = OpenDayFactory(school=school)
    client = client_of(request.getfixturevalue(name))
    assert answers_of(client, url, day) == dict(zip(DOORS, expected, strict=True))


def test_a_day_of_another_school_does_not_exist_here(client_of, anna, school, url):
    theirs = OpenDayFactory()
    given = answers_of(client_of(anna), url, theirs)
    assert [given[name] for name in DOORS[2:]] == [404] * 4
    assert client_of(anna).get(f"{url('new')}?like={theirs.pk}").status_code == 404


def test_a_reader_is_offered_nothing_to_do(client_of, bram, school, url):
    day = OpenDayFactory(school=school)
    OpenDayFactory(school=school, over=True)
    page = client_of(bram).get(url("list")).content.decode()
    assert f"{day.begins:%A}" in page
    for door in (url("new"), url("edit", day.pk), url("cancel", day.pk)):
        assert door not in page


# --- lists ----------------------------------------------------------------------------------------


def test_the_list_says_what_visitors_see(client_of, anna, school, url):
    OpenDayFactory(school=school, in_days=1)
    OpenDayFactory(school=school, in_days=2, cancelled=True)
    OpenDayFactory(programme=ProgrammeFactory(school=school), in_days=3)
    OpenDayFactory(campus=CampusFactory(school=school, closed_on=LONG_AGO), in_days=4)
    OpenDayFactory(school=school, in_days=-3)
    page = BeautifulSoup(client_of(anna).get(url("list")).content, "html.parser")
    badges = [row.select("td")[2].get_text(strip=True) for row in page.select("tbody tr")]
    assert badges == ["announced", "Cancelled", "waits for its listing", "campus is closed"]
    assert len(page.select("section[aria-labelledby=past] li")) == 1


def test_an_empty_list_teaches_the_first_step(client_of, anna, url):
    assert "No date is announced" in client_of(anna).get(url("list")).content.decode()


def test_the_workspace_names_the_next_ones(anna, bram, school, django_assert_num_queries):
    assert panel(school.organisation, anna).link
    assert panel(school.organisation, bram) is None
    days = [OpenDayFactory(school=school, in_days=number) for number in (9, 5, 3, 1)]
    with django_assert_num_queries(1):
        found = panel(school.organisation, anna)
    assert found.context["days"] == days[:0:-1]


@pytest.mark.parametrize("page", ["list", "new"])
def test_pages_cost_as_much_for_one_programme_as_for_300(client_of, anna, school, url, page, queries_stay_constant):
    campus = CampusFactory(school=school)

    def make(rows: int) -> None:
        with transaction.atomic(), together():
            for number in range(rows):
                OpenDayFactory(programme=ProgrammeFactory(published=True, at=[campus]), in_days=number)
                OpenDayFactory(school=school, starts_at=at_hour(-number - 2, 8), ends_at=at_hour(-number - 2, 9))

    queries_stay_constant(url(page), make, rows=300, client=client_of(anna))
