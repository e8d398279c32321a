"""Journey 9: twenty programmes by file, two of them faulty. Eighteen come in, two are named, a second time nothing."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.measures import SMALL, TOO_WIDE
from tests.les_portal.listings.sheets import as_file, row
from tests.services.portal import portal

INDEX = "/{language}/manage/tectura/many/"


@pytest.fixture(scope="module")
def address(demo_database, tmp_path_factory) -> Iterator[str]:
    """A portal of its own: what comes in here, no other test has to count with."""
    own = tmp_path_factory.mktemp("bulk") / "portal.sqlite3"
    with closing(sqlite3.connect(demo_database)) as theirs, closing(sqlite3.connect(own)) as ours:
        theirs.backup(ours)
    with portal(own) as url:
        yield url


def twenty(language: str, what: str = "") -> bytes:
    """Each test brings its own, into the one school that all of them share."""
    mark = f"{language}{what}"
    good = [row(f"{mark}-{n}", f"Proef {mark} {n}", campus="Tectura Centrum") for n in range(18)]
    bad = [row(f"{mark}-x", "Zonder soort", form="Toverschool"), row(f"{mark}-y", "Zonder vak", field="Zwemmen")]
    return as_file(*good[:9], bad[0], *good[9:], bad[1])


def read_file(page: Page, language: str, data: bytes) -> None:
    page.goto(INDEX.format(language=language))
    page.locator("input[type=file]").set_input_files(
        {"name": "opleidingen.csv", "mimeType": "text/csv", "buffer": data}
    )
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/many/\d+/$"))


def figures(page: Page) -> list[str]:
    """New, changed, as it was, with a problem."""
    return [each.split()[0] for each in page.locator("main .strip dd").all_inner_texts()]


def test_twenty_programmes_of_which_two_are_faulty(page, visitor, axe, language):
    visitor.sign_in("anna", language)
    read_file(page, language, twenty(language))
    assert figures(page) == ["18", "0", "0", "2"]
    rows = [re.split(r"\s+", text)[0] for text in page.locator("#problems ~ * tbody tr").all_inner_texts()]
    assert rows == ["11", "21"]
    axe(page)

    page.locator("main form button.primary").click()
    expect(page.locator("#drafts")).to_be_visible()
    assert figures(page) == ["18", "0", "0", "2"]
    axe(page)

    read_file(page, language, twenty(language))
    assert figures(page) == ["0", "0", "18", "2"]
    expect(page.locator("main form button.primary")).to_have_count(0)


def test_the_rows_to_mend_come_as_a_file(page, visitor, language):
    visitor.sign_in("anna", language)
    read_file(page, language, twenty(language, "mend"))
    with page.expect_download() as download:
        page.locator("main a[href$='left-out.csv']").click()
    assert re.fullmatch(r"tectura-.+-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    with page.expect_download() as download:
        page.goto(INDEX.format(language=language))
        page.locator("main a[href$='listings.xlsx']").click()
    file = download.value.path().read_bytes()
    read_file(page, language, file)
    assert figures(page)[:2] == ["0", "0"]
    assert figures(page)[3] == "0"


def test_somebody_of_another_school_finds_nothing(page, visitor):
    visitor.sign_in("chloe")
    for address in (INDEX, "/{language}/manage/tectura/many/listings.csv"):
        assert page.request.get(address.format(language="nl")).status == 404


def test_every_page_fits_every_screen(page, visitor, axe, size, scheme):
    visitor.sign_in("anna")
    read_file(page, "nl", twenty("nl", "fit"))
    axe(page)
    assert page.evaluate(TOO_WIDE) == []
    if size == "phone":
        assert page.evaluate(SMALL) == []
