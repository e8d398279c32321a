"""Every kind of page: nothing that axe finds, nothing cut or too wide, nothing too small for a finger.

That nothing comes from a foreign host and nothing is complained of on the console is held by `visitor`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.kinds import CHAPTERS, PUBLIC, STAFF, open_page
from tests.e2e.measures import CUT, ON_WORDS, SHIFTED, SMALL, TEXT_SPACING, TOO_WIDE
from tests.e2e.visitor import Visitor
from tests.services.portal import portal

REGISTER = Path(__file__).parents[1] / "schools/registers/duo_vo.csv"
# With all they load, compressed, by whoever never was here.
LIGHT = ("events", "filtered events", "correction", "thanks for a correction", "for your website", "programme")
LIGHT += ("descriptions", "found descriptions", "qualification", "diplomas for tasks")
MOST_BYTES, MOST_SHIFT = 100_000, 0.01
NARROW = {"width": 320, "height": 640}  # 1280 pixels at 400 %


def addresses(**kinds: str):
    return pytest.mark.parametrize("address_of_kind", kinds.values(), ids=kinds.keys())


two_sizes = pytest.mark.parametrize("size", ["phone", "wide"], indirect=True)


@two_sizes
@addresses(**PUBLIC, chapter=CHAPTERS["fund"], sources=CHAPTERS["sources"])
def test_page_breaks_no_rule(page, address_of_kind, size, scheme, axe):
    open_page(page, address_of_kind)
    axe(page)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(ON_WORDS) == []
    if size == "phone":
        assert page.evaluate(SMALL) == []


@two_sizes
@addresses(**{name: PUBLIC[name] for name in LIGHT})
def test_a_page_is_light_and_nothing_on_it_moves(page, address_of_kind, size):
    finished = []
    page.on("requestfinished", lambda request: finished.append(request))
    open_page(page, address_of_kind)
    page.wait_for_load_state("networkidle")
    assert sum(request.sizes()["responseBodySize"] for request in finished) <= MOST_BYTES
    assert page.evaluate(SHIFTED) <= MOST_SHIFT


@addresses(**PUBLIC, **CHAPTERS)
def test_page_fits_a_narrow_screen_and_wide_letters(page, address_of_kind, language, axe):
    page.set_viewport_size(NARROW)
    open_page(page, address_of_kind, language)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(ON_WORDS) == []
    axe(page)
    page.evaluate(TEXT_SPACING)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CUT) == []


@addresses(map=PUBLIC["map"], programme=PUBLIC["programme"], home=PUBLIC["home"])
def test_wide_letters_cut_nothing_on_a_wide_screen(page, address_of_kind, language):
    open_page(page, address_of_kind, language)
    page.evaluate(TEXT_SPACING)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CUT) == []


def test_measures_notice_what_is_wrong(page):
    """The negative control of the measures."""
    page.goto("/nl/map/")
    expect(page.locator("[data-show-place]").first).to_be_visible()
    for selector, style in {
        "#count": "block-size: 8px; overflow: hidden; inline-size: 2000px",
        ".map-show": "margin-block-end: 4rem; min-block-size: 0; block-size: 20px",
        ".map-page": "inline-size: 120vw",
    }.items():
        page.locator(selector).first.evaluate("(one, style) => { one.style.cssText = style; }", style)
    assert all(page.evaluate(measure) for measure in (TOO_WIDE, CUT, ON_WORDS, SMALL))


# --- who signed in --------------------------------------------------------------------------------


@two_sizes
def test_staff_pages_break_no_rule(visitor, page, size, scheme, axe):
    visitor.sign_in("nora")
    for address in STAFF.values():
        open_page(page, address)
        axe(page)
        assert page.evaluate(TOO_WIDE) == []
        assert size != "phone" or page.evaluate(SMALL) == []


@two_sizes
def test_a_register_is_read_and_reported(visitor, page, size, language, axe):
    visitor.sign_in("nora", language)
    open_page(page, STAFF["registers"], language)
    page.locator("select[name=source]").select_option("duo-vo")
    page.locator("input[type=file]").set_input_files(REGISTER)
    page.locator("main form .button.primary").click()
    expect(page.locator("main .strip")).to_be_visible()
    axe(page)
    assert page.evaluate(TOO_WIDE) == []
    page.goto(f"/{language}/imports/")
    expect(page.locator("main table")).to_contain_text(REGISTER.name)
    axe(page)
    assert page.evaluate(TOO_WIDE) == []


# --- the gallery of components ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def debug_address(demo_database) -> Iterator[str]:
    """The gallery is for who develops: it is there in DEBUG only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEBUG", "1")
        with portal(demo_database) as url:
            yield url


def test_gallery_breaks_no_rule(browser, debug_address, scheme, axe):
    context = browser.new_context(base_url=debug_address, color_scheme=scheme)
    visitor = Visitor(context, debug_address)
    for size in ({"width": 390, "height": 844}, {"width": 1440, "height": 900}, NARROW):
        visitor.page.set_viewport_size(size)
        visitor.page.goto("/ui/")
        axe(visitor.page)
        assert visitor.page.evaluate(TOO_WIDE) == []
    context.close()
    assert visitor.complaints == []


def test_gallery_is_not_there_for_visitors(visitor, page):
    assert page.goto("/ui/").status == 404
    visitor.expects("404")
