"""A secretary tells of three open days in one go; a pupil finds them on the map and takes one into a calendar."""

import datetime
import re

import pytest
from django.utils.translation import gettext, override
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.e2e.kinds import open_page

NEW = "/{language}/manage/tectura/open-days/new/"
LIST = "/{language}/manage/tectura/open-days/"
MARKED = "() => [...document.querySelectorAll('.map-marker')].reduce((n, one) => n + Number(one.textContent || 1), 0)"


def said(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


def tell(page: Page, dates: list[datetime.date]) -> None:
    """What a secretary types: three dates and two hours, and nothing else."""
    page.locator("[name=date]").fill(dates[0].isoformat())
    for number, date in enumerate(dates[1:]):
        page.locator(f"[name=also_{number}]").fill(date.isoformat())
    page.locator("[name=begin]").fill("09:30")
    page.locator("[name=end]").fill("12:15")
    page.locator("form .button.primary").click()


def found_on_the_map(page: Page) -> set[str]:
    """The campuses of the list, once the map beside it has followed."""
    expect(page.locator("#results")).to_have_attribute("data-query", "open_day=30")
    number = int(re.match(r"\d+", page.locator("#count").inner_text()).group())
    page.wait_for_function(f"number => ({MARKED})() === number", arg=number)
    return {card.get_attribute("data-campus") for card in page.locator("#results [data-campus]").all()}


def in_the_data(page: Page) -> set[str]:
    features = page.request.get("/api/v1/campuses.geojson?open_day=30").json()["features"]
    return {str(feature["id"]) for feature in features}


def events_of(page: Page, query: str) -> list[dict]:
    return page.request.get(f"/api/v1/events/?page_size=200&{query}").json()["results"]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_three_dates_in_one_form_are_there_for_visitors_at_once(visitor, page, language, axe):
    """Each language its own weeks, because both tell the same portal."""
    first = datetime.date.today() + datetime.timedelta(days={"nl": 100, "fr": 200}[language])
    dates = [first + datetime.timedelta(weeks=number) for number in range(3)]
    visitor.sign_in("anna", language)
    page.goto(NEW.format(language=language))
    axe(page)
    tell(page, dates)
    page.wait_for_url("**" + LIST.format(language=language))
    axe(page)
    told = events_of(page, "school=tectura&kind=open_day")
    ours = [row for row in told if row["starts_at"][11:16] == "09:30" and row["starts_at"][:10] >= first.isoformat()]
    assert [row["starts_at"][:10] for row in ours][:3] == [date.isoformat() for date in dates]
    page.goto(f"/{language}/schools/tectura/")
    expect(page.locator("#open-days")).to_be_visible()


def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(visitor, page):
    visitor.sign_in("anna", "en")
    page.goto(NEW.format(language="en"))
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    page.locator("[name=date]").fill(tomorrow.isoformat())
    page.locator("[name=begin]").fill("16:00")
    page.locator("[name=end]").fill("10:00")
    page.locator("form .button.primary").click()
    expect(page.locator(".field .error")).to_have_count(1)
    page.locator(".error-summary a").click()
    expect(page.locator("[name=end]")).to_be_focused()
    expect(page.locator("[name=date]")).to_have_value(tomorrow.isoformat())


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_pupil_finds_a_school_to_visit_on_the_map(page, language):
    open_page(page, "/{language}/map/", language)
    page.locator("[name=open_day]").check()
    assert found_on_the_map(page) == in_the_data(page) != set()
    expect(page).to_have_url(re.compile(r"[?&]open_day=30"))
    card = page.locator("#results .card").first
    expect(card).to_contain_text(re.compile(r"\d{1,2} \w+"))
    card.locator("h3 a").click()
    expect(page.locator("#open-days h2")).to_have_text(said("Come and see", language))


def test_a_marker_names_the_next_open_day(page):
    open_page(page, "/en/map/?open_day=30&q=Terneuzen", "en")
    page.locator(".map-marker").first.click()
    expect(page.locator("[data-place-body]")).to_contain_text(said("Open day", "en"))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_day_goes_into_a_calendar(page, language):
    open_page(page, "/{language}/events/?country=nl&kind=open_day", language)
    with page.expect_download() as download:
        page.locator(".day-ways a[href$='.ics']").first.click()
    (event,) = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    told = next(
        row for row in events_of(page, f"country=nl&kind=open_day&lang={language}") if row["id"] == event["UID"]
    )
    assert event["DTSTART"].dt == datetime.datetime.fromisoformat(told["starts_at"])
    assert event["URL"] == told["url"]
    assert f"/{language}/" in event["URL"]


def test_filters_work_without_scripts_too(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/events/")
    page.locator("#filter-country").select_option("nl")
    page.locator("form[role=search] .button.primary").click()
    assert set(page.locator(".days .side").evaluate_all("marks => marks.map(mark => mark.className)")) == {
        "side side-nl"
    }
    context.close()


def test_a_cancelled_day_says_so_to_visitors(page):
    page.goto("/en/schools/vti-deinze/")
    expect(page.locator(".day .badge.bad")).to_have_text(re.compile(said("Cancelled", "en")))
