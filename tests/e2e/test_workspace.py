"""A hurried secretary: what is to be done is seen at once, everything else is one click away, in every language."""

import pytest
from playwright.sync_api import expect

WORKSPACE = "/{language}/manage/tectura/"
SEEN = "element => element.getBoundingClientRect().bottom <= innerHeight"


def open_workspace(visitor, page, language: str, name: str = "anna") -> None:
    visitor.sign_in(name, language)
    page.goto(WORKSPACE.format(language=language))


@pytest.mark.parametrize("size", ["phone", "wide"], indirect=True)
def test_the_first_thing_to_do_is_on_the_first_screen(visitor, page, size, language):
    open_workspace(visitor, page, language)
    first = page.locator("main .button.primary")
    expect(first).to_have_count(1)
    assert first.evaluate(SEEN)
    assert page.locator("main .to-do").first.locator("> li").count() <= 4
    first.click()
    expect(page.locator("main h1")).to_be_visible()
    assert page.url.split("?")[0] != WORKSPACE.format(language=language)


def test_everything_else_is_one_click_away(visitor, page, language):
    open_workspace(visitor, page, language)
    doors = {link.get_attribute("href") for link in page.locator("main :is(.local-nav, #more) a").all()}
    for address in sorted(door for door in doors if "#" not in door):
        assert page.goto(address).status == 200
        expect(page.locator("main h1")).to_have_count(1)


def test_a_hint_leads_to_its_field_or_is_right_as_it_is(visitor, page, language):
    open_workspace(visitor, page, language)
    page.goto(WORKSPACE.format(language=language) + "hints/?kind=no_qualification")
    hints = page.locator(".hint")
    before = hints.count()
    assert before > 0
    about = hints.first.locator("strong").inner_text()
    hints.first.locator("a.button").click()
    expect(page.locator("#at-qualification")).to_be_in_viewport()
    page.go_back()
    hints.first.locator("form button").click()
    expect(page.locator(".hint")).to_have_count(before - 1)
    page.goto(WORKSPACE.format(language=language) + "hints/?dismissed")
    expect(page.locator(".hint")).to_have_count(1)
    expect(page.locator(".hint strong")).to_have_text(about)
    page.locator(".hint form button").click()
    page.goto(WORKSPACE.format(language=language) + "hints/?kind=no_qualification")
    expect(page.locator(".hint")).to_have_count(before)


def test_a_listing_is_found_by_keyboard_alone(visitor, page):
    open_workspace(visitor, page, "nl")
    page.goto(WORKSPACE.format(language="nl") + "programmes/")
    page.locator("#filter-q").focus()
    page.keyboard.type("elektromechanica")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=elektromechanica**")
    expect(page.locator("main tbody tr")).to_have_count(1)


def test_a_colleague_of_another_school_finds_nothing(visitor, page):
    visitor.sign_in("chloe")
    for path in ("", "programmes/", "hints/", "hints/contact/"):
        assert page.goto(WORKSPACE.format(language="nl") + path).status == 404
        visitor.expects("404")
    assert page.goto("/nl/network/hints/").status == 404
    visitor.expects("404")
