"""Two teachers compare diplomas in a real browser: by keyboard alone, without a connection, on a phone, together."""

import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.exercise import NUMBER
from tests.e2e.focus import UNSEEN, walk
from tests.e2e.measures import TOO_WIDE
from tests.e2e.visitor import Visitor
from tests.services.portal import ROOT, environment, manage, portal

# Each with thirty competences on both sides; who counts in one has it to themselves.
TOGETHER, KEYBOARD, KEYS, CONNECTION, PLAIN = (f"/nl/comparisons/e{number}be-e{number}nl/" for number in range(1, 6))
LOG = logging.getLogger(__name__)
MOST_PRESSES = 5  # per competence


@pytest.fixture(scope="module")
def demo_database(tmp_path_factory) -> Path:
    """With comparisons of its own, which others would count."""
    database = tmp_path_factory.mktemp("exercise") / "portal.sqlite3"
    manage("migrate", "--noinput", database=database)
    manage("demo", database=database)
    settings = {"DJANGO_SETTINGS_MODULE": "les_portal.settings"}
    command = [sys.executable, "-m", "tests.e2e.exercise"]
    subprocess.run(command, cwd=ROOT, env=environment(database, **settings), check=True)
    return database


@pytest.fixture(scope="module")
def address(demo_database) -> Iterator[str]:
    with portal(demo_database) as url:
        yield url


@pytest.fixture
def chloe(browser: Browser, address: str) -> Iterator[Visitor]:
    context = browser.new_context(base_url=address, locale="nl", reduced_motion="reduce")
    visitor = Visitor(context, address)
    visitor.sign_in("chloe")
    yield visitor
    context.close()
    assert visitor.complaints == []


class Hands:
    """Presses keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1


def open_rating(page: Page, comparison: str) -> None:
    """And wait until the page answers to keys."""
    page.goto(f"{comparison}rate/")
    expect(page.locator(".rating")).to_have_class(re.compile("is-live"))


def rated(page: Page, number: int) -> None:
    expect(page.locator("[data-done]")).to_have_text(str(number))


def everything_is_kept(page: Page) -> None:
    expect(page.locator("#rating-status")).to_have_text(page.locator(".rating").get_attribute("data-say-saved"))


def current(page: Page) -> str:
    return page.locator(".rate-card:visible").get_attribute("id")


def rate_all(page: Page) -> Hands:
    """Two of three are equivalent; the third is partial, in its tools or missing."""
    hands = Hands(page)
    for number in range(NUMBER):
        before = current(page)
        hands.press(*([["a", "1"], ["a", "2", "7"], ["3"]][number % 3]))
        expect(page.locator(f"#{before}")).to_be_hidden()
        assert page.evaluate(UNSEEN) == []
    return hands


def finish(page: Page) -> None:
    page.locator("#rest a.primary").click()
    page.locator("main form button.primary, main form button.button").first.click()
    page.wait_for_url(re.compile(f"{TOGETHER}$"))


def test_thirty_competences_by_keyboard_alone(visitor, page):
    """Every answer is kept at once, and the way to the next costs no key."""
    visitor.sign_in("anna")
    open_rating(page, KEYBOARD)
    times = []
    page.on("requestfinished", lambda one: one.method == "POST" and times.append(one.timing["responseStart"]))
    hands = rate_all(page)
    rated(page, NUMBER)
    assert hands.presses <= MOST_PRESSES * NUMBER
    left = page.locator("[data-source]:not([data-used=yes])").count()
    hands.press("4")
    expect(page.locator("[data-source][data-relation=extra]")).to_have_count(1)
    hands.press("0")
    expect(page.locator("[data-source][data-relation=extra]")).to_have_count(left)
    everything_is_kept(page)
    # To be read with `--log-cli-level=INFO`; how fast it is depends on the machine, and is no reason to fail.
    saves = sorted(times)
    LOG.info("%.2f presses per competence", hands.presses / NUMBER)
    LOG.info("%d saves: median %.0f ms, slowest %.0f ms", len(saves), saves[len(saves) // 2], saves[-1])
    page.reload()
    rated(page, NUMBER)
    expect(page.locator("[data-source][data-relation=extra]")).to_have_count(left)


def test_one_goes_back_and_forth_writes_a_note_and_switches_the_keys_off(visitor, page):
    visitor.sign_in("chloe")
    open_rating(page, KEYS)
    first = current(page)
    page.keyboard.press("j")
    second = current(page)
    assert second != first
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("a")
    page.keyboard.press("2")  # of partial one says wherein: it stays
    rated(page, 1)
    assert current(page) == first
    page.keyboard.press("n")
    page.keyboard.type("jk 123: in een nota zijn het letters")
    page.keyboard.press("Escape")
    assert current(page) == first
    everything_is_kept(page)
    page.locator(".rating-keys summary").click()
    page.locator("[data-keys]").uncheck()
    page.keyboard.press("j")
    page.keyboard.press("3")
    assert current(page) == first
    page.reload()  # goes on where it was
    expect(page.locator(".rating")).to_have_class(re.compile("is-live"))
    expect(page.locator(f"#{first} textarea")).to_have_value("jk 123: in een nota zijn het letters")
    expect(page.locator(f"#{first} [value=partial]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("j")
    assert current(page) == first
    expect(page.locator("kbd:visible")).to_have_count(0)


def test_without_what_covers_it_nothing_is_said(visitor, page):
    visitor.sign_in("chloe")
    open_rating(page, CONNECTION)
    before = page.locator("[data-done]").inner_text()
    card = page.locator(".rate-card:visible")
    card.locator("[value=equivalent]").click()
    expect(card.locator(".rate-error")).to_have_text(page.locator(".rating").get_attribute("data-say-tick"))
    rated(page, int(before))


def test_without_a_connection_nothing_is_lost(visitor, page):
    visitor.sign_in("chloe")
    open_rating(page, CONNECTION)
    done = int(page.locator("[data-done]").inner_text())
    page.context.set_offline(True)
    for _n in range(3):
        page.locator(".rate-card:visible [value=missing]").click()
    expect(page.locator("#rating-status")).to_have_text(page.locator(".rating").get_attribute("data-say-offline"))
    rated(page, done + 3)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.reload()")
    page.wait_for_function("() => true")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    everything_is_kept(page)
    visitor.expects("ERR_INTERNET_DISCONNECTED")
    page.reload()
    rated(page, done + 3)


def test_who_was_signed_out_signs_in_beside_it_and_nothing_is_lost(visitor, page):
    visitor.sign_in("chloe")
    open_rating(page, CONNECTION)
    done = int(page.locator("[data-done]").inner_text())
    page.context.clear_cookies(name="session")
    page.locator(".rate-card:visible [value=missing]").click()
    expect(page.locator("#rating-status")).to_have_text(page.locator(".rating").get_attribute("data-say-signed-out"))
    visitor.page = page.context.new_page()
    visitor.sign_in("chloe")
    everything_is_kept(page)
    page.reload()
    rated(page, done + 1)


def test_the_whole_page_can_be_walked_with_tab(visitor, page, axe):
    visitor.sign_in("chloe")
    open_rating(page, CONNECTION)
    axe(page)
    assert walk(page) == []


def test_a_phone_shows_the_pair_one_under_the_other(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, has_touch=True, locale="nl")
    visitor = Visitor(context, address)
    visitor.sign_in("chloe")
    open_rating(visitor.page, CONNECTION)
    assert visitor.page.evaluate(TOO_WIDE) == []
    card = visitor.page.locator(".rate-card:visible")
    target, sources = card.locator("h2").bounding_box(), card.locator("fieldset.rate-sources").bounding_box()
    assert sources["y"] > target["y"] + target["height"]
    context.close()


def test_without_javascript_each_competence_is_a_form(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False, locale="nl")
    visitor = Visitor(context, address)
    visitor.sign_in("chloe")
    page = visitor.page
    page.goto(f"{PLAIN}rate/")
    card = page.locator(".rate-card").first
    card.locator("[name=sources]").first.check()
    card.locator("[name=note]").fill("Zonder script")
    card.locator("[value=partial]").click()
    expect(page.locator("[data-done]")).to_have_text("1")
    assert "#c-" in page.url
    expect(page.locator(".rate-card").first.locator("[name=note]")).to_have_value("Zonder script")
    context.close()


def rate_and_finish(page: Page, *, missing: tuple[int, ...] = ()) -> None:
    """With the keyboard; then some of them called missing after all."""
    open_rating(page, TOGETHER)
    rate_all(page)
    for number in missing:
        page.locator("[data-for^=c-]").nth(number).click()
        page.keyboard.press("3")
    page.locator("[data-for=rest]").click()
    page.keyboard.press("0")
    everything_is_kept(page)
    finish(page)


def propose(page: Page) -> None:
    talk = page.locator("article.talk:visible").first
    talk.locator("details.more summary").click()
    talk.locator("[name=relation][value=partial]").check()
    talk.locator("[name=note]").fill("Kleinere installaties")
    talk.locator("[value=propose]").click()


def test_two_teachers_come_to_one_comparison(visitor, page, chloe, axe):
    """Chloe rates two of them otherwise; one they settle, live, and in the other they keep both views."""
    visitor.sign_in("anna")
    other = chloe.page
    rate_and_finish(page)
    rate_and_finish(other, missing=(0, 3))
    page.goto(f"{TOGETHER}reconcile/")
    other.goto(f"{TOGETHER}reconcile/")
    axe(page)
    expect(page.locator("article.talk:visible")).to_have_count(2)
    propose(page)
    expect(other.locator("[value=accept]")).to_have_count(1)  # comes by itself
    expect(other.locator("article.talk:visible").first).to_contain_text("Kleinere installaties")
    other.locator("[value=accept]").click()
    other.locator("article.talk:visible [value=keep_both]").first.click()
    page.locator(".notice.good ~ .actions button").click()  # so does this one
    expect(page.locator("main .figure")).to_be_visible()


def test_an_explanation_is_saved_as_one_types(visitor, page):
    """Of a comparison of the demo that is concluded."""
    visitor.sign_in("anna")
    page.goto("/nl/comparisons/bk0024-25309/lines/")
    field = page.locator("textarea:visible").first
    field.fill("Kleinere installaties.")
    expect(page.locator("#save-status")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.reload()
    expect(page.locator("textarea:visible").first).to_have_value("Kleinere installaties.")
