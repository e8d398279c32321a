"""Editing a listing in a real browser: saved as one types, two at once, offline, without JavaScript, by keyboard."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.focus import tab_to, walk
from tests.e2e.measures import SMALL, TOO_WIDE
from tests.e2e.test_pages import two_sizes
from tests.e2e.visitor import Visitor

MANAGE = "/nl/manage/tectura/programmes/{slug}/"
MAINTENANCE = "industriele-onderhoudstechnieken-tectura-groenkouter"
COOLING = "koelinstallaties-duaal-tectura-groenkouter"
NETWORKS = "netwerktechnieken-tectura-centrum"
A_TIME = re.compile(r"\d\d:\d\d")


@pytest.fixture
def another(browser: Browser, address: str) -> Iterator[Callable[[str], Visitor]]:
    """Somebody else at another machine."""
    opened = []

    def sign_in(name: str, **options) -> Visitor:
        context = browser.new_context(base_url=address, locale="nl", reduced_motion="reduce", **options)
        opened.append(Visitor(context, address))
        opened[-1].sign_in(name)
        return opened[-1]

    yield sign_in
    for visitor in opened:
        visitor.context.close()
        assert visitor.complaints == []


def open_edit(page: Page, slug: str) -> None:
    page.goto(f"{MANAGE.format(slug=slug)}edit/")


def has_been_saved(page: Page) -> None:
    expect(page.locator("#save-status")).to_have_text(A_TIME)


def test_what_one_types_is_there_for_a_colleague_and_nobody_elses_is_lost(visitor, page, another):
    visitor.sign_in("anna")
    open_edit(page, MAINTENANCE)
    other = another("ada")
    open_edit(other.page, MAINTENANCE)
    was = page.locator("#id_summary_nl").input_value()

    page.locator("#id_summary_nl").fill("Van Anna: machines draaiende houden.")
    has_been_saved(page)
    expect(page.locator("#state-texts .badge")).to_have_class(re.compile("bad"))  # the translations are outdated now

    other.page.locator("#id_title_fr").fill("Maintenance industrielle")
    has_been_saved(other.page)
    expect(other.page.locator("#colleague")).to_contain_text("Anna")

    with other.page.expect_console_message(lambda message: "409" in message.text):
        other.page.locator("#id_summary_nl").fill("Van Ada: alles wat draait.")
    other.expects("409")
    choice = other.page.locator("#about-summary_nl .choose-text")
    expect(choice.locator("blockquote")).to_have_text(
        ["Van Anna: machines draaiende houden.", "Van Ada: alles wat draait."]
    )
    expect(other.page.locator("#id_summary_nl")).to_have_value("Van Ada: alles wat draait.")

    page.locator(".edit-bar .primary").click()  # Anna sees that she has to choose first
    expect(page.locator(".error-summary a")).to_have_attribute("href", "#at-summary_nl")
    page.locator("#about-summary_nl button").nth(1).click()
    expect(page.locator("#id_summary_nl")).to_have_value("Van Ada: alles wat draait.")
    page.locator(".edit-bar .primary").click()
    page.wait_for_url(re.compile(f"{MAINTENANCE}/$"))

    page.goto(f"/nl/programmes/{MAINTENANCE}/")
    expect(page.locator(".lead")).to_have_text("Van Ada: alles wat draait.")
    assert was not in page.content()
    page.goto(f"/fr/programmes/{MAINTENANCE}/")
    expect(page.locator("h1")).to_have_text("Maintenance industrielle")


def test_a_draft_is_published_by_keyboard_alone(visitor, page):
    visitor.sign_in("anna")
    open_edit(page, NETWORKS)
    tab_to(page, page.locator("#id_content_nl"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Je bouwt **netwerken**.\n\n- kabels\n- wifi")
    has_been_saved(page)
    summary = page.locator("#at-content_nl summary")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator("#preview-content_nl strong")).to_have_text("netwerken")
    tab_to(page, page.locator("#id_duration_months"))
    page.keyboard.press("Control+a")
    page.keyboard.type("24")
    page.keyboard.press("Enter")  # in a field: kept, and still here
    expect(page.locator("[name=was-duration_months]")).to_have_value("24")
    tab_to(page, page.locator("#id_email"))
    page.keyboard.type("netwerken@tectura.example.org")
    tab_to(page, page.locator(".edit-bar .primary"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{NETWORKS}/$"))
    page.goto(f"/nl/programmes/{NETWORKS}/")
    expect(page.locator("main .prose strong").first).to_have_text("netwerken")
    page.goto("/nl/programmes/?q=netwerktechnieken")
    expect(page.locator(f"#results a[href$='/{NETWORKS}/']")).to_have_count(1)


def test_without_a_connection_nothing_is_lost(visitor, page):
    visitor.sign_in("anna")
    open_edit(page, COOLING)
    page.context.set_offline(True)
    page.locator("#id_outlook_nl").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Getypt in de trein. ")
    expect(page.locator("#save-status")).to_have_text(page.locator("form.edit").get_attribute("data-say-offline"))
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.reload()")
    page.wait_for_function("() => true")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    has_been_saved(page)
    visitor.expects("ERR_INTERNET_DISCONNECTED")
    page.reload()
    assert page.locator("#id_outlook_nl").input_value().startswith("Getypt in de trein.")


def test_who_was_signed_out_signs_in_again_beside_it_and_nothing_is_lost(visitor, page):
    visitor.sign_in("anna")
    open_edit(page, COOLING)
    page.context.clear_cookies(name="session")
    page.locator("#id_phone").fill("+32 9 000 00 01")
    expect(page.locator("#save-status")).to_have_text(page.locator("form.edit").get_attribute("data-say-signed-out"))
    visitor.page = page.context.new_page()
    visitor.sign_in("anna")
    has_been_saved(page)
    page.locator(".edit-bar .primary").click()
    page.wait_for_url(re.compile("/edit/#?|/$"))
    open_edit(page, COOLING)
    expect(page.locator("#id_phone")).to_have_value("+32 9 000 00 01")


def test_without_javascript_the_same(another):
    page = another("anna", java_script_enabled=False).page
    open_edit(page, COOLING)
    page.locator("#id_admission_nl").fill("Getypt zonder JavaScript")
    page.locator("#find-occupation").fill("monteur")
    page.locator("#at-find-occupation button").click()
    expect(page.locator("#found-occupation input")).not_to_have_count(0)
    page.locator("#found-occupation input").first.check()
    chosen = page.locator("#found-occupation input").first.get_attribute("value")
    page.locator("#find-occupation").fill("")
    page.locator(".edit-bar .keep").click()
    expect(page.locator("#id_admission_nl")).to_have_value("Getypt zonder JavaScript")
    expect(page.locator(f"[name=occupations][value='{chosen}']")).to_be_checked()


def test_what_is_typed_before_all_scripts_came_is_saved_too(visitor, page):
    visitor.sign_in("anna")
    asked = []
    page.route("**/modules/autosave*.js", lambda route: asked.append(route))  # it is on its way
    open_edit(page, COOLING)
    page.locator("#id_reference").fill("K1")
    page.wait_for_function("document.querySelector('form.edit').dataset.lesStarted")
    asked[0].continue_()
    has_been_saved(page)
    expect(page.locator("[name=was-reference]")).to_have_value("K1")


def test_found_while_one_types_and_chosen(visitor, page):
    visitor.sign_in("anna")
    open_edit(page, COOLING)
    page.locator("#find-qualification").press_sequentially("elektro")
    found = page.locator("#found-qualification input").first
    found.check()
    has_been_saved(page)
    expect(page.locator("[name=was-qualification]")).to_have_value(found.get_attribute("value"))


@two_sizes
def test_one_language_at_a_time_where_three_do_not_fit(visitor, page, size):
    visitor.sign_in("anna")
    open_edit(page, COOLING)
    french, switch = page.locator("#id_title_fr"), page.locator("[name=show][value=fr]")
    if size == "wide":
        expect(french).to_be_visible()
        expect(switch).to_be_hidden()
        return
    expect(french).to_be_hidden()
    switch.check()
    expect(french).to_be_visible()
    expect(page.locator("#id_title_nl")).to_be_hidden()
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(SMALL) == []


@two_sizes
def test_two_texts_break_no_rule(visitor, page, another, size, scheme, axe):
    visitor.sign_in("anna")
    open_edit(page, COOLING)
    other = another("ada").page
    open_edit(other, COOLING)
    text = f"Van Ada, {size} {scheme}"
    other.locator("#id_content_nl").fill(text)
    has_been_saved(other)
    with page.expect_console_message(lambda message: "409" in message.text):
        page.locator("#id_content_nl").fill(f"Van Anna, {size} {scheme}")
    visitor.expects("409")
    expect(page.locator("#about-content_nl .choose-text")).to_be_visible()
    axe(page)
    assert page.evaluate(TOO_WIDE) == []
    assert size != "phone" or page.evaluate(SMALL) == []
    page.reload()
    assert walk(page) == []
    page.locator("#about-content_nl button").first.click()
    expect(page.locator("#id_content_nl")).to_have_value(text)


def test_the_preview_shows_what_is_not_public_yet(visitor, page):
    visitor.sign_in("anna")
    open_edit(page, COOLING)
    page.locator("#id_title_nl").fill("Koelen en klimaat")
    has_been_saved(page)
    page.goto(f"{MANAGE.format(slug=COOLING)}preview/")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("Koelen en klimaat")
    assert page.locator("iframe").bounding_box()["width"] == 390
    expect(page.locator("article.card h3")).to_have_text("Koelen en klimaat")
    expect(page.locator(".small-map .map-marker")).to_have_count(1)
