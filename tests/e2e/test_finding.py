"""What an employer does with a diploma from the other side in hand: journey 10 of the acceptance list, and beyond."""

import re

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import expect

PROGRAMME = "/nl/programmes/elektromechanica-tectura-centrum/"
TWO = 2  # directions


@pytest.fixture
def plain(browser, address):
    """A browser without JavaScript."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_10_a_code_finds_the_diploma_and_its_description_in_both_directions(page, language):
    page.goto(f"/{language}/descriptions/")
    page.locator("#q").fill("25309")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile(r"\?q=25309"))
    cards = page.locator("#results > .finds .find")
    expect(cards).to_have_count(TWO)
    expect(cards.first).to_contain_text("25309")
    expect(cards.first).to_contain_text("BK0024")
    card = cards.filter(has=page.locator("a[href$='/bk0024-25309/']"))
    expect(card).to_contain_text("75 %")
    card.locator("h3 a").click()
    page.wait_for_url(re.compile("/descriptions/bk0024-25309/"))
    expect(page.locator("h1")).to_have_count(1)


def test_what_somebody_can_do_says_why_it_was_found(plain):
    plain.goto("/nl/descriptions/?q=PLC")
    whys = plain.locator("#results > .finds .why")
    expect(whys).to_have_count(TWO)
    assert all("PLC" in why for why in whys.all_inner_texts())


def test_tasks_are_ticked_and_the_ranking_follows_without_a_new_page(page, language):
    page.goto(f"/{language}/descriptions/compare/?q=25309")
    page.locator("[aria-labelledby=answers] .rows a").first.click()
    boxes = page.locator("[name=task]:checked")
    expect(boxes).to_have_count(8)
    ranking = page.locator("#result .finds .find")
    expect(ranking.nth(1).locator(".coverage strong")).to_contain_text("75 %")
    expect(ranking.nth(1).locator(".gaps li")).to_have_count(3)
    page.evaluate("window.isSamePage = true")
    last = page.locator("[name=task]").last
    with override(language):
        covered = gettext("No gap in these tasks.")
    while boxes.count() > 1:
        boxes.last.uncheck()
    expect(ranking.nth(1).locator(".coverage strong")).to_contain_text("100 %")
    expect(ranking.nth(1)).to_contain_text(covered)
    last.check()
    expect(ranking.nth(1).locator(".coverage strong")).to_contain_text("100 %")
    assert page.evaluate("window.isSamePage")
    page.wait_for_url(lambda url: url.count("task=") == TWO)
    address = page.url
    page.goto("/nl/")
    page.goto(address)
    expect(page.locator("[name=task]:checked")).to_have_count(TWO)


def test_without_javascript_a_button_ranks(plain):
    plain.goto("/nl/descriptions/compare/?q=PLC")
    plain.locator("[name=task]").first.check()
    plain.locator(".compare .button.primary").click()
    assert plain.locator("#result .finds .find").count() >= TWO
    assert "task=" in plain.url


def test_a_programme_shows_its_counterpart_with_coverage(page, plain):
    page.goto(PROGRAMME)
    expect(page.locator("a[href='/nl/descriptions/bk0024-25309/']")).to_contain_text("75 %")
    plain.goto(PROGRAMME)
    plain.locator("[hx-get] a").first.click()
    assert plain.locator("a[href='/nl/descriptions/bk0024-25309/']").count() == 1


def test_words_that_lead_nowhere_are_told_once_and_only_the_words(page):
    page.goto("/nl/descriptions/")
    said = []
    page.on("request", lambda request: said.append(request) if request.url.endswith("/missed/") else None)
    page.locator("#q").fill("Ketelbouwer")
    with page.expect_response(re.compile("/missed/")) as told:
        page.locator("#q").press("Enter")
    assert told.value.status == 204
    assert [request.post_data for request in said] == ["ketelbouwer"]
    expect(page.locator("#results .empty a").first).to_be_visible()
