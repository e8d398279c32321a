"""Journey 8 in a browser: a campus is put in its place without a mouse, and closed with what is taught there."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitor import Visitor
from tests.services.portal import manage, portal

CAMPUSES = "/{language}/manage/tectura/campuses/"
CENTRUM = f"{CAMPUSES}centrum/"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A portal of its own: what closes here is open in the tests beside it."""
    database = tmp_path_factory.mktemp("campuses") / "portal.sqlite3"
    manage("migrate", "--noinput", database=database)
    manage("demo", database=database)
    with portal(database) as url:
        yield url


def numbers(page: Page) -> tuple[float, float]:
    return tuple(float(page.locator(f"[name={name}]").input_value()) for name in ("lat", "lon"))


def open_numbers(page: Page) -> None:
    page.locator("#coordinates summary").click()


def marker(page: Page):
    return page.locator(".placing-marker")


def is_on_the_map(page: Page, name: str) -> bool:
    features = page.request.get("/api/v1/campuses.geojson").json()["features"]
    return any(feature["properties"]["url"].endswith(f"/{name}/") for feature in features)


def test_the_marker_is_moved_by_keyboard(visitor: Visitor, page: Page):
    visitor.sign_in("anna")
    page.goto(CENTRUM.format(language="nl"))
    lat, lon = numbers(page)
    marker(page).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    north, east = numbers(page)
    assert (north > lat, east > lon) == (True, True)
    page.keyboard.press("Shift+ArrowDown")
    south, _same = numbers(page)
    assert lat < south < north, "with Shift a little"
    expect(page.locator("[data-status]")).to_contain_text(f"{south:.4f}")


def test_every_drag_has_a_button_and_every_button_a_click_on_the_map(visitor: Visitor, page: Page):
    visitor.sign_in("anna")
    page.goto(CENTRUM.format(language="nl"))
    lat, lon = numbers(page)
    page.locator("[data-move='0,1']").click()
    page.locator("[data-move='-1,0']").click()
    by_button = numbers(page)
    assert (by_button[0] < lat, by_button[1] < lon) == (True, True)
    canvas = page.locator("[data-canvas]").bounding_box()
    page.locator("[data-canvas]").click(position={"x": canvas["width"] - 40, "y": 60})
    assert numbers(page)[0] > lat
    assert numbers(page)[1] > lon
    box = marker(page).locator(".map-marker").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = numbers(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 40, steps=6)
    page.mouse.up()
    expect(page.locator("[name=lon]")).not_to_have_value(f"{before[1]:.6f}")
    assert numbers(page)[1] < before[1]


def test_it_is_found_by_its_address_and_kept(visitor: Visitor, page: Page):
    visitor.sign_in("anna")
    page.goto(CENTRUM.format(language="nl"))
    open_numbers(page)
    page.locator("[name=postcode]").fill("8500")
    page.locator("[name=municipality]").fill("Kortrijk")
    page.locator("[name=find]").click()
    expect(page.locator("[data-status]")).to_contain_text("Kortrijk")
    open_numbers(page)
    expect(page.locator("[name=lat]")).to_have_value(re.compile(r"^50\.8"))
    expect(page.locator("[name=municipality]")).to_have_value("Kortrijk")
    page.locator("main form .button.primary").click()
    expect(page.locator("main table")).to_contain_text("8500 Kortrijk")


def test_without_javascript_the_address_and_the_numbers_do_it(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    visitor = Visitor(context, address)
    visitor.sign_in("anna")
    page = visitor.page
    page.goto(f"{CAMPUSES}groenkouter/".format(language="nl"))
    expect(page.locator(".placing-stage")).to_be_hidden()
    open_numbers(page)
    page.locator("[name=lat]").fill("51,06")
    page.locator("[name=lon]").fill("3,76")
    page.locator("main form .button.primary").click()
    page.goto(f"{CAMPUSES}groenkouter/".format(language="nl"))
    assert numbers(page) == (51.06, 3.76)
    context.close()
    assert visitor.complaints == []


def test_8_a_campus_closes_with_what_is_taught_there_and_opens_again(visitor: Visitor, page: Page, language: str):
    """Each language has a campus of its own to close."""
    campus = {"nl": "goes", "fr": "vlissingen", "en": "middelburg"}[language]
    ours = f"/{language}/manage/scalda/campuses/{campus}/"
    visitor.sign_in("chloe", language)
    assert is_on_the_map(page, f"scalda/{campus}")
    page.goto(f"{ours}close/")
    offers = [
        link.get_attribute("href").strip("/").split("/")[-1]
        for link in page.locator("[aria-labelledby=archived-title] li a").all()
    ]
    assert len(offers) >= 5
    expect(page.locator(".button.grave")).to_contain_text(str(len(offers)))
    assert page.request.get(f"/{language}/programmes/{offers[0]}/").status == 200
    page.locator("[name=comment]").fill("Het gebouw is verkocht.")
    page.locator(".button.grave").click()
    expect(page).to_have_url(re.compile(r"/campuses/$"))
    assert not is_on_the_map(page, f"scalda/{campus}")
    assert page.request.get(f"/{language}/schools/scalda/{campus}/").status == 404
    assert {page.request.get(f"/{language}/programmes/{offer}/").status for offer in offers} == {404}
    page.goto(ours)
    expect(page.locator(".timeline").first).to_contain_text("Het gebouw is verkocht.")
    page.goto(f"{ours}reopen/")
    page.locator("main form .button.primary").click()
    expect(page.locator("[aria-labelledby=archived-title] button")).to_have_count(len(offers))
    assert is_on_the_map(page, f"scalda/{campus}")
