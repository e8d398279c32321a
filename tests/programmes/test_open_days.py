"""What visitors read of open days: on pages, in the list by month, until they are over."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.utils import timezone

from les_portal.publication.changes import edition, together
from programmes.models import OpenDay, Programme
from programmes.querysets import midnight
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory, at_hour
from tests.factories.schools import GENT, LONG_AGO, CampusFactory, PlaceFactory, SchoolFactory

pytestmark = pytest.mark.django_db
EVENTS = "/en/events/"


def days_on(client, url: str) -> list[str]:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return [article["id"].removeprefix("day-") for article in page.select("article.day")]


def ids(*days: OpenDay) -> list[str]:
    return [str(day.uid) for day in days]


# --- which there are ------------------------------------------------------------------------------


def test_a_day_is_there_until_its_midnight_and_no_longer():
    begun_before = OpenDayFactory(starts_at=midnight() - datetime.timedelta(hours=2), ends_at=at_hour(0, 1))
    this_morning = OpenDayFactory(starts_at=at_hour(0, 0), ends_at=at_hour(0, 1))
    OpenDayFactory(starts_at=at_hour(-1, 10), ends_at=midnight())
    OpenDayFactory(over=True)
    assert set(OpenDay.objects.upcoming()) == {begun_before, this_morning}


@pytest.mark.parametrize("days", [1, 30, 365])
def test_the_last_day_that_is_asked_for_counts_whole(days):
    last = OpenDayFactory(starts_at=at_hour(days, 23), ends_at=at_hour(days + 1, 1))
    OpenDayFactory(starts_at=midnight(days + 1), ends_at=at_hour(days + 1, 1))
    assert list(OpenDay.objects.within(days)) == [last]


@pytest.mark.parametrize("status", [Programme.Status.DRAFT, Programme.Status.PROPOSED, Programme.Status.ARCHIVED])
def test_what_belongs_to_nothing_that_visitors_see_is_not_seen(status):
    OpenDayFactory(school__retired=True)
    OpenDayFactory(campus=CampusFactory(retired=True))
    OpenDayFactory(campus=CampusFactory(closed_on=LONG_AGO))
    OpenDayFactory(programme=ProgrammeFactory(status=status))
    assert not OpenDay.objects.for_visitors().exists()


def test_every_change_is_a_new_edition():
    before = edition()
    day = OpenDayFactory()
    announced = edition()
    day.save()
    changed = edition()
    day.delete()
    assert before < announced < changed < edition()


# --- on the pages of a school ---------------------------------------------------------------------


@pytest.fixture
def school(db):
    return SchoolFactory(organisation__name="Zeehaven", organisation__slug="zeehaven")


@pytest.fixture
def two(school):
    """Two campuses of one school, each with a programme of its own, in the order of their names."""
    rows = [CampusFactory(school=school, name=name, slug=name.lower()) for name in ("Aarde", "Water")]
    return [(campus, ProgrammeFactory(published=True, at=[campus])) for campus in rows]


def test_each_page_tells_of_the_days_that_concern_it(client, school, two):
    (aarde, lassen), (_water, varen) = two
    whole = OpenDayFactory(school=school, in_days=3)
    at_aarde = OpenDayFactory(campus=aarde, in_days=4)
    of_varen = OpenDayFactory(programme=varen, in_days=5)
    OpenDayFactory(in_days=6)
    assert days_on(client, "/en/schools/zeehaven/") == ids(whole, at_aarde, of_varen)
    assert days_on(client, "/en/schools/zeehaven/aarde/") == ids(whole, at_aarde)
    assert days_on(client, "/en/schools/zeehaven/water/") == ids(whole, of_varen)
    assert days_on(client, lassen.get_absolute_url().replace("/nl/", "/en/")) == ids(whole, at_aarde)
    assert days_on(client, varen.get_absolute_url().replace("/nl/", "/en/")) == ids(whole, of_varen)


def test_a_day_says_when_where_and_how(client, school):
    campus = CampusFactory(school=school, place=PlaceFactory(street="Kaai", house_number="7", lat=51.5, lon=3.5))
    day = OpenDayFactory(
        campus=campus, note_nl="Breng een pen mee.", website="https://zeehaven.example.org/kom", in_days=3
    )
    page = BeautifulSoup(client.get("/en/schools/zeehaven/").content, "html.parser").select_one("article.day")
    text = page.get_text(" ", strip=True)
    assert f"{day.begins:%A} {day.begins.day} {day.begins:%B %Y}" in text
    assert "10:00 – 16:00" in text
    assert "Kaai 7, 9000 Gent" in text
    assert page.select_one('[lang="nl"]').get_text() == "Breng een pen mee."
    links = [link["href"] for link in page.select("a")]
    assert "/en/map/?near=51.5,3.5&radius=5" in links
    assert "https://zeehaven.example.org/kom" in links
    assert f"/en/events/{day.uid}.ics" in links


def test_a_night_says_on_which_day_it_ends(client, school):
    OpenDayFactory(school=school, starts_at=at_hour(3, 20), ends_at=at_hour(4, 1))
    text = BeautifulSoup(client.get("/en/schools/zeehaven/").content, "html.parser").select_one(".day-when").get_text()
    assert f"{at_hour(4, 1):%A}" in text


def test_a_cancelled_day_says_so_and_asks_nobody_to_register(client, school):
    OpenDayFactory(school=school, cancelled=True, website="https://zeehaven.example.org/kom")
    page = BeautifulSoup(client.get("/en/schools/zeehaven/").content, "html.parser").select_one("article.day")
    assert "Cancelled" in page.get_text()
    assert page.find("a", href="https://zeehaven.example.org/kom") is None


def test_without_a_date_there_is_no_section(client, school):
    OpenDayFactory(school=school, over=True)
    assert "open-days" not in client.get("/en/schools/zeehaven/").content.decode()


def test_more_dates_than_fit_stand_behind_a_link(client, school):
    days = [OpenDayFactory(school=school, in_days=number) for number in range(1, 7)]
    answer = client.get("/en/schools/zeehaven/").content.decode()
    assert days_on(client, "/en/schools/zeehaven/") == ids(*days[:4])
    assert 'href="/en/events/?school=zeehaven"' in answer


def test_a_kept_page_forgets_what_was_cancelled_in_the_meantime(client, school):
    day = OpenDayFactory(school=school)
    assert "Cancelled" not in client.get("/en/schools/zeehaven/").content.decode()
    day.cancelled_at = timezone.now()
    day.save()
    assert "Cancelled" in client.get("/en/schools/zeehaven/").content.decode()


def test_a_closed_campus_invites_nobody(client, school):
    CampusFactory(school=school, name="Dicht", slug="dicht", closed_on=LONG_AGO)
    OpenDayFactory(school=school)
    assert days_on(client, "/en/schools/zeehaven/dicht/") == []


# --- the list -------------------------------------------------------------------------------------


def test_the_list_is_in_order_and_by_month(client):
    later, soon = OpenDayFactory(in_days=70), OpenDayFactory(in_days=2)
    page = BeautifulSoup(client.get(EVENTS).content, "html.parser")
    assert days_on(client, EVENTS) == ids(soon, later)
    months = [month.get_text() for month in page.select(".days-month")]
    assert months == [f"{day.begins:%B %Y}" for day in (soon, later)]
    assert len(page.select("ul.days")) == 2


def test_the_list_asks_what_map_and_lists_ask(client):
    gent = CampusFactory(place=PlaceFactory(lat=GENT[0], lon=GENT[1]))
    care = ProgrammeFactory(published=True, in_care=True, at=[gent])
    weld = ProgrammeFactory(published=True, at=[gent])
    terneuzen = CampusFactory(in_nl=True, place=PlaceFactory(in_nl=True, lat=51.33, lon=3.83))
    ProgrammeFactory(published=True, in_nl=True, in_ict=True, at=[terneuzen])
    whole = OpenDayFactory(school=gent.school, in_days=1)
    of_care = OpenDayFactory(programme=care, in_days=2, kind=OpenDay.Kind.INFO)
    of_weld = OpenDayFactory(programme=weld, in_days=3)
    dutch = OpenDayFactory(campus=terneuzen, in_days=40)
    assert days_on(client, f"{EVENTS}?country=be") == ids(whole, of_care, of_weld)
    assert days_on(client, f"{EVENTS}?sector=care") == ids(whole, of_care)
    assert days_on(client, f"{EVENTS}?sector=ict") == ids(dutch)
    assert days_on(client, f"{EVENTS}?kind=info") == ids(of_care)
    assert days_on(client, f"{EVENTS}?near=51.33,3.83&radius=10") == ids(dutch)
    assert days_on(client, f"{EVENTS}?open_day=30") == ids(whole, of_care, of_weld)
    assert days_on(client, f"{EVENTS}?school={terneuzen.school.organisation.slug}") == ids(dutch)
    assert days_on(client, f"{EVENTS}?sector=care&kind=taster") == []


def test_a_day_of_one_campus_is_found_there_only(client):
    here = CampusFactory(place=PlaceFactory(lat=51.05, lon=3.72))
    far = CampusFactory(school=here.school, slug="ver", place=PlaceFactory(lat=51.6, lon=3.72))
    programme = ProgrammeFactory(published=True, at=[here, far])
    day = OpenDayFactory(campus=far, programme=programme)
    assert days_on(client, f"{EVENTS}?near=51.05,3.72&radius=10") == []
    assert days_on(client, f"{EVENTS}?near=51.6,3.72&radius=10") == ids(day)


@pytest.mark.parametrize("bad", ["kind=party", "school=a%20b", "school=a&school=b", "open_day=0"])
def test_what_cannot_be_read_is_left_out_and_said(client, bad):
    day = OpenDayFactory()
    answer = client.get(f"{EVENTS}?{bad}")
    assert "could not be read" in answer.content.decode()
    assert days_on(client, f"{EVENTS}?{bad}") == ids(day)


def test_chips_take_one_filter_away_and_keep_the_others(client):
    school = OpenDayFactory().school
    page = BeautifulSoup(client.get(f"{EVENTS}?school={school.organisation.slug}&kind=open_day").content, "html.parser")
    chips = {chip.get_text(" ", strip=True).split(" (")[0]: chip["href"] for chip in page.select(".chip")}
    assert chips == {
        "Open day": f"?school={school.organisation.slug}",
        school.organisation.name: "?kind=open_day",
    }


def test_the_list_leads_to_its_own_calendar(client):
    OpenDayFactory()
    page = BeautifulSoup(client.get(f"{EVENTS}?kind=open_day").content, "html.parser")
    links = [link["href"] for link in page.select("aside a")]
    assert links == [f"{scheme}://testserver/en/events/calendar.ics?kind=open_day" for scheme in ("webcal", "http")]


def test_an_empty_list_says_what_to_do(client):
    assert "No school has announced a date yet" in client.get(EVENTS).content.decode()
    assert "Nothing fits this search" in client.get(f"{EVENTS}?kind=info").content.decode()


def test_search_engines_read_each_day(client):
    day = OpenDayFactory(campus=CampusFactory(), note_en="</script>")
    OpenDayFactory(in_days=20, is_online=True, cancelled=True)
    page = BeautifulSoup(client.get(EVENTS).content, "html.parser")
    first, second = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"]
    assert first["startDate"] == day.begins.isoformat()
    assert first["endDate"] == day.ends.isoformat()
    assert first["eventStatus"] == "https://schema.org/EventScheduled"
    assert first["description"] == "</script>"
    assert first["location"][0]["address"]["postalCode"] == "9000"
    assert second["eventStatus"] == "https://schema.org/EventCancelled"
    assert second["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert second["location"]["@type"] == "VirtualLocation"


def test_the_fragment_is_part_of_the_page(client, fragment_equals_page):
    OpenDayFactory()
    fragment_equals_page(f"{EVENTS}?kind=open_day", "#results")


def test_the_home_page_names_the_next_three(client):
    days = [OpenDayFactory(in_days=number) for number in (4, 3, 2, 1)]
    OpenDayFactory(in_days=1, cancelled=True)
    page = BeautifulSoup(client.get("/en/").content, "html.parser")
    soon = [card.get_text(strip=True) for card in page.select(".coming-day h3")]
    assert soon == [f"{day.begins:%A} {day.begins.day} {day.begins:%B}" for day in reversed(days[1:])]


def many(school):
    """Each of a programme of its own, at one campus."""
    campus = CampusFactory(school=school)

    def make(rows: int) -> None:
        with transaction.atomic(), together():
            for number in range(rows):
                programme = ProgrammeFactory(published=True, at=[campus])
                OpenDayFactory(programme=programme, in_days=number % 300)

    return make


@pytest.mark.parametrize("url", [EVENTS, f"{EVENTS}?sector=technics&country=be", "/en/events/calendar.ics", "/en/"])
def test_lists_cost_as_much_for_one_day_as_for_300(url, school, queries_stay_constant):
    queries_stay_constant(url, many(school), rows=300)


@pytest.mark.parametrize("url", ["/en/schools/zeehaven/", "/en/map/", "/en/schools/"])
def test_pages_of_a_school_cost_as_much_for_one_day_as_for_300(url, school, queries_stay_constant):
    queries_stay_constant(url, many(school), rows=300)
