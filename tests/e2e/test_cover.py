"""A graduate's own sheet: with a name that reaches nobody, on one page, also without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.e2e.kinds import PUBLIC
from tests.e2e.visitor import Visitor
from tests.les_portal.opened import Opened

NAME, YEAR = "Zoë Testenbroucke", "2025-2026"


@pytest.fixture
def cover(page):
    page.goto(PUBLIC["cover sheet"].format(language="nl"))
    expect(page.locator("#cover-name")).to_be_visible()
    return page


def fill(page) -> None:
    page.locator("#cover-name").fill(NAME)
    page.locator("#cover-year").fill(YEAR)


def test_name_is_on_the_sheet_and_in_nothing_that_leaves_the_browser(cover):
    sent = []
    cover.on("request", lambda request: sent.append(f"{request.url} {request.headers} {request.post_data}"))
    address = cover.url
    cover.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    fill(cover)
    expect(cover.locator(".sheet")).to_contain_text(NAME)
    expect(cover.locator(".sheet")).to_contain_text(YEAR)
    cover.locator("#cover-name").press("Enter")
    cover.locator("[data-cover-print]").click()
    assert cover.evaluate("document.body.dataset.printed") == "yes"
    assert cover.url == address
    kept = cover.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])")
    assert "Testen" not in kept
    cover.locator(".crumbs a").last.click()
    cover.wait_for_url(lambda url: "cover" not in url)
    assert sent
    assert not [request for request in sent if "Testen" in request or "Zo%C3%AB" in request]


def test_name_is_gone_for_who_comes_back(cover):
    fill(cover)
    cover.locator(".crumbs a").last.click()
    cover.wait_for_url(lambda url: "cover" not in url)
    cover.go_back()
    expect(cover.locator("#cover-name")).to_have_value("")
    expect(cover.locator("[data-cover-place=name]")).to_have_text("")


def test_sheet_is_one_page_with_the_answer(cover):
    fill(cover)
    printed = Opened(cover.pdf(prefer_css_page_size=True))
    assert len(printed.file.pages) == 1
    for words in (NAME, YEAR, "Elektromecanicien", "75", "LES-AB-", "/descriptions/bk0024-25309"):
        assert words in printed.text.replace("\n", " ")
    assert cover.locator("h1").inner_text() not in printed.text


def test_without_javascript_it_prints_with_a_line_to_write_on(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = Visitor(context, address).page
    page.goto(PUBLIC["cover sheet"].format(language="nl"))
    expect(page.locator("#cover-name")).to_be_hidden()
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("#share-address")).to_have_value(page.url.removesuffix("cover/"))
    box = page.locator("[data-cover-place=name]").bounding_box()
    assert box["width"] > 150
    context.close()


def test_address_is_copied_with_one_press(cover, visitor):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    part = cover.locator("[data-les-module=copy]").last
    part.locator("[data-copy]").click()
    expect(part.locator("[role=status]")).not_to_be_empty()
    assert cover.evaluate("navigator.clipboard.readText()") == cover.locator("#share-address").input_value()


def test_download_and_verification_are_under_the_thumb(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, has_touch=True)
    page = Visitor(context, address).page
    page.goto(PUBLIC["description"].format(language="nl"))
    for part in (page.locator(".thumb-bar .primary"), page.locator(".thumb-bar a").last):
        box = part.bounding_box()
        assert 600 < box["y"] < 844
        assert box["height"] >= 44
    with page.expect_download() as download:
        page.locator(".thumb-bar .primary").tap()
    assert download.value.suggested_filename.startswith("LES-AB-")
    context.close()
