"""Writing a description in a real browser: nothing typed is lost, and a first wording is one click away."""

import re

import pytest
from playwright.sync_api import Page, expect

DESK = "/nl/comparisons/graduaat-basisverpleegkunde-25655/description/"
SAVED = re.compile(r"\d\d:\d\d")


@pytest.fixture
def desk(visitor) -> Page:
    """Anna's, with a new version that is dropped again afterwards: others count on what visitors see."""
    visitor.sign_in("anna")
    page = visitor.page
    page.goto(DESK)
    page.locator("form[action$='/begin/'] button").click()
    expect(page.locator("[name=summary_nl]")).to_be_visible()
    yield page
    page.goto(DESK)
    page.locator("a.button[href*='/drop/']").click()
    page.locator("main form button.grave").click()
    expect(page.locator("form[action$='/begin/']")).to_be_visible()


def status(page: Page):
    return page.locator("#save-status")


def test_what_is_typed_is_saved_by_itself_also_after_the_connection_was_gone(desk, visitor):
    desk.locator("[name=entry_fr]").fill("Dès 18 ans.")
    expect(status(desk)).to_have_text(SAVED)
    visitor.context.set_offline(True)
    desk.locator("[name=legal_basis_fr]").fill("Décret du 8 mai 2009.")
    desk.locator("[name=legal_basis_fr]").blur()
    expect(status(desk)).not_to_have_text(SAVED)
    visitor.expects("ERR_INTERNET_DISCONNECTED")
    visitor.context.set_offline(False)
    expect(status(desk)).to_have_text(SAVED)
    desk.reload()
    expect(desk.locator("[name=entry_fr]")).to_have_value("Dès 18 ans.")
    expect(desk.locator("[name=legal_basis_fr]")).to_have_value("Décret du 8 mai 2009.")


def test_first_wording_fills_three_languages_and_what_is_missing_follows_what_is_typed(desk):
    for language in ("nl", "fr", "en"):
        desk.locator(f"[name=summary_{language}]").fill("")
    desk.locator("[name=summary_en]").blur()
    missing = desk.locator("#missing a[href='#at-summary_nl']")
    expect(missing).to_be_visible()
    desk.reload()
    desk.locator("button[name=then][value=words]").click()
    for language in ("nl", "fr", "en"):
        expect(desk.locator(f"[name=summary_{language}]")).to_have_value(re.compile(r"\d+ %"))
    expect(missing).to_have_count(0)


def test_two_colleagues_in_one_field_see_each_others_text(desk, visitor):
    other = visitor.context.new_page()
    other.goto(DESK)
    desk.locator("[name=entry_fr]").fill("De l'une.")
    expect(status(desk)).to_have_text(SAVED)
    other.locator("[name=entry_fr]").fill("De l'autre.")
    expect(other.locator("#about-entry_fr")).to_contain_text("De l'une.")
    visitor.expects("409")
    other.locator("#about-entry_fr button").click()
    expect(other.locator("[name=entry_fr]")).to_have_value("De l'autre.")
    other.reload()
    expect(other.locator("[name=entry_fr]")).to_have_value("De l'autre.")
    other.close()
