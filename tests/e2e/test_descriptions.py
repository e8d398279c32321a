"""What employers, teachers and signers do with descriptions: journeys 10 to 14 and 16 of the acceptance list."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from tests.e2e.visitor import Visitor
from tests.les_portal.opened import Opened
from tests.services.portal import ROOT, environment, manage

FORGOTTEN = "Kalibreert de verborgen meetlus"
TECHNICIAN, REPLACED, NURSE = "bk0024-25309", "25309-bk0024", "graduaat-basisverpleegkunde-25655"
NEVER_SAID = re.compile(r"gelijkgesteld|gelijkgeschakeld", re.I)


@pytest.fixture(scope="session")
def _being_made(demo_database) -> None:
    command = [sys.executable, "-m", "tests.e2e.descriptions"]
    env = environment(demo_database) | {"DJANGO_SETTINGS_MODULE": "les_portal.settings"}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.fixture
def person(browser, address):
    """`person("wim")`: their own browser, signed in."""
    opened = []

    def sign_in(name: str) -> Page:
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="nl")
        visitor = Visitor(context, address)
        opened.append(visitor)
        visitor.sign_in(name)
        return visitor.page

    yield sign_in
    for visitor in opened:
        visitor.context.close()
        assert visitor.complaints == []


def say(text: str) -> str:
    with override("nl"):
        return gettext(text)


def open_description(page: Page, path: str) -> None:
    page.goto(f"/nl/descriptions/{path}/")
    expect(page.locator("h1")).to_have_count(1)


def downloaded(page: Page) -> bytes:
    """The paper behind the large button."""
    with page.expect_download() as download:
        page.locator(".take a.button.primary").click()
    return Path(download.value.path()).read_bytes()


def paper_in_dutch(page: Page) -> Opened:
    content = downloaded(page)
    assert content.startswith(b"%PDF")
    return Opened(content)


def squeezed(text: str) -> str:
    return "".join(text.split())


def verification_of(opened: Opened) -> str:
    """Where its QR code leads, on this portal: the papers of the demo name the address of `make run`."""
    [link] = [link for link in opened.links() if "/v/" in link]
    return link[link.index("/v/") :]


# --- for employers, without signing in ------------------------------------------------------------


def test_10_a_code_leads_to_the_description(page):
    page.goto("/nl/descriptions/")
    page.locator("#q").fill("25309")
    page.locator("#q").press("Enter")
    card = page.locator(f"#results a[href='/nl/descriptions/{TECHNICIAN}/']")
    expect(card).to_be_visible()
    card.click()
    expect(page.locator("h1")).to_have_text("Elektromecanicien")
    expect(page.locator("#answer-title")).to_contain_text("75 %")


def test_11_the_paper_says_all_and_can_be_verified(page):
    open_description(page, TECHNICIAN)
    opened = paper_in_dutch(page)
    for words in ("LES-AB-20", "-nl-v1", "versie 1", "VKS 4 · EQF 4", "NLQF 4 · EQF 4", "75 %", say("Partial")):
        assert squeezed(words) in opened.words, words
    for sign, word in (("=", "Equivalent"), ("≈", "Partial"), ("−", "Missing"), ("+", "Extra")):
        assert sign in opened.text
        assert say(word) in opened.text
    assert squeezed("geen erkenning van gelijkwaardigheid") in opened.words
    assert not NEVER_SAID.search(opened.text)
    page.goto(verification_of(opened))
    expect(page.locator("#verdict")).to_have_text(say("Yes: this document is ours, and valid"))
    expect(page.locator(f"[data-sha256='{hashlib.sha256(opened.bytes).hexdigest()}']")).to_have_count(1)


def test_12_a_replaced_version_says_so_and_its_paper_stays(page):
    open_description(page, f"{REPLACED}/v1")
    expect(page.locator("main .notice.warn").first).to_contain_text("versie 2")
    old = paper_in_dutch(page)
    page.goto(verification_of(old))
    verdict = say("This document is ours, but a newer version stands in its place")
    expect(page.locator("#verdict")).to_have_text(verdict)
    page.locator(".notice.warn a").click()
    expect(page.locator("#verdict")).to_have_text(say("Yes: this document is ours, and valid"))
    open_description(page, REPLACED)
    new = paper_in_dutch(page)
    assert new.bytes != old.bytes
    assert squeezed("-nl-v2") in new.words


def test_16_a_nurse_reads_of_the_register_and_of_the_year_in_which_they_began(page):
    open_description(page, NURSE)
    main = page.locator("main")
    expect(main).to_contain_text("BIG-register")
    expect(main).to_contain_text("1 september 2023")
    opened = paper_in_dutch(page)
    for words in ("BIG-register", "1 september 2023", "CIBG", "EQF 5", "EQF 4"):
        assert squeezed(words) in opened.words, words
    assert not NEVER_SAID.search(main.inner_text())
    assert not NEVER_SAID.search(opened.text)


def test_what_machines_and_readers_of_feeds_get_is_the_same_paper(page):
    open_description(page, TECHNICIAN)
    own = hashlib.sha256(downloaded(page)).hexdigest()
    feed = page.request.get(page.locator("link[type='application/atom+xml']").get_attribute("href"))
    number = re.search(r"urn:les:(LES-AB-\d{4}-\d{4})-v1", feed.text()).group(1)
    rows = page.request.get("/api/v1/descriptions/").json()["results"]
    assert number in {row["number"] for row in rows}
    [row] = [row for row in rows if row["url"].endswith(f"/{TECHNICIAN}/")]
    stored = page.request.get(row["pdf"], headers={"Accept-Language": "nl"})
    assert hashlib.sha256(stored.body()).hexdigest() == own
    assert stored.headers["etag"] == f'"{own}"'


# --- for who makes and signs them -----------------------------------------------------------------


def desk(page: Page, slug: str) -> None:
    page.goto(f"/nl/comparisons/{slug}/description/")
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.usefixtures("_being_made")
def test_13_what_is_not_compared_is_named_and_it_stays_a_draft(person):
    page = person("anna")
    desk(page, "e13be-e13nl")
    page.get_by_role("button", name=say("Ask both sides to sign")).click()
    expect(page.locator(".error-summary")).to_contain_text(FORGOTTEN)
    desk(page, "e13be-e13nl")
    expect(page.locator("#missing")).to_contain_text(FORGOTTEN)
    expect(page.get_by_role("button", name=say("Ask both sides to sign"))).to_be_visible()


def sign(page: Page) -> None:
    desk(page, "e14be-e14nl")
    page.get_by_text(say("Sign for your organisation"), exact=True).first.click()
    confirm(page)


def confirm(page: Page) -> None:
    """Some steps say first what follows."""
    if "/do/" in page.url:
        page.locator("main form button.primary, main form button.button").first.click()
        page.wait_for_url(lambda url: "/do/" not in url)


@pytest.mark.usefixtures("_being_made")
def test_14_two_signatures_authorise_and_a_third_person_publishes(person, page, demo_database):
    anna = person("anna")
    desk(anna, "e14be-e14nl")
    anna.get_by_role("button", name=say("Ask both sides to sign")).click()
    confirm(anna)
    expect(anna.locator("#now")).to_contain_text(say("To be signed"))
    sign(person("wim"))
    desk(anna, "e14be-e14nl")
    expect(anna.locator("#now")).to_contain_text(say("Signed"))
    expect(anna.locator("#now")).to_contain_text(say("To be signed"))
    assert page.request.get("/nl/descriptions/e14be-e14nl/").status == 404
    sign(person("vera"))
    manage("run_jobs", "--once", database=demo_database)
    assert "Regeltechnicus" in page.request.get("/dev/mail/").text()
    desk(anna, "e14be-e14nl")
    expect(anna.locator("#now")).to_contain_text("LES-AB-")
    nora = person("nora")
    desk(nora, "e14be-e14nl")
    nora.get_by_text(say("Publish this description"), exact=True).first.click()
    confirm(nora)
    open_description(page, "e14be-e14nl")
    opened = paper_in_dutch(page)
    page.goto(verification_of(opened))
    expect(page.locator(f"[data-sha256='{hashlib.sha256(opened.bytes).hexdigest()}']")).to_have_count(1)
