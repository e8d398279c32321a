"""The portal without a mouse: everything is reached, the focus is seen, and the journeys can be made."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.focus import UNSEEN, tab_to, walk
from tests.e2e.kinds import CHAPTERS, PUBLIC, STAFF, open_page
from tests.e2e.test_pages import addresses, two_sizes


@two_sizes
@addresses(**PUBLIC, chapter=CHAPTERS["fund"])
def test_everything_is_reached_and_the_focus_is_seen(page, address_of_kind, size):
    open_page(page, address_of_kind)
    assert walk(page) == []


@two_sizes
def test_staff_reach_everything(visitor, page, size):
    visitor.sign_in("nora")
    for address in STAFF.values():
        open_page(page, address)
        assert walk(page) == []


def test_walk_notices_what_is_wrong(page):
    """The negative control of the walk."""
    page.goto("/nl/schools/")
    for selector, style in {
        "#q": "outline: none",
        ".search-box": "outline: none",
        "#filter-sector": "position: absolute; left: -900px",
        "#filter-eqf": "position: relative; z-index: -1",
    }.items():
        page.locator(selector).evaluate("(one, style) => { one.style.cssText = style; }", style)
    page.locator("#filter-form").evaluate("one => { one.tabIndex = -1; }")
    wrong = "\n".join(walk(page))
    for sentence in ("shows no focus", "is out of view", "lies under", "is never reached"):
        assert sentence in wrong


@two_sizes
def test_the_menu_opens_and_closes(page, size):
    page.goto("/nl/")
    menu = page.locator(".menu > summary")
    link = page.locator(f"{'.menu' if size == 'phone' else '.site-nav.wide'} a[href='/nl/schools/']")
    if size == "phone":
        expect(link).to_be_hidden()
        tab_to(page, menu)
        page.keyboard.press("Enter")
    tab_to(page, link)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/nl/schools/$"))


# --- the journeys ---------------------------------------------------------------------------------


@pytest.fixture
def at_the_map(page, language) -> Page:
    open_page(page, PUBLIC["map"], language)
    return page


def test_journey_1_a_marker_opens_and_leads_to_the_campus(at_the_map):
    page = at_the_map
    tab_to(page, page.locator(".map-marker:not(.cluster)").first)
    page.keyboard.press("Enter")
    panel = page.locator("[data-place-panel]")
    expect(panel).to_be_focused()
    name = panel.locator("h3 a").first.inner_text()
    tab_to(page, panel.locator("h3 a").first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


def press_until_chosen(page: Page, name: str, value: str) -> None:
    """Arrow down in a menu, looking at the answer to each value on the way."""
    menu = page.locator(f"#filter-{name}")
    tab_to(page, menu)
    while (chosen := menu.input_value()) != value:
        page.keyboard.press("ArrowDown")
        expect(menu).not_to_have_value(chosen)
        asked = re.compile(f"{name}={menu.input_value()}(&|$)")
        expect(page.locator("#results")).to_have_attribute("data-query", asked)
        expect(page.locator(".htmx-request, .htmx-added, .htmx-settling")).to_have_count(0)
        expect(menu).to_be_focused()
    assert page.evaluate(UNSEEN) == []


def test_journey_2_filters_are_chosen_and_cleared(at_the_map):
    page = at_the_map
    everything = page.locator("#count").inner_text()
    for name, value in (("country", "nl"), ("sector", "care"), ("eqf", "4")):
        press_until_chosen(page, name, value)
    expect(page.locator("#count")).not_to_have_text(everything, use_inner_text=True)
    tab_to(page, page.locator(".chips .button"))
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text(everything, use_inner_text=True)
    expect(page.locator("#count")).to_be_focused()


def test_journey_3_from_the_front_page_to_programmes_nearby(page, language):
    page.goto(f"/{language}/")
    tab_to(page, page.locator("#q"))
    page.keyboard.type("verpleeg Terneuzen")
    expect(page.locator("#answers a").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("Terneuzen")
    first = page.locator("#results .card h3 a").first
    title = first.inner_text()
    tab_to(page, first)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(title)


def test_journeys_4_and_5_a_programme_across_the_border_in_another_language(page, language):
    open_page(page, PUBLIC["programme"], language)
    tab_to(page, page.locator("main .card h3 a").first)
    page.keyboard.press("Enter")
    expect(page.locator("main .side-nl").first).to_be_visible()
    other = "fr" if language != "fr" else "en"
    tab_to(page, page.locator(f".languages a[hreflang={other}]"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", other)
    expect(page).to_have_url(re.compile(f"/{other}/programmes/"))
