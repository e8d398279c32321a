"""What a listing said before, and bringing it back."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.activity.models import Entry
from les_portal.listings.actions.revising import revise
from les_portal.listings.actions.versions import CHANGED
from les_portal.listings.models import Revision
from programmes.models import Programme
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(campus, anna):
    """Published, and changed once."""
    listing = ProgrammeFactory(at=[campus], published=True, title_nl="Lassen", summary_nl="Je last.")
    revise(listing, {"title_nl": "Lassen en snijden", "duration_months": 36}, by=anna, comment="new name")
    return Programme.objects.get(pk=listing.pk)


def address(listing, *more) -> str:
    name = "listings:version" if more else "listings:versions"
    return reverse(name, args=[listing.school.organisation.slug, listing.slug, *more])


def read(response, status: int = 200) -> BeautifulSoup:
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def test_every_version_is_kept_with_who_when_and_what(client_of, bram, listing):
    page = read(client_of(bram).get(address(listing)))
    newest, first = page.select("tbody tr")
    assert "Anna" in newest.get_text()
    assert newest.select_one(".badge.good")
    assert newest.select("td")[-1].get_text().count(",") == 1, "title and duration"
    assert first.select_one("a")["href"] == address(listing, 1)


def test_a_listing_that_nobody_changed_has_none(client_of, anna, campus):
    page = read(client_of(anna).get(address(ProgrammeFactory(at=[campus]))))
    assert page.select_one(".empty")


def test_a_version_stands_beside_what_is_now(client_of, anna, listing):
    page = read(client_of(anna).get(address(listing, 1)))
    cells = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tbody tr")]
    assert cells == [["Lassen", "Lassen en snijden"], ["24", "36"]]
    assert read(client_of(anna).get(address(listing, 2))).select_one(".empty")
    assert client_of(anna).get(address(listing, 3)).status_code == 404


def test_brought_back_it_is_a_new_version_and_seen_at_once(client_of, anna, client, listing):
    response = client_of(anna).post(address(listing, 1))
    assert response["Location"] == reverse("listings:programme", args=address(listing).split("/")[3:6:2])
    listing.refresh_from_db()
    assert (listing.title_nl, listing.duration_months) == ("Lassen", 24)
    assert [row.number for row in listing.revisions.versions()] == [3, 2, 1]
    entry = Entry.objects.about(listing).order_by("-pk").first()
    assert (entry.verb, entry.actor, set(entry.changes)) == (CHANGED, anna, {"title_nl", "duration_months"})
    assert b"Lassen en snijden" not in client.get(listing.get_absolute_url()).content
    client_of(anna).post(address(listing, 1))
    assert listing.revisions.versions().count() == 3, "twice changes nothing"


def test_where_somebody_approves_it_is_proposed(client_of, anna, ada, listing):
    listing.school.approval = "by_school"
    listing.school.save()
    client_of(anna).post(address(listing, 1))
    listing.refresh_from_db()
    assert listing.title_nl == "Lassen en snijden"
    assert listing.revisions.open().get().status == Revision.Status.PROPOSED
    read(client_of(anna).post(address(listing, 1)))
    assert listing.revisions.versions().count() == 2
    client_of(ada).post(address(listing, 1))
    listing.refresh_from_db()
    assert listing.title_nl == "Lassen", "an administrator of the school needs nobody"


def test_what_cannot_be_any_more_is_said(client_of, anna, listing, campus):
    moved = CampusFactory(school=campus.school)
    revise(listing, {"campuses": [moved.pk]}, by=anna)
    campus.delete()
    page = read(client_of(anna).post(address(listing, 1)), status=409)
    assert page.select_one("[role=alert] li")
    assert listing.revisions.versions().count() == 3


def test_readers_look_and_strangers_do_not_know(client_of, bram, chloe, finn, listing):
    assert not read(client_of(bram).get(address(listing, 1))).select("form")
    assert client_of(bram).post(address(listing, 1)).status_code == 403
    for stranger in (chloe, finn):
        for path in (address(listing), address(listing, 1)):
            assert client_of(stranger).get(path).status_code == 404
        assert client_of(stranger).post(address(listing, 1)).status_code == 404
    assert listing.revisions.versions().count() == 2


def test_an_archived_listing_is_looked_at_and_left(client_of, anna, listing):
    Programme.objects.filter(pk=listing.pk).update(status="archived")
    assert not read(client_of(anna).get(address(listing, 1))).select("form")
    assert client_of(anna).post(address(listing, 1)).status_code == 403


def test_queries_stay_constant(client_of, anna, listing, queries_stay_constant):
    lengths = iter(range(40, 200))
    fresh = Programme.objects.get

    def change(times: int):
        for _time in range(times):
            revise(fresh(pk=listing.pk), {"duration_months": next(lengths)}, by=anna)

    queries_stay_constant(address(listing), change, client=client_of(anna), rows=12)
