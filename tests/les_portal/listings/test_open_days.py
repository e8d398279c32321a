"""A school tells of its open days: the form, who may use it, and what is kept of it."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from les_portal.activity.models import Entry
from les_portal.listings.actions import open_days as actions
from les_portal.listings.forms.open_days import whose_of
from les_portal.listings.wall_clock import at, span, today
from les_portal.listings.workspace.open_days import panel
from les_portal.publication.changes import edition, together
from programmes.models import OpenDay
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory, at_hour
from tests.factories.schools import LONG_AGO, CampusFactory, SchoolFactory

pytestmark = pytest.mark.django_db
IN_A_MONTH = today() + datetime.timedelta(days=30)


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def school(school_organisation):
    return SchoolFactory(organisation=school_organisation)


@pytest.fixture
def url(school):
    def to(name: str, *args) -> str:
        return reverse(f"open_days:{name}", args=[school.organisation.slug, *args]).replace("/nl/", "/en/")

    return to


def typed(**changes) -> dict:
    fields = {"kind": "open_day", "date": IN_A_MONTH.isoformat(), "begin": "10:00", "end": "16:00", "whose": "school"}
    return fields | changes


def errors_in(answer) -> dict[str, str]:
    """By the label of their field, as somebody reads them."""
    page = BeautifulSoup(answer.content, "html.parser")
    found = {}
    for field in page.select(".field:has(.error)"):
        label = field.select_one("label, legend").get_text(" ", strip=True).split(" (")[0]
        found[label] = " ".join(error.get_text() for error in field.select(".error"))
    return found


def said_in(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").select_one("[role=status]").get_text(" ", strip=True)


# --- announcing -----------------------------------------------------------------------------------


def test_three_dates_in_one_go(client_of, anna, school, url):
    dates = [IN_A_MONTH + datetime.timedelta(weeks=number) for number in range(3)]
    before = edition()
    answer = client_of(anna).post(
        url("new"),
        typed(date=dates[0], also_0=dates[2], also_1=dates[1], note_nl="Kom binnen.", note_fr="Entrez."),
        follow=True,
    )
    days = list(OpenDay.objects.all())
    assert [day.begins.date() for day in days] == dates
    assert {(day.begins.hour, day.ends.hour, day.school, day.note_nl, day.note_fr) for day in days} == {
        (10, 16, school, "Kom binnen.", "Entrez.")
    }
    assert said_in(answer).startswith("3 dates are announced")
    assert [(entry.verb, entry.actor) for entry in Entry.objects.all()] == [("open_days.announced", anna)] * 3
    assert edition() > before


def test_one_date_needs_no_more_than_itself_and_its_hours(client_of, anna, url):
    client_of(anna).post(url("new"), typed())
    assert OpenDay.objects.count() == 1


def test_a_date_that_is_given_twice_is_one(client_of, anna, url):
    client_of(anna).post(url("new"), typed(also_0=IN_A_MONTH, also_1=IN_A_MONTH))
    assert OpenDay.objects.count() == 1


def test_more_room_for_dates_looks_at_nothing_yet_and_loses_nothing(client_of, anna, url):
    answer = client_of(anna).post(
        url("new"), typed(begin="", end="8:00", also_1="2031-02-30", note_fr="Entrez.", room=2, more=1)
    )
    page = BeautifulSoup(answer.content, "html.parser")
    assert errors_in(answer) == {}
    assert len(page.select(".dates input[type=date]")) == 5
    values = {box["name"]: box.get("value", "") for box in page.select("input[name]")}
    assert (values["date"], values["end"], values["also_1"]) == (IN_A_MONTH.isoformat(), "8:00", "2031-02-30")
    assert (values["note_fr"], values["room"]) == ("Entrez.", "5")
    dates = {f"also_{number}": IN_A_MONTH + datetime.timedelta(days=number + 1) for number in range(5)}
    client_of(anna).post(url("new"), typed(room=5, **dates))
    assert OpenDay.objects.count() == 6


def test_what_it_is_for_is_a_choice(client_of, anna, school, url):
    here, there = CampusFactory(school=school, name="Hier"), CampusFactory(school=school, name="Daar", slug="daar")
    CampusFactory(school=school, name="Dicht", slug="dicht", closed_on=LONG_AGO)
    both = ProgrammeFactory(published=True, at=[here, there], title_nl="Lassen")
    ProgrammeFactory(at=[here], title_nl="Ontwerp")
    ProgrammeFactory(archived=True, at=[here], title_nl="Vroeger")
    ProgrammeFactory(published=True, title_nl="Van anderen")
    page = BeautifulSoup(client_of(anna).get(url("new")).content, "html.parser")
    assert [option.get_text() for option in page.select("select[name=whose] option")] == [
        "The whole school", "Daar", "Hier", "Lassen", "Lassen · Hier", "Lassen · Daar", "Ontwerp (Draft)",
    ]  # fmt: skip
    client_of(anna).post(url("new"), typed(whose=f"programme-{both.pk}-campus-{there.pk}"))
    day = OpenDay.objects.get()
    assert (day.programme, day.campus) == (both, there)
    assert whose_of(f"campus-{here.pk}") == (here.pk, None)


def test_another_schools_programme_cannot_be_chosen(client_of, anna, url):
    theirs = ProgrammeFactory(published=True)
    answer = client_of(anna).post(url("new"), typed(whose=f"programme-{theirs.pk}"))
    assert list(errors_in(answer)) == ["For"]
    assert not OpenDay.objects.exists()


def test_for_a_draft_it_is_kept_and_said_that_it_waits(client_of, anna, school, url):
    draft = ProgrammeFactory(school=school)
    answer = client_of(anna).post(url("new"), typed(whose=f"programme-{draft.pk}"), follow=True)
    assert "as soon as the listing of the programme is published" in said_in(answer)
    assert not OpenDay.objects.upcoming().exists()
    draft.status = "published"
    draft.save()
    assert OpenDay.objects.upcoming().exists()


# --- what is not right ----------------------------------------------------------------------------


def written(day: datetime.date) -> str:
    return date_format(day, "l j F Y")


YESTERDAY, FAR = today() - datetime.timedelta(days=1), today() + datetime.timedelta(days=800)


NIGHT = "%s is before %s, when it begins. Only an evening may go on after midnight, until 6:00."
OVER, TOO_FAR = "%s is over already.", "%s is more than two years away. Is the year right?"
NO_DATE, NO_TIME = "This is no date. Write it as 2027-03-06.", "This is no time. Write it as 10:00."
WRONG = [
    ({"end": "09:00"}, {"To": NIGHT % ("09:00", "10:00")}),
    ({"end": "10:00"}, {"To": "It ends when it begins. Until when can people come?"}),
    ({"begin": "20:00", "end": "07:00"}, {"To": NIGHT % ("07:00", "20:00")}),
    ({"date": YESTERDAY}, {"Date": (OVER, YESTERDAY)}),
    ({"date": "0027-03-06"}, {"Date": (OVER, datetime.date(27, 3, 6))}),
    ({"date": FAR}, {"Date": (TOO_FAR, FAR)}),
    ({"date": "9999-12-31"}, {"Date": (TOO_FAR, datetime.date(9999, 12, 31))}),
    ({"also_1": FAR}, {"Also on": (TOO_FAR, FAR)}),
    ({"date": "6 maart"}, {"Date": NO_DATE}),
    ({"also_0": "x"}, {"Also on": NO_DATE}),
    ({"begin": "tien"}, {"From": NO_TIME}),
    ({"date": "", "end": ""}, {"Date": "This field is required.", "To": "This field is required."}),
    ({"website": "geen adres"}, {"Where to register or read more": "Enter a valid URL."}),
]


@pytest.mark.parametrize(("wrong", "sentences"), WRONG)
def test_a_clear_sentence_at_the_field_and_nothing_is_lost(client_of, anna, url, wrong, sentences):
    answer = client_of(anna).post(url("new"), typed(note_nl="Kom binnen.") | wrong)
    said = {
        label: sentence if isinstance(sentence, str) else sentence[0] % written(sentence[1])
        for label, sentence in sentences.items()
    }
    assert errors_in(answer) == said
    page = BeautifulSoup(answer.content, "html.parser")
    for name, value in (typed(note_nl="Kom binnen.") | wrong).items():
        if box := page.select_one(f'input[name="{name}"]:not([type=radio])'):
            assert box.get("value", "") == str(value)
    linked = [link["href"].removeprefix("#") for link in page.select(".error-summary a")]
    assert linked
    assert all(page.find(id=anchor) for anchor in linked)
    assert not OpenDay.objects.exists()


def test_what_stands_in_the_list_already_is_told(client_of, anna, url):
    client_of(anna).post(url("new"), typed())
    answer = client_of(anna).post(url("new"), typed(also_0=IN_A_MONTH + datetime.timedelta(days=1)))
    assert errors_in(answer) == {"Date": f"This stands in your list already: {written(IN_A_MONTH)}."}
    assert OpenDay.objects.count() == 1
    client_of(anna).post(url("new"), typed(kind="info"))
    assert OpenDay.objects.count() == 2


def clock_change(month: int) -> datetime.date:
    """The next one, at least a week away."""
    for year in (today().year, today().year + 1):
        last = datetime.date(year, month, 31)
        sunday = last - datetime.timedelta(days=(last.weekday() + 1) % 7)
        if sunday > today() + datetime.timedelta(days=7):
            return sunday
    raise AssertionError("there is one each year")


def test_an_hour_that_the_clock_jumps_over_is_told(client_of, anna, url):
    sunday = clock_change(3)
    answer = client_of(anna).post(url("new"), typed(date=sunday, begin="02:30"))
    sentence = f"On {written(sunday)} there is no 02:30: the clock goes from 2:00 to 3:00 that night."
    assert errors_in(answer) == {"Date": sentence}


def test_a_night_across_a_change_of_the_clock_is_as_long_as_it_is():
    spring, autumn = clock_change(3), clock_change(10)
    evening, morning = datetime.time(20), datetime.time(4)
    for sunday, hours in ((spring, 7), (autumn, 9)):
        starts_at, ends_at = span(sunday - datetime.timedelta(days=1), evening, morning)
        assert ends_at.astimezone(datetime.UTC) - starts_at.astimezone(datetime.UTC) == datetime.timedelta(hours=hours)


def test_the_hour_that_comes_twice_is_the_first_one():
    moment = at(clock_change(10), datetime.time(2, 30))
    assert moment.utcoffset() == datetime.timedelta(hours=2)


def test_hours_are_those_of_the_clock_in_winter_and_summer(client_of, anna, url):
    winter, summer = clock_change(10) + datetime.timedelta(days=1), clock_change(3) + datetime.timedelta(days=1)
    client_of(anna).post(url("new"), typed(date=winter, also_0=summer))
    hours = {day.begins.date(): day.starts_at.astimezone(datetime.UTC).hour for day in OpenDay.objects.all()}
    assert hours == {winter: 9, summer: 8}


def test_an_evening_goes_on_after_midnight(client_of, anna, url):
    client_of(anna).post(url("new"), typed(begin="20:00", end="00:30"))
    day = OpenDay.objects.get()
    assert day.ends.date() == IN_A_MONTH + datetime.timedelta(days=1)
    assert (day.ends - day.begins) == datetime.timedelta(hours=4, minutes=30)


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
    day = OpenDayFactory(programme=ProgrammeFactory(school=school))
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
