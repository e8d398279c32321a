"""Map and list as one thing: by mouse, by finger, by keyboard, and back again."""

import re

import pytest
from playwright.sync_api import expect

CLUSTERS = ".map-marker.cluster"
ONE = ".map-marker:not(.cluster)"


@pytest.fixture
def map_page(page):
    page.goto("/nl/map/")
    expect(page.locator(".map-marker").first).to_be_visible()
    return page


def asked(page) -> str:
    return page.locator("#results").get_attribute("data-query")


def test_map_breaks_no_rule(page, language, scheme, axe):
    page.goto(f"/{language}/map/")
    expect(page.locator(".map-marker").first).to_be_visible()
    axe(page)


def test_map_fits_the_screen(page, size, axe):
    page.goto("/nl/map/")
    expect(page.locator(".map-marker").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)


def test_filters_live_in_the_address_and_the_back_button_takes_them_off(map_page):
    everything = map_page.locator("#count").inner_text()
    map_page.evaluate("document.body.dataset.stays = 'yes'")
    map_page.locator("#filter-country").select_option("nl")
    expect(map_page.locator("#results")).to_have_attribute("data-query", "country=nl")
    expect(map_page).to_have_url(re.compile(re.escape("/nl/map/?country=nl") + "$"))
    expect(map_page.locator(".map-marker.be")).to_have_count(0)
    expect(map_page.locator("[data-status]")).not_to_have_text("")
    map_page.go_back()
    expect(map_page.locator("#count")).to_have_text(everything, use_inner_text=True)
    expect(map_page.locator("#filter-country")).to_have_value("")
    expect(map_page.locator(".map-marker.be").first).to_be_attached()
    assert map_page.evaluate("document.body.dataset.stays") == "yes", "the map was loaded anew"


def test_a_chip_takes_its_filter_off(map_page):
    map_page.goto("/nl/map/?country=nl&sector=care")
    map_page.locator("a.chip").first.click()
    expect(map_page.locator("#results")).to_have_attribute("data-query", "sector=care")
    expect(map_page.locator("#filter-country")).to_have_value("")


def test_card_and_marker_point_at_each_other(map_page):
    map_page.locator("#results .card").first.hover()
    expect(map_page.locator(".map-marker.is-joined")).to_have_count(1)
    map_page.locator("[data-show-place]").first.click()
    expect(map_page.locator(".map-marker.is-selected")).to_have_count(1)
    expect(map_page.locator("#results .card[aria-current=true]").first).to_be_visible()


def test_keyboard_opens_a_cluster_a_place_and_comes_back(map_page):
    map_page.locator(CLUSTERS).first.focus()
    while map_page.evaluate("document.activeElement.classList.contains('cluster')"):
        label = map_page.evaluate("document.activeElement.ariaLabel")
        zoomed = map_page.locator(".leaflet-control-scale-line").inner_text()
        map_page.keyboard.press("Enter")
        expect(map_page.locator(".leaflet-control-scale-line")).not_to_have_text(zoomed)
        assert map_page.evaluate("document.activeElement.classList.contains('map-marker')"), f"lost after {label}"
    name = map_page.evaluate("document.activeElement.ariaLabel")
    map_page.keyboard.press("Enter")
    panel = map_page.locator("[data-place-panel]")
    expect(panel).to_be_visible()
    expect(panel).to_be_focused()
    map_page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert map_page.evaluate("document.activeElement.ariaLabel") == name


def test_near_me_asks_only_after_a_click_and_tells_little(visitor, map_page):
    visitor.context.grant_permissions(["geolocation"])
    visitor.context.set_geolocation({"latitude": 51.054321, "longitude": 3.712345})
    assert asked(map_page) == ""
    map_page.locator("[data-near]").click()
    expect(map_page.locator("#results")).to_have_attribute("data-query", "near=51.054%2C3.712")
    expect(map_page.locator(".ground-circle")).to_have_count(1)


def test_sheet_has_three_heights(visitor, map_page):
    map_page.set_viewport_size({"width": 390, "height": 844})
    heights = []
    for step in (-1, 1, 1):
        map_page.locator(f"[data-sheet-step='{step}']").click()
        map_page.evaluate("scrollTo(0, 0)")
        heights.append(map_page.locator("#list").bounding_box()["height"])
    assert heights[0] < heights[1] < heights[2]
    map_page.locator("[data-sheet-step='-1']").click()
    map_page.locator("[data-sheet-step='-1']").click()
    expect(map_page.locator("#results a").first).to_be_hidden()


def test_map_draws_few_things_at_once(map_page):
    assert map_page.locator(".map-marker").count() <= 300
    assert map_page.locator(".ground-land").count() == 2


def test_list_is_complete_without_javascript(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/nl/map/?country=nl")
    found = page.locator("#results .card").count()
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        found += page.locator("#results .card").count()
    assert page.locator("#count").inner_text().split()[0] == str(found)
    context.close()
