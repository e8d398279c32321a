"""Open days in somebody's own calendar, held against RFC 5545 and read back by another reader of calendars."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from les_portal.listings.actions.open_days import cancel, change, restore
from programmes.calendars import CONTENT_TYPE
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory, at_hour
from tests.factories.schools import CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
FEED = "/en/events/calendar.ics"
# RFC 5545, 3.1: a content line is a name, parameters and a value, without control characters.
LINE = re.compile(r"[A-Z-]+(;[A-Z-]+=(\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*))*:[^\x00-\x08\x0a-\x1f\x7f]*")


def file_of(day, language: str = "en") -> str:
    return f"/{language}/events/{day.uid}.ics"


def read(client, url: str) -> Calendar:
    """Checked line by line on the way."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == CONTENT_TYPE == "text/calendar; charset=utf-8"
    body = answer.content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    for line in body.replace(b"\r\n ", b"").decode().rstrip("\r\n").split("\r\n"):
        assert LINE.fullmatch(line), line
    calendar = Calendar.from_ical(body)
    assert [event.errors for event in calendar.walk() if event.errors] == []
    return calendar


def the_event(client, url: str):
    (event,) = read(client, url).walk("VEVENT")
    return event


@pytest.fixture
def campus():
    place = PlaceFactory(street="Kaai", house_number="7", lat=51.05, lon=3.72)
    return CampusFactory(school__organisation__name="Zeehaven", name="Aan 't water", place=place)


@pytest.fixture
def day(campus):
    return OpenDayFactory(
        campus=campus, note_nl="Breng een pen mee.", note_fr="Apportez un stylo.", website="https://zee.example.org/kom"
    )


def test_a_day_is_told_whole(client, day, campus):
    event = the_event(client, file_of(day))
    assert event["UID"] == str(day.uid)
    assert event["SEQUENCE"] == 0
    assert event["SUMMARY"] == "Open day · Zeehaven"
    assert event["LOCATION"] == "Zeehaven, Aan 't water, Kaai 7, 9000 Gent"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (51.05, 3.72)
    assert event["URL"] == f"http://testserver/en/schools/{campus.school.organisation.slug}/{campus.slug}/"
    assert event["DESCRIPTION"] == "Breng een pen mee.\nRegister or read more: https://zee.example.org/kom"
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == day.updated_at.replace(microsecond=0)
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Europe/Brussels"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day.starts_at, day.ends_at)


def test_what_a_calendar_must_have_is_there_once(client, day):
    calendar = read(client, file_of(day))
    assert calendar["VERSION"] == "2.0"
    assert "PRODID" in calendar
    assert "METHOD" not in calendar
    for event in calendar.walk("VEVENT"):
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "URL", "SUMMARY"):
            assert not isinstance(event[name], list)


def test_it_speaks_the_language_of_its_address(client, day):
    assert the_event(client, file_of(day, "fr"))["DESCRIPTION"].startswith("Apportez un stylo.")
    assert the_event(client, file_of(day, "nl"))["DESCRIPTION"].startswith("Breng een pen mee.")
    assert "/fr/schools/" in the_event(client, file_of(day, "fr"))["URL"]


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo",
        "a, b; c",
        "back\\slash \\n \\,",
        "🛠️ lassen 🎓 " * 12,
        "é" * 200,
        "tab\tand \x07bell\x00",
        "a\r\nb\rc",
    ],
)
def test_any_text_comes_back_as_it_was_written(client, campus, text):
    title = text.replace("\x00", "")[:160]  # neither database keeps it
    day = OpenDayFactory(programme=ProgrammeFactory(published=True, at=[campus], title_nl=title), note_nl=title)
    event = the_event(client, file_of(day, "nl"))
    seen = title.replace("\r\n", "\n").replace("\r", "\n").replace("\x07", "")
    assert event["SUMMARY"].endswith(f": {seen} · Zeehaven")
    assert event["DESCRIPTION"] == seen


def test_the_clock_is_that_of_brussels_on_both_sides_of_its_change(client):
    """Against the time zone data of the machine, an hour before and after each change of these years."""
    calendar = read(client, file_of(OpenDayFactory()))
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Brussels"
    ours = zone.to_tz(lookup_tzid=False)
    this_year = timezone.localdate().year
    for year in range(this_year, this_year + 3):
        for month in range(1, 13):
            for number in range(25, 29):
                for hour in (0, 1, 4, 12):
                    naive = datetime.datetime(year, month, number, hour)
                    theirs = naive.replace(tzinfo=BRUSSELS).utcoffset()
                    assert naive.replace(tzinfo=ours).utcoffset() == theirs, naive


def test_a_night_goes_on_past_midnight(client):
    event = the_event(client, file_of(OpenDayFactory(starts_at=at_hour(3, 20), ends_at=at_hour(4, 1))))
    assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour) == (20, 1)
    assert event["DTEND"].dt > event["DTSTART"].dt


def test_each_change_counts_and_the_event_stays_the_same_one(client, day, anna):
    numbers = [the_event(client, file_of(day))["SEQUENCE"]]
    change(day, {"website": ""}, seen=0, by=anna)
    numbers.append(the_event(client, file_of(day))["SEQUENCE"])
    cancel(day, by=anna)
    cancelled = the_event(client, file_of(day))
    numbers.append(cancelled["SEQUENCE"])
    restore(day, by=anna)
    numbers.append(the_event(client, file_of(day))["SEQUENCE"])
    assert numbers == [0, 1, 2, 3]
    assert cancelled["UID"] == str(day.uid)
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["SUMMARY"] == "Cancelled: Open day · Zeehaven"
    assert cancelled["DESCRIPTION"].startswith("The school has cancelled this.\n")
    assert the_event(client, file_of(day))["STATUS"] == "CONFIRMED"


def test_online_and_at_several_campuses_have_no_single_point(client, campus):
    CampusFactory(school=campus.school, name="Ver weg", slug="ver", place=PlaceFactory(municipality="Aalst"))
    online = the_event(client, file_of(OpenDayFactory(campus=campus, is_online=True)))
    everywhere = the_event(client, file_of(OpenDayFactory(school=campus.school)))
    assert online["LOCATION"] == "Online"
    assert everywhere["LOCATION"] == "Zeehaven (Gent, Aalst)"
    assert "GEO" not in online
    assert "GEO" not in everywhere


def test_a_single_file_is_to_be_kept_under_a_name(client, day):
    assert client.get(file_of(day)).headers["Content-Disposition"] == f'attachment; filename="{day.uid}.ics"'


@pytest.mark.parametrize("hidden", ["over", "draft", "retired", "unknown"])
def test_what_visitors_do_not_see_has_no_file(client, hidden):
    day = {
        "over": lambda: OpenDayFactory(over=True),
        "draft": lambda: OpenDayFactory(programme=ProgrammeFactory()),
        "retired": lambda: OpenDayFactory(school__retired=True),
        "unknown": lambda: OpenDayFactory.build(school=None),
    }[hidden]()
    assert client.get(file_of(day)).status_code == 404
    if day.pk:
        assert not read(client, FEED).walk("VEVENT")


def test_the_feed_has_what_the_page_has_in_its_order(client, day):
    soon = OpenDayFactory(in_days=2, cancelled=True)
    OpenDayFactory(over=True)
    calendar = read(client, FEED)
    assert [event["UID"] for event in calendar.walk("VEVENT")] == [str(soon.uid), str(day.uid)]
    assert len(calendar.walk("VTIMEZONE")) == 1
    slug = day.school.organisation.slug
    assert the_event(client, f"{FEED}?school={slug}")["UID"] == str(day.uid)
    assert the_event(client, f"{FEED}?open_day=5")["UID"] == str(soon.uid)
    assert the_event(client, f"{FEED}?near=51.05,3.72&radius=5")["UID"] == str(day.uid)


def test_a_feed_without_a_day_is_still_a_calendar(client):
    calendar = read(client, f"{FEED}?kind=info")
    assert calendar.walk("VEVENT") == []
    assert len(calendar.subcomponents) == 1  # a calendar must hold something, and the time zone is enough


def test_nothing_new_costs_nothing(client, day, anna, django_assert_num_queries):
    first = client.get(FEED)
    with django_assert_num_queries(1):
        again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "no-cache" in first.headers["Cache-Control"]
    change(day, {"website": ""}, seen=0, by=anna)
    assert client.get(FEED, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_same_days_give_the_same_bytes(client, day):
    first = client.get(FEED).content
    OpenDayFactory(over=True)  # a new edition
    assert client.get(FEED).content == first


def test_only_reading_is_possible(client, day):
    assert client.post(file_of(day)).status_code == 405
