"""A visitor says in French what is not right, the school accepts it in Dutch, the page says so, a mail tells them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.services.portal import manage

PROGRAMME = "/programmes/stuur-en-beveiligingstechnieken-tectura-centrum/"
FORM = "/corrections" + PROGRAMME.replace("programmes", "programme", 1)
WITH_WEBSITE = "/programmes/monteur-mechatronica-scalda-terneuzen-bol/"
VISITOR = "amelie.test@example.org"
WORD = "Merci, c’est corrigé."


def choose(page: Page, name: str) -> None:
    page.locator(f"input[name=field][value={name}]").check()


def send(page: Page) -> None:
    """Once more when it went too fast for a person, as the page asks: nothing typed is lost by it."""
    for _attempt in range(50):
        with page.expect_navigation():
            page.locator("main form button").click()
        if "/thanks/" in page.url:
            return
        expect(page.locator(".error-summary")).to_be_visible()
    pytest.fail("It was never taken.")


def propose_three_years(page: Page) -> None:
    page.goto(f"/fr{PROGRAMME}")
    page.locator(f"main a[href='/fr{FORM}']").click()
    choose(page, "duration_months")
    page.locator("#id_proposal").fill("36")
    page.locator("#id_reason").fill("Ma fille y est en troisième année.")
    page.locator("#id_email").fill(VISITOR)
    send(page)
    expect(page.locator("h1")).to_be_visible()


def accept_as_anna(visitor) -> None:
    visitor.sign_in("anna")
    page = visitor.page
    page.goto("/nl/manage/tectura/corrections/")
    page.get_by_role("link", name=re.compile("Stuur- en beveiligingstechnieken")).first.click()
    expect(page.locator(".pair")).to_contain_text("36")
    expect(page.locator("#id_value")).to_have_value("36")
    page.locator("#id_comment").fill(WORD)
    page.locator("button[value=accept]").click()
    page.wait_for_url("**/manage/tectura/corrections/")
    visitor.context.clear_cookies()


def test_from_the_visitor_to_the_school_and_back(visitor, demo_database):
    page = visitor.page
    propose_three_years(page)
    accept_as_anna(visitor)
    page.goto(f"/fr{PROGRAMME}")
    expect(page.locator(".strip")).to_contain_text("3 ans")
    manage("run_jobs", "--once", database=demo_database)
    page.goto("/dev/mail/?lang=fr")
    page.locator(".mailbox li", has_text=VISITOR).first.locator("a").click()
    expect(page.locator(".mail-text")).to_contain_text(WORD)
    expect(page.locator(".mail-text")).to_have_attribute("lang", "fr")


def test_nothing_typed_is_lost_and_everything_works_without_scripts(browser, address, language):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/{language}/corrections/school/tectura/")
    choose(page, "other")
    page.locator("#id_reason").fill("Ik sta er voor.")
    page.locator("#id_proposal").fill(" ")
    with page.expect_navigation():
        page.locator("main form button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#id_reason")).to_have_value("Ik sta er voor.")
    page.locator("#id_proposal").fill("<b>De poort</b> is groen.")
    send(page)
    expect(page.locator("main ol li")).to_have_count(3)
    context.close()


def test_a_view_and_a_click_are_each_told_once(page):
    said = []
    page.on("request", lambda request: said.append(request.post_data) if request.url.endswith("/count/") else None)
    page.goto(f"/nl{WITH_WEBSITE}")
    number = page.locator("[data-count]").get_attribute("data-count")
    with page.expect_request("**/count/"):
        page.locator("[data-les-started]").wait_for()
    page.evaluate("document.addEventListener('click', event => event.preventDefault())")
    with page.expect_request("**/count/"):
        page.locator("[data-count-click]").first.click()
    page.locator("h1").click()
    assert said == [f"view {number}", f"click {number}"]


def test_who_asks_not_to_be_followed_is_not_counted(browser, address):
    context = browser.new_context(base_url=address)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })")
    page = context.new_page()
    page.clock.install()
    said = []
    page.on("request", lambda request: said.append(request.url) if request.url.endswith("/count/") else None)
    page.goto(f"/nl{PROGRAMME}")
    page.locator("[data-les-started]").wait_for()
    page.clock.run_for(60_000)
    assert said == []
    context.close()
