"""What no school stands behind comes last in lists, says so, and costs the database no more than before."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from programmes.cards import campus_cards
from programmes.filters import CatalogueQuery
from programmes.models import Programme
from tests.factories.programmes import OfferingFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2025, 3, 10)


def listed(title: str, campus=None, *, overdue: bool = False) -> Programme:
    campus = campus or CampusFactory()
    return ProgrammeFactory(at=[campus], published=True, title_nl=title, is_overdue=overdue, confirmed_on=MARCH)


def titles(**asked) -> list[str]:
    return [programme.title for programme in CatalogueQuery(**asked).programmes()]


def words(response) -> str:
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


# --- the order ------------------------------------------------------------------------------------


def test_by_name_it_comes_after_what_is_fresh():
    listed("Anker lassen", overdue=True), listed("Zink lassen"), listed("Blik lassen")
    assert titles() == ["Blik lassen", "Zink lassen", "Anker lassen"]


def test_by_words_it_comes_after_what_fits_less():
    listed("Lassen", overdue=True), listed("Inleiding in het lassen van schepen"), listed("Lassen van staal")
    found = titles(q="lassen")
    assert found[-1] == "Lassen"
    assert len(found) == 3


def test_the_nearest_stays_the_nearest():
    near, far = CampusFactory(place__lat=51.05, place__lon=3.72), CampusFactory(place__lat=51.10, place__lon=3.72)
    listed("Lassen", near, overdue=True), listed("Frezen", far)
    from les_portal.geo import Point

    assert titles(near=Point(51.05, 3.72)) == ["Lassen", "Frezen"]


def test_where_it_is_taught_the_fresh_ones_are_named_first():
    campus = CampusFactory()
    listed("Anker", campus, overdue=True), listed("Zink", campus)
    [card] = campus_cards([campus.pk])
    assert [(str(title), title.is_overdue) for title in card.programmes] == [("Zink", False), ("Anker", True)]


# --- what visitors read ---------------------------------------------------------------------------


def test_the_page_says_it_in_plain_words(client):
    late, fresh = listed("Lassen", overdue=True), listed("Frezen")
    page = words(client.get(f"/en/programmes/{late.slug}/"))
    assert "The school has not confirmed this since March 2025; ask before you decide." in page
    assert "Confirmed in" not in page
    page = words(client.get(f"/en/programmes/{fresh.slug}/"))
    assert "Confirmed in March 2025" in page
    assert "ask before you decide" not in page


def test_cards_have_a_quiet_sign_with_words(client):
    campus = CampusFactory()
    listed("Lassen", campus, overdue=True)
    for address in ("/en/programmes/", "/en/map/", campus.school.get_absolute_url().replace("/nl/", "/en/")):
        assert "not confirmed lately" in words(client.get(address)), address
    Programme.objects.update(is_overdue=False)
    for address in ("/en/programmes/?q=", "/en/map/?q=", f"{campus.get_absolute_url().replace('/nl/', '/en/')}?a"):
        assert "not confirmed lately" not in words(client.get(address)), address


def test_the_api_says_it(client):
    listed("Lassen", overdue=True), listed("Zagen")
    rows = client.get("/api/v1/programmes/").json()["results"]
    assert [(row["title"]["nl"], row["confirmed_on"], row["is_overdue"]) for row in rows] == [
        ("Zagen", "2025-03-10", False),
        ("Lassen", "2025-03-10", True),
    ]


# --- the plan of the plain list -------------------------------------------------------------------

INDEX = next(
    index.name for index in Programme._meta.indexes if index.fields == ["status", "is_overdue", "sort_key", "id"]
)


def plan(rows) -> str:
    """As on a portal with many rows: on PostgreSQL a few rows are read whole, whatever their order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows.explain()


def is_sorted_afterwards(text: str) -> bool:
    return "TEMP B-TREE" in text or "Sort" in text


def test_the_plain_list_is_a_walk_along_the_index():
    OfferingFactory.create_batch(3)
    text = plan(CatalogueQuery().programmes()[:20])
    assert INDEX in text
    assert not is_sorted_afterwards(text), text


def test_without_its_first_column_it_would_be_sorted():
    """The control."""
    OfferingFactory.create_batch(3)
    assert is_sorted_afterwards(plan(CatalogueQuery().programmes().order_by("sort_key", "pk")[:20]))
