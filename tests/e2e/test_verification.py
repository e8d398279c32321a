"""A document as somebody meets it: waited for, downloaded, held against the portal's own, in every language.

The programme sheet is what is printed. That nothing comes from a foreign host is held by `visitor`.
"""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, Request, expect

from tests.e2e.focus import IS_FOCUSED, tab_to, walk
from tests.e2e.measures import CUT, SMALL, TEXT_SPACING, TOO_WIDE
from tests.e2e.test_pages import NARROW, two_sizes
from tests.services.portal import manage

ASK = """
import json, pathlib
from django.db import transaction
from les_portal.accounts.models import User
from les_portal.documents.models import Document
from les_portal.documents.requesting import request_document, withdraw
from les_portal.jobs.running import run_all
from programmes.documents import PROGRAMME_SHEET
from programmes.models import Programme
anna = User.objects.get(email="anna@example.org")
sheets = Programme.objects.published().order_by("pk")
def ask(number):
    return request_document(PROGRAMME_SHEET, sheets[number], language="nl", by=anna)
"""
MAKE = """
older = ask(0)
newer = ask(0)
withdrawn = ask(1)
run_all()
withdraw(withdrawn, by=anna, reason="e2e")
failed = ask(2)
Document.objects.filter(pk=failed.pk).update(state="failed")
rows = dict(valid=newer, superseded=older, withdrawn=withdrawn, failed=failed)
for row in rows.values():
    row.refresh_from_db()
    row.file and pathlib.Path(OUT).with_name(row.number + ".pdf").write_bytes(row.file.read())
pathlib.Path(OUT).write_text(json.dumps({name: {"number": row.number, "code": row.code} for name, row in rows.items()}))
"""
ANSWER = "[data-answer]"


@pytest.fixture(scope="session")
def documents(demo_database, address, tmp_path_factory) -> dict[str, dict]:
    """By how they stand: their number, their code, and their file."""
    out = tmp_path_factory.mktemp("documents") / "documents.json"
    manage("shell", "-c", f"{ASK}OUT = {str(out)!r}\n{MAKE}", database=demo_database)
    found = json.loads(out.read_text())
    return {name: row | {"file": out.with_name(f"{row['number']}.pdf")} for name, row in found.items()}


@pytest.fixture
def say(language):
    def say(text: str) -> str:
        with override(language):
            return gettext(text)

    return say


def verify(document: dict, language: str = "nl") -> str:
    return f"/v/{document['code']}?lang={language}"


def breaks_no_rule(page: Page, size: str, axe) -> None:
    expect(page.locator("h1")).to_have_count(1)
    axe(page)
    assert page.evaluate(TOO_WIDE) == []
    assert size != "phone" or page.evaluate(SMALL) == []


# --- every page -----------------------------------------------------------------------------------


@two_sizes
@pytest.mark.parametrize("standing", ["valid", "superseded", "withdrawn"])
def test_verdict_breaks_no_rule(page, documents, standing, size, scheme, axe):
    page.goto(verify(documents[standing]))
    breaks_no_rule(page, size, axe)


@two_sizes
@pytest.mark.parametrize("standing", ["valid", "superseded", "withdrawn", "failed"])
def test_document_breaks_no_rule(visitor, page, documents, standing, size, scheme, axe):
    if standing == "withdrawn":  # it is no longer for everybody
        visitor.sign_in("anna")
    page.goto(f"/nl/documents/{documents[standing]['number']}/")
    breaks_no_rule(page, size, axe)


@two_sizes
def test_unknown_code_breaks_no_rule(visitor, page, size, scheme, axe):
    page.goto("/v/abcd")
    breaks_no_rule(page, size, axe)
    visitor.expects("404")


@two_sizes
@pytest.mark.parametrize("path", ["/nl/documents/{number}/", "/v/{code}"])
def test_everything_is_reached_and_the_focus_is_seen(page, documents, path, size):
    page.goto(path.format(**documents["superseded"]))
    assert walk(page) == []


@pytest.mark.parametrize("path", ["/{language}/documents/{number}/", "/v/{code}?lang={language}"])
def test_page_fits_a_narrow_screen_and_wide_letters(page, documents, path, language, axe):
    page.set_viewport_size(NARROW)
    page.goto(path.format(language=language, **documents["superseded"]))
    expect(page.locator("html")).to_have_attribute("lang", language)
    axe(page)
    page.evaluate(TEXT_SPACING)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CUT) == []


def test_download_lies_under_the_thumb(page, documents):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/nl/documents/{documents['valid']['number']}/")
    for scrolled in (0, 500, 5000):
        page.mouse.wheel(0, scrolled)
        expect(page.locator(".thumb-bar .primary")).to_be_in_viewport(ratio=1)
    box = page.locator(".thumb-bar .primary").bounding_box()
    assert box["y"] > 844 * 0.75
    foot = page.locator("footer a").last
    foot.scroll_into_view_if_needed()
    assert foot.bounding_box()["y"] + foot.bounding_box()["height"] <= page.locator(".thumb-bar").bounding_box()["y"]


def test_download_is_the_file(page, documents):
    page.goto(f"/nl/documents/{documents['valid']['number']}/")
    with page.expect_download() as waiting:
        page.locator(".thumb-bar .primary").click()
    assert waiting.value.suggested_filename == f"{documents['valid']['number']}-nl.pdf"
    assert Path(waiting.value.path()).read_bytes() == documents["valid"]["file"].read_bytes()


# --- a file held against ours ---------------------------------------------------------------------


@pytest.fixture
def asked(page) -> list[str]:
    """What the browser asks of the portal from now on, but for the page's own files: its icon comes last."""
    seen: list[str] = []

    def note(request: Request) -> None:
        if "/static/" not in request.url:
            seen.append(f"{request.method} {request.url}")

    page.on("request", note)
    return seen


def choose(page: Page, file: Path) -> None:
    """By keyboard alone."""
    with page.expect_file_chooser() as waiting:
        tab_to(page, page.locator("#file"))
        page.keyboard.press("Enter")
    waiting.value.set_files(file)


def test_chosen_file_is_compared_in_the_browser(page, documents, language, say, asked, axe, tmp_path):
    page.goto(verify(documents["valid"], language))
    asked.clear()
    choose(page, documents["valid"]["file"])
    expect(page.locator(ANSWER)).to_contain_text(say("Equal."))
    expect(page.locator(ANSWER)).to_contain_text(documents["valid"]["file"].name)
    assert page.locator(ANSWER).get_attribute("role") == "status", "it is read aloud"
    assert page.locator("#file").evaluate(IS_FOCUSED)
    axe(page)
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(documents["valid"]["file"].read_bytes().replace(b"%%EOF", b"%%EOG"))
    choose(page, changed)
    expect(page.locator(ANSWER)).to_contain_text(say("Not equal."))
    expect(page.locator(f"{ANSWER} .notice")).to_have_count(1)
    axe(page)
    assert asked == [], "the file did not leave the browser, nor anything else"


@two_sizes
def test_comparison_breaks_no_rule(page, documents, size, scheme, axe):
    page.goto(verify(documents["valid"]))
    for outcome, name in ((".good", "valid"), (".bad", "superseded")):
        page.locator("#file").set_input_files(documents[name]["file"])
        expect(page.locator(f"{ANSWER} {outcome}")).to_be_visible()
        breaks_no_rule(page, size, axe)


DROP = """async ([bytes, where]) => {
    const transfer = new DataTransfer();
    if (bytes) transfer.items.add(new File([new Uint8Array(bytes)], "dropped.pdf", { type: "application/pdf" }));
    const at = document.querySelector(where);
    const event = type => new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer });
    const over = !at.dispatchEvent(event("dragover"));
    const lit = document.querySelector("[data-drop]").classList.contains("is-over");
    at.dispatchEvent(new DragEvent("dragleave", { bubbles: true, relatedTarget: document.body }));
    at.dispatchEvent(new DragEvent("dragleave", { bubbles: true }));
    const out = !document.querySelector("[data-drop]").classList.contains("is-over");
    return { over, lit, out, dropped: !at.dispatchEvent(event("drop")) };
}"""


@pytest.mark.parametrize("where", ["[data-drop]", "h1"])
def test_dropped_file_is_compared_in_the_browser(page, documents, asked, where):
    page.goto(verify(documents["valid"]))
    expect(page.locator("#file")).to_be_visible()
    asked.clear()
    content = list(documents["valid"]["file"].read_bytes())
    all_went_well = {"over": True, "lit": True, "out": True, "dropped": True}
    assert page.evaluate(DROP, [None, where]) == all_went_well, "text that is dropped goes nowhere"
    expect(page.locator(ANSWER)).to_be_empty()
    assert page.evaluate(DROP, [content, where]) == all_went_well
    expect(page.locator(f"{ANSWER} .good")).to_contain_text("dropped.pdf")
    content[100] ^= 1
    page.evaluate(DROP, [content, where])
    expect(page.locator(f"{ANSWER} .bad")).to_contain_text("dropped.pdf")
    assert asked == []


def test_file_that_cannot_be_read_is_said_to_be(page, documents):
    page.goto(verify(documents["valid"]))
    expect(page.locator("#file")).to_be_visible()
    page.evaluate("() => { File.prototype.arrayBuffer = () => Promise.reject(new Error('gone')); }")
    page.locator("#file").set_input_files(documents["valid"]["file"])
    expect(page.locator(f"{ANSWER} .warn")).to_contain_text(documents["valid"]["file"].name)


def test_file_chosen_last_is_the_one_that_counts(page, documents):
    page.goto(verify(documents["valid"]))
    expect(page.locator("#file")).to_be_visible()
    page.evaluate("""() => {
        const read = File.prototype.arrayBuffer;
        let first = true;
        File.prototype.arrayBuffer = function () {
            if (!first) return read.call(this);
            first = false;
            return new Promise(done => { window.readTheFirst = async () => {
                const content = await read.call(this);
                done(content);
                return content.slice();
            }; });
        };
    }""")
    page.locator("#file").set_input_files(documents["superseded"]["file"])
    page.locator("#file").set_input_files(documents["valid"]["file"])
    expect(page.locator(f"{ANSWER} .good")).to_be_visible()
    page.evaluate("""async () => {
        const content = await readTheFirst();
        await crypto.subtle.digest("SHA-256", content);  // which the portal asked for before
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }""")
    expect(page.locator(f"{ANSWER} .good")).to_be_visible()


def test_very_large_file_is_not_read(page, documents):
    page.goto(verify(documents["valid"]))
    expect(page.locator("#file")).to_be_visible()
    page.evaluate("() => Object.defineProperty(File.prototype, 'size', { get: () => 1e10 })")
    page.locator("#file").set_input_files(documents["valid"]["file"])
    expect(page.locator(f"{ANSWER} .bad")).to_be_visible()


def test_page_that_did_not_come_safely_says_how_to_do_it_oneself(visitor, page, documents):
    visitor.context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined });")
    page.goto(verify(documents["valid"]))
    expect(page.locator(f"{ANSWER} .warn")).to_be_visible()
    expect(page.locator("#file")).to_be_hidden()


def test_without_scripts_it_says_how_to_do_it_oneself(browser, address, documents):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    for url in ("/v/", verify(documents["valid"])):
        page.goto(url)
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.locator("#file")).to_be_hidden()
        page.locator("main details summary").click()
        expect(page.get_by_text("sha256sum document.pdf")).to_be_visible()
    context.close()


# --- looked up ------------------------------------------------------------------------------------


def test_code_is_typed_by_keyboard(page, documents, language, say):
    page.goto(f"/v/?lang={language}")
    tab_to(page, page.locator("#code"))
    code = documents["superseded"]["code"].upper()
    page.keyboard.type(f"{code[:4]}-{code[4:12]} {code[12:]}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/v/{documents['superseded']['code']}\\?lang={language}$"))
    expect(page.locator("#verdict")).to_have_text(say("This document is ours, but a newer version stands in its place"))
    tab_to(page, page.locator("main .notice a"))
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text(say("Yes: this document is ours, and valid"))
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_file_is_looked_up_by_its_fingerprint_only(page, documents, language, asked):
    page.goto(f"/v/?lang={language}")
    expect(page.locator("#file")).to_be_visible()
    asked.clear()
    choose(page, documents["valid"]["file"])
    fingerprint = hashlib.sha256(documents["valid"]["file"].read_bytes()).hexdigest()
    expect(page).to_have_url(re.compile(f"/v/{fingerprint}\\?lang={language}$"))
    expect(page.locator("section[data-sha256] .notice.good").first).to_be_visible()
    assert asked[0].startswith("GET ")
    assert {request.split()[0] for request in asked} == {"GET"}


def test_file_that_is_not_ours_is_not_found(visitor, page, tmp_path):
    page.goto("/v/")
    expect(page.locator("#file")).to_be_visible()
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7 of somebody else")
    page.locator("#file").set_input_files(other)
    expect(page.locator("#verdict")).to_be_visible()
    expect(page.locator("main .notice.bad")).to_have_count(1)
    visitor.expects("404")


def test_language_is_switched_on_the_page(page, documents):
    page.goto(f"/v/{documents['valid']['code']}")
    tab_to(page, page.locator(".languages a[hreflang=fr]"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page).to_have_url(re.compile(r"\?lang=fr$"))


# --- waited for -----------------------------------------------------------------------------------


@pytest.fixture
def requested(documents, demo_database, tmp_path) -> str:
    """The number of a document that nobody has made yet."""
    out = tmp_path / "number"
    ask = f"with transaction.atomic():\n    pathlib.Path({str(out)!r}).write_text(ask(3).number)\n"
    manage("shell", "-c", ASK + ask, database=demo_database)
    return out.read_text()


@two_sizes
def test_page_follows_until_the_document_is_ready(page, requested, demo_database, language, size, axe, say):
    page.goto(f"/{language}/documents/{requested}/")
    page.evaluate("() => { window.isTheSamePage = true; }")
    expect(page.locator("progress")).to_be_visible()
    breaks_no_rule(page, size, axe)
    tab_to(page, page.locator("#document-next"))
    for _look in range(2):  # the first answer is on the page when the second look is answered
        with page.expect_response(re.compile(rf"/documents/{requested}/.+")):
            pass
    expect(page.locator("#document-poll")).to_have_count(1)
    assert page.locator("#document-next").evaluate(IS_FOCUSED), "looking takes nothing from who is reading"
    manage("shell", "-c", f"{ASK}run_all()", database=demo_database)
    expect(page.locator(".thumb-bar .primary")).to_be_visible()
    expect(page.locator("#document-news")).to_have_text(say("The document is ready."))
    assert page.locator("#document-next").evaluate(IS_FOCUSED), "the focus went on to the next thing to do"
    assert page.evaluate("window.isTheSamePage")
    expect(page.locator("#document-poll, progress")).to_have_count(0)
    breaks_no_rule(page, size, axe)


def test_without_scripts_one_looks_again(browser, address, requested, demo_database):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/nl/documents/{requested}/")
    manage("shell", "-c", f"{ASK}run_all()", database=demo_database)
    page.locator("#document-next").click()
    expect(page.locator(".thumb-bar .primary")).to_be_visible()
    context.close()
