"""A school tells of its open days: several dates in one form, and what may be wrong with them."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.formats import date_format

from les_portal.activity.models import Entry
from les_portal.listings.forms.open_days import whose_of
from les_portal.listings.wall_clock import at, span, today
from les_portal.publication.changes import edition
from programmes.models import OpenDay
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import LONG_AGO, CampusFactory
from tests.les_portal.listings.telling import IN_A_MONTH, errors_in, said_in, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def url(school):
    def to(name: str, *args) -> str:
        return reverse(f"open_days:{name}", args=[school.organisation.slug, *args]).replace("/nl/", "/en/")

    return to


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
