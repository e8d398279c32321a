"""The page for who holds a diploma: what it gives them, and that it asks nothing of them."""

import pytest
from bs4 import BeautifulSoup

from tests.competences.paper.samples import ordinary

pytestmark = pytest.mark.django_db


@pytest.fixture
def cover(client):
    response = client.get(f"/en/descriptions/{ordinary().comparison.slug}/cover/")
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    return BeautifulSoup(response.content, "html.parser").main


def test_address_to_share_is_whole_and_behind_the_code(cover):
    address = cover.find(id="share-address").get_text()
    assert address.startswith("http")
    assert address.endswith("/en/descriptions/bk0024-25309/")
    assert address in cover.find(id="share-text").get_text()
    assert cover.select_one("svg.qr title")


def test_name_has_nowhere_to_go(cover):
    """No form, no field that a browser would send, nothing that saves as one types."""
    fields = cover.select(".cover-fields input")
    assert [field["id"] for field in fields] == ["cover-name", "cover-year"]
    assert not any(field.has_attr("name") or field.has_attr("form") for field in fields)
    assert not cover.select("form, [hx-post], [hx-get], [data-les-module=autosave]")
    assert cover.select_one(".cover-fields").has_attr("hidden"), "without JavaScript they would do nothing"
    assert "data-cover-with-script" in cover.select_one(".cover-fields").attrs


def test_sheet_has_the_answer_in_short_and_a_line_for_the_name(cover):
    sheet = cover.find(class_="sheet")
    said = " ".join(sheet.get_text(" ").split())
    told = ["Elektromecanicien", "Covers 75 %", "= Equivalent 5", "≈ Stelt instrumentatie af", "LES-AB-", "version 1"]
    assert [words for words in told if words not in said] == []
    assert "not a recognition of equivalence" in said
    assert sheet.find(attrs={"data-cover-place": "name"}).get_text() == ""
    assert sheet.select_one("svg.qr")
    assert not sheet.select(".no-print")
