"""The Atom feed: what is new and what changed, and nothing that visitors may not know."""

from xml.etree import ElementTree as ET

import pytest

from tests.competences.api.published import next_version, published, withdraw
from tests.factories.competences import authorised, counting

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, language: str = "nl") -> list[ET.Element]:
    response = client.get(f"/{language}/descriptions/feed/")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


def name(entry: ET.Element) -> str:
    return entry.findtext(f"{ATOM}id")


def test_entry_names_both_diplomas_and_leads_to_its_version(client):
    description = counting(summary="Wie <dit> diploma heeft & zoekt")
    [entry] = entries(client)
    comparison = description.comparison
    assert entry.findtext(f"{ATOM}title") == f"{comparison.source.title} → {comparison.target.title}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/nl/descriptions/{comparison.slug}/v1/"
    assert "&lt;dit&gt; diploma" in entry.findtext(f"{ATOM}summary")
    assert entry.findtext(f"{ATOM}updated")
    assert entry.findtext(f"{ATOM}published")


def test_last_change_comes_first(client):
    first, second = counting(), counting()
    assert [name(entry) for entry in entries(client)] == [f"urn:les:{second.number}-v1", f"urn:les:{first.number}-v1"]
    withdraw(first)
    latest = entries(client)[0]
    assert name(latest) == f"urn:les:{first.number}-v1"
    assert latest.find(f"{ATOM}category").get("term") == "withdrawn"


def test_what_is_replaced_gives_way_and_what_is_being_made_is_not_told(client):
    authorised()
    first = published()
    next_version(first)
    assert [name(entry) for entry in entries(client)] == [f"urn:les:{first.number}-v2"]


def test_feed_speaks_the_language_of_its_address(client):
    counting()
    assert client.get("/fr/descriptions/feed/").content.count(b'xml:lang="fr"') == 1
    assert "/fr/descriptions/" in entries(client, "fr")[0].find(f"{ATOM}link").get("href")


def test_number_of_queries_does_not_grow(queries_stay_constant):
    def rows(number: int) -> None:
        for _n in range(number):
            counting()

    queries_stay_constant("/nl/descriptions/feed/", rows, rows=4)
