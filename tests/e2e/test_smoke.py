"""The portal opens: at every width, in every language, in both colour schemes."""

import pytest
from playwright.sync_api import expect


def test_home_opens_without_a_fault(page, language, scheme, axe):
    page.goto(f"/{language}/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)
    axe(page)


def test_home_fits_the_screen(page, size):
    page.goto("/nl/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_root_leads_to_the_visitors_language(page, language):
    page.goto("/")
    expect(page).to_have_url(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/{language}/")


def test_first_tab_leads_past_the_menu(page):
    page.goto("/nl/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_missing_page_says_so(visitor, page, language, axe):
    page.goto(f"/{language}/this-page-does-not-exist/")
    expect(page.locator("h1")).to_have_count(1)
    axe(page)
    visitor.expects("404")


def test_anna_signs_in(visitor, page):
    visitor.sign_in("anna")
    expect(page.locator("body")).to_contain_text("Anna (demo)")


def test_foreign_hosts_and_console_errors_are_noticed(visitor, page):
    """The negative control of every other test here."""
    page.goto("/nl/")
    page.evaluate("() => { const image = new Image(); image.src = 'http://192.0.2.1/x.png'; console.error('oops'); }")
    visitor.expects("Content Security Policy")
    visitor.expects("oops")
    page.evaluate("() => { location.href = 'http://192.0.2.1/'; }")
    visitor.expects("foreign host")
    visitor.context.close()  # nothing more is said
    visitor.complaints.clear()


@pytest.mark.parametrize("path", ["/nl/schools/", "/nl/programmes/", "/nl/map/", "/nl/account/login/"])
def test_page_works_without_scripts(browser, address, path):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    assert page.goto(path).status == 200
    expect(page.locator("h1")).to_have_count(1)
    context.close()
