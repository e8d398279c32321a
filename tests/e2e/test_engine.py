"""The whole way through, as Anna goes it: inbox, button, sheets from the worker, history, verification, mail to Ada."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.measures import SMALL, TOO_WIDE
from tests.services.portal import manage

LISTING = "/nl/manage/tectura/programmes/netwerktechnieken-tectura-centrum/"
PUBLIC = "/nl/programmes/netwerktechnieken-tectura-centrum/"


@pytest.fixture
def worker(demo_database):
    """A worker that does what is due, as `make run` has one beside the web server."""
    return lambda: manage("run_jobs", "--once", database=demo_database)


def press(page, transition: str) -> None:
    """The button, or the link to the page that asks first."""
    page.locator(f'form[action*="/{transition}/"] button, a.button[href*="/{transition}/"]').first.click()


def take_back(page, axe, why: str) -> None:
    press(page, "withdraw")
    expect(page.locator("main form textarea")).to_be_visible()
    axe(page)
    page.locator("main form textarea").fill(why)
    page.locator("main form button.button").last.click()
    expect(page.locator(".timeline").first).to_contain_text(why)


def test_a_listing_is_published_printed_verified_told_and_taken_back(visitor, page, worker, axe):
    visitor.sign_in("anna")
    page.goto(LISTING)
    if page.locator('[href*="/withdraw/"]').count():  # another test has published it here
        take_back(page, axe, "Nog eens van voren af aan.")
    page.goto("/nl/desk/")
    waiting = page.locator(".waiting")
    expect(waiting).to_contain_text("netwerktechnieken")
    waiting.get_by_role("link", name=re.compile("netwerktechnieken")).click()
    expect(page).to_have_url(re.compile(re.escape(LISTING)))
    page.locator("button[name=then][value=publish]").click()
    expect(page.locator(".badge.good").first).to_be_visible()
    axe(page)

    worker()
    page.reload()
    sheet = page.locator('a[href*="/documents/PS-"]').first
    page.goto(sheet.get_attribute("href").split("?")[0].rsplit("/", 1)[0] + "/")
    with page.expect_download() as download:
        page.locator('a[href$=".pdf"]').first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.locator('a[href*="/v/"]').first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main .badge.good, main .good").first).to_be_visible()
    code = page.url
    axe(page)
    assert page.goto(PUBLIC).status == 200

    page.goto(LISTING)
    take_back(page, axe, "De lessenrooster klopt nog niet.")
    assert page.goto(PUBLIC).status == 404
    visitor.expects("404")
    page.goto(code)
    expect(page.locator("main .bad").first).to_be_visible()

    worker()
    page.goto("/dev/mail/")
    expect(page.locator("main")).to_contain_text("Ada")


@pytest.mark.parametrize("size", ["phone", "wide"], indirect=True)
def test_listing_page_breaks_no_rule(visitor, page, size, scheme, axe):
    visitor.sign_in("anna")
    page.goto(LISTING)
    axe(page)
    assert page.evaluate(TOO_WIDE) == []
    assert size != "phone" or page.evaluate(SMALL) == []


def test_listing_does_not_exist_for_another_school(visitor, page):
    visitor.sign_in("chloe")
    assert page.goto(LISTING).status == 404
    visitor.expects("404")
