"""“Open day in the next 30 days”: the same on map, lists and API."""

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.utils.translation import override

from programmes.filters import BadParameter, CatalogueQuery
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory
from tests.factories.schools import LONG_AGO, CampusFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def asked(address: str) -> CatalogueQuery:
    return CatalogueQuery.from_params(QueryDict(address))


@pytest.fixture
def two():
    """Two campuses of one school; care is taught at both, welding at the second only."""
    first = CampusFactory(name="Aarde", place=PlaceFactory(lat=51.05, lon=3.72))
    second = CampusFactory(school=first.school, name="Water", slug="water", place=PlaceFactory(lat=51.60, lon=3.72))
    care = ProgrammeFactory(published=True, in_care=True, at=[first, second], title_nl="Zorg")
    welding = ProgrammeFactory(published=True, at=[second], title_nl="Lassen")
    other = CampusFactory(name="Elders")
    ProgrammeFactory(published=True, in_care=True, at=[other])
    return first, second, care, welding


@pytest.mark.parametrize(
    "address", ["open_day=0", "open_day=366", "open_day=-1", "open_day=x", "open_day=1e1", "open_day=٣"]
)
def test_what_is_no_number_of_days_is_told(address):
    with override("en"), pytest.raises(BadParameter) as caught:
        asked(address)
    assert caught.value.errors == {"open_day": "open_day is a whole number of days from now, from 1 to 365."}


def test_it_is_given_once_and_written_back():
    assert asked("open_day=7&sector=care").querystring() == "sector=care&open_day=7"
    assert not asked("open_day=")
    with override("en"), pytest.raises(BadParameter) as caught:
        asked("open_day=7&open_day=30")
    assert caught.value.errors == {"open_day": "Give open_day once."}


def test_a_chip_says_it_and_takes_it_away():
    with override("en"):
        (chip,) = asked("open_day=14").active_filters
    assert (chip.label, chip.without) == ("Open day in the next 14 days", "")


def test_a_day_of_the_whole_school_is_at_each_campus_and_for_each_programme(two):
    first, second, care, welding = two
    OpenDayFactory(school=first.school)
    assert list(asked("open_day=30").campuses()) == [first, second]
    assert list(asked("open_day=30").programmes()) == [welding, care]
    assert list(asked("open_day=30").schools()) == [first.school]


def test_a_day_of_a_campus_is_there_and_for_what_is_taught_there(two):
    first, second, care, welding = two
    OpenDayFactory(campus=first)
    assert list(asked("open_day=30").campuses()) == [first]
    assert list(asked("open_day=30").programmes()) == [care]
    OpenDayFactory(campus=second)
    assert list(asked("open_day=30").programmes()) == [welding, care]


def test_a_day_of_a_programme_is_where_it_is_taught(two):
    first, second, care, welding = two
    OpenDayFactory(programme=welding)
    assert list(asked("open_day=30").campuses()) == [second]
    assert list(asked("open_day=30").programmes()) == [welding]
    OpenDayFactory(programme=care)
    assert list(asked("open_day=30").campuses()) == [first, second]


def test_a_day_of_a_programme_at_a_campus_is_at_that_campus(two):
    _first, second, care, _welding = two
    OpenDayFactory(programme=care, campus=second)
    assert list(asked("open_day=30").campuses()) == [second]
    assert list(asked("open_day=30").programmes()) == [care]
    assert list(asked("open_day=30&near=51.05,3.72&radius=10").programmes()) == []
    assert list(asked("open_day=30&near=51.60,3.72&radius=10").programmes()) == [care]


def test_the_day_must_be_for_what_is_asked(two):
    """Welding opens its doors at the campus where care is taught too: that is no open day for care."""
    _first, second, _care, welding = two
    OpenDayFactory(programme=welding)
    assert list(asked("open_day=30&sector=care").campuses()) == []
    assert list(asked("open_day=30&sector=care").schools()) == []
    assert list(asked("open_day=30&sector=technics").campuses()) == [second]


def test_what_is_further_away_cancelled_over_or_hidden_counts_for_nothing(two):
    first, _second, care, welding = two
    OpenDayFactory(school=first.school, in_days=31)
    OpenDayFactory(school=first.school, over=True)
    OpenDayFactory(school=first.school, cancelled=True)
    welding.status = "draft"
    welding.save()
    OpenDayFactory(programme=welding)
    assert not asked("open_day=30").campuses()
    assert not asked("open_day=30").programmes()
    assert asked("open_day=31").campuses().count() == 2
    assert care in asked("open_day=31").programmes()


def test_a_closed_campus_is_not_found_by_the_day_of_its_school(two):
    first, second, *_ = two
    OpenDayFactory(school=first.school)
    second.closed_on = LONG_AGO
    second.save()
    assert list(asked("open_day=30").campuses()) == [first]


def test_two_days_show_a_campus_once(two):
    first, second, care, _welding = two
    for whose in ({"school": first.school}, {"campus": first}, {"programme": care}):
        OpenDayFactory(**whose)
    assert list(asked("open_day=30").campuses()) == [first, second]
    assert asked("").counts_by("open_day") == {30: 2}
    assert asked("open_day=30").counts_by("sector") == {"technics": 1, "care": 2, "ict": 0}
    assert asked("sector=technics").counts_by("open_day") == {30: 1}


def test_words_and_days_must_both_hold(two):
    first, *_ = two
    OpenDayFactory(school=first.school)
    assert asked("q=lassen&open_day=30").campuses().count() == 1
    assert asked("q=xyzzyplugh&open_day=30").campuses().count() == 0


# --- in the browser -------------------------------------------------------------------------------


def test_the_map_counts_and_its_points_follow(client, two):
    first, second, *_ = two
    OpenDayFactory(school=first.school)
    box = BeautifulSoup(client.get("/en/map/").content, "html.parser").select_one('[name="open_day"]')
    assert box["value"] == "30"
    assert box.parent.get_text(" ", strip=True) == "Open day in the next 30 days (2)"
    points = client.get("/en/map/points.json?open_day=30").json()
    assert sorted(points["id"]) == sorted([first.place_id, second.place_id])
    page = BeautifulSoup(client.get("/en/map/?open_day=60").content, "html.parser")
    assert page.select_one('[name="open_day"]')["value"] == "60"
    assert page.select_one('[name="open_day"]').has_attr("checked")


def test_a_campus_card_names_its_own_next_day(client, two):
    first, second, _care, welding = two
    near = OpenDayFactory(programme=welding, in_days=2, kind="info")
    far = OpenDayFactory(school=first.school, in_days=9)
    OpenDayFactory(school=first.school, in_days=1, cancelled=True)
    for campus, kind, day in ((first, "Open day", far), (second, "Info moment", near)):
        text = client.get(f"/en/map/place/{campus.place_id}/").content.decode()
        assert f"{kind}: {day.begins:%A} {day.begins.day} {day.begins:%B}" in text
