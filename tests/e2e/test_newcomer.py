"""A new secretary who has never seen the portal: from the mail that invites her to a listing on the map.

Every press on a link or a button is counted, and every field that is typed or chosen. Whoever makes the way longer
finds out here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.visitor import Visitor
from tests.services.portal import manage, portal

CLICKS, FIELDS = 10, 13
NELE = "nele@example.org"
TEXTS = {
    "summary_nl": "Je leert machines met een motor en een sturing bouwen en herstellen.",
    "summary_fr": "Tu apprends à construire et à réparer des machines à moteur et à commande.",
    "summary_en": "You learn to build and mend machines with a motor and a control.",
    "content_nl": "Elke week twee dagen in de werkplaats, **met je handen**.",
    "content_fr": "Deux jours par semaine à l’atelier, **les mains à l’ouvrage**.",
    "content_en": "Two days a week in the workshop, **with your hands**.",
}


@pytest.fixture(scope="module")
def demo_database(tmp_path_factory) -> Path:
    """Her listing would be in the way of what other tests count."""
    database = tmp_path_factory.mktemp("newcomer") / "portal.sqlite3"
    manage("migrate", "--noinput", database=database)
    manage("demo", database=database)
    return database


@pytest.fixture(scope="module")
def address(demo_database) -> Iterator[str]:
    with portal(demo_database) as url:
        yield url


class Counted:
    """A person's hands: what they press, and what they fill in."""

    def __init__(self) -> None:
        self.clicks: list[str] = []
        self.fields: list[str] = []

    def press(self, what: Locator) -> None:
        self.clicks.append(what.inner_text().strip())
        what.click()

    def fill(self, field: Locator, text: str) -> None:
        self.fields.append(text)
        field.fill(text)

    def choose(self, field: Locator, label: str) -> None:
        self.fields.append(label)
        field.select_option(label=label)

    def tick(self, box: Locator) -> None:
        self.fields.append(box.get_attribute("name"))
        box.check()


@pytest.fixture
def hands() -> Counted:
    return Counted()


@pytest.fixture
def newcomer(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody at another machine, who has no account."""
    visitor = Visitor(browser.new_context(base_url=address, locale="nl", reduced_motion="reduce"), address)
    yield visitor
    visitor.context.close()
    assert visitor.complaints == []


def invite(page: Page, hands: Counted) -> None:
    hands.press(page.get_by_role("link", name="Mensen").first)
    hands.fill(page.get_by_label("E-mailadres"), NELE)
    hands.choose(page.get_by_label("Rol", exact=True), "Redacteur")
    hands.press(page.get_by_role("button", name="Verstuur de uitnodiging"))
    expect(page.locator("main")).to_contain_text(NELE)


def take(page: Page, hands: Counted) -> Page:
    """In the mailbox, and on the page that the mail leads to."""
    page.goto("/dev/mail/")
    hands.press(page.get_by_role("link", name="Tectura nodigt je uit op het portaal"))
    letter = page.frame_locator("iframe").get_by_role("link", name="Bekijk de uitnodiging")
    with page.context.expect_page() as opened:
        hands.press(letter)
    page = opened.value
    hands.fill(page.get_by_label("Naam"), "Nele Nieuw")
    hands.fill(page.get_by_label("Wachtwoord"), "een zin die nele onthoudt")
    hands.press(page.get_by_role("button", name="Maak mijn account"))
    expect(page).to_have_url(re.compile("/nl/manage/tectura/$"))
    return page


def make_a_draft(page: Page, hands: Counted) -> None:
    hands.press(page.get_by_role("link", name="Maak een nieuwe opleiding"))
    hands.fill(page.get_by_label("Naam of code van de kwalificatie"), "BK0024")  # found while she types
    hands.press(page.get_by_role("link", name="Elektromecanicien"))
    hands.tick(page.get_by_label("Tectura Groenkouter"))
    hands.press(page.get_by_role("button", name="Maak het ontwerp"))
    expect(page).to_have_url(re.compile("/edit/$"))


def write_and_publish(page: Page, hands: Counted) -> None:
    for name, text in TEXTS.items():
        hands.fill(page.locator(f"#id_{name}"), text)
    hands.fill(page.get_by_label("E-mailadres voor vragen"), "secretariaat@example.org")
    expect(page.locator(".edit-tasks .badge.good")).to_have_count(5)  # every part is done
    hands.press(page.get_by_role("button", name="Publiceer deze opleiding"))
    expect(page.locator("main header .badge", has_text="Gepubliceerd")).to_be_visible()


def test_from_the_invitation_to_the_map(visitor, page, newcomer, hands, demo_database):
    visitor.sign_in("ada")
    page.goto("/nl/manage/tectura/")
    invite(page, hands)
    manage("run_jobs", "--once", database=demo_database)

    hers = take(newcomer.page, hands)
    make_a_draft(hers, hands)
    write_and_publish(hers, hands)
    slug = hers.url.rstrip("/").rsplit("/", 1)[-1]
    hands.press(hers.get_by_role("link", name="Op de kaart"))

    expect(hers).to_have_url(re.compile("/nl/map/"))
    found = hers.locator("#results .card", has_text="Tectura Groenkouter")
    expect(found).to_contain_text("Elektromecanicien")
    assert len(hands.clicks) <= CLICKS, hands.clicks
    assert len(hands.fields) <= FIELDS, hands.fields

    titles = {"nl": "Elektromecanicien", "fr": "Électromécanicien", "en": "Electromechanical technician"}
    for language, title in titles.items():
        page.goto(f"/{language}/programmes/{slug}/")
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator(".lead")).to_have_text(TEXTS[f"summary_{language}"])
        expect(page.locator(".prose strong").first).to_be_visible()
        expect(page.locator("main")).to_contain_text("Tectura Groenkouter")
        expect(page.locator("main")).not_to_contain_text("Tectura Centrum")
