"""The link in a reminder: one button, without signing in, for whom it was sent to and for as long as that holds."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.utils import timezone

from les_portal.accounts.models import Bucket
from les_portal.activity.models import Entry
from les_portal.listings.actions.versions import add_version
from les_portal.listings.reminding import remind
from les_portal.listings.still_right import SIGNER, WRONG, link_for
from les_portal.organisations.models import Membership
from programmes.models import Programme
from tests.browsing.queries import queries_of
from tests.factories.organisations import MembershipFactory
from tests.factories.schools import CampusFactory
from tests.les_portal.listings.fresh import LONG_AGO, again, confirmations, days, due, link_in, many_due, reminders

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(campus) -> Programme:
    return due(campus, in_days=-4, title_nl="Lassen")


@pytest.fixture
def other(campus) -> Programme:
    return due(campus, title_nl="Frezen")


@pytest.fixture
def link(listing, other, anna) -> str:
    """As it stands in Anna's mail."""
    remind(listing.school.pk)
    return link_in(reminders()[0])


def path_for(user, school, listings, *, at=None) -> str:
    url = link_for(user, school, [each.pk for each in listings], at=at or timezone.now())
    return "/" + url.split("/", 3)[3]


def english(path: str) -> str:
    return path.replace("/nl/", "/en/", 1)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def boxes(response) -> list[int]:
    return [int(box["value"]) for box in soup(response).select("input[name=listing][checked]")]


def words(response) -> str:
    return soup(response).main.get_text(" ", strip=True)


# --- one button -----------------------------------------------------------------------------------


def test_it_says_what_the_portal_says_now_and_has_one_button(link, listing, other, client):
    page = client.get(english(link))
    assert boxes(page) == [other.pk, listing.pk]
    for part in ("Lassen", "Frezen", "Gent", "10 March 2025", "Anna"):
        assert part in words(page)
    assert len(soup(page).main.select("button")) == 1
    assert len(soup(page).main.select("form")) == 1


def test_each_listing_leads_to_where_it_can_be_changed(link, listing, client):
    addresses = [each["href"] for each in soup(client.get(link)).main.select("a[href]")]
    assert any(address.startswith(f"/nl/manage/{listing.school.organisation.slug}/") for address in addresses)
    assert listing.get_absolute_url() in addresses


def test_the_button_confirms_in_the_name_of_who_got_the_mail(link, listing, other, client, anna, settings):
    page = client.post(english(link), {"listing": [listing.pk, other.pk]})
    assert "2 listings are confirmed" in words(page)
    for each in (listing, other):
        assert (again(each).confirmed_on, each.is_overdue, each.times_reminded) == (days(0), False, 0)
        assert each.confirmed_by == each.school.organisation
        assert confirmations(each) == [anna]
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_visitors_see_it_at_once(link, listing, client):
    public = f"/en/programmes/{listing.slug}/"
    assert "ask before you decide" in words(client.get(public))
    client.post(link, {"listing": [listing.pk]})
    assert f"by {listing.school}" in words(client.get(public))


def test_what_is_not_ticked_stays_due(link, listing, other, client):
    page = client.post(english(link), {"listing": [other.pk]})
    assert "1 listing stays" in words(page)
    assert boxes(page) == []
    assert again(listing).confirmed_on == LONG_AGO
    assert boxes(client.get(link)) == [listing.pk]


def test_nothing_ticked_is_said(link, listing, client):
    page = client.post(link, {})
    assert soup(page).select_one("[role=alert]")
    assert again(listing).confirmed_on == LONG_AGO


# --- who only looks -------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_of_links_changes_nothing(link, listing, client, method):
    before, entries = list(Programme.objects.order_by("pk").values()), Entry.objects.count()
    for _ in range(3):
        assert getattr(client, method)(link).status_code == 200
    assert list(Programme.objects.order_by("pk").values()) == before
    assert Entry.objects.count() == entries
    assert not Bucket.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_way_of_asking_works(link, listing, client, method):
    assert getattr(client, method)(link).status_code == 405
    assert again(listing).confirmed_on == LONG_AGO


def test_nobody_keeps_the_page_finds_it_or_hears_of_its_address(link, client):
    for path in (link, "/nl/still-right/nonsense/"):
        headers = client.get(path).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]


def test_somebody_else_who_is_signed_in_confirms_nothing_of_their_own(link, listing, client_of, chloe, anna):
    client_of(chloe).post(link, {"listing": [listing.pk]})
    assert confirmations(listing) == [anna]


# --- twice, late, changed -------------------------------------------------------------------------


def test_used_twice_it_says_so_and_changes_nothing(link, listing, other, client, anna):
    sent = {"listing": [listing.pk, other.pk]}
    client.post(link, sent)
    before = list(Programme.objects.order_by("pk").values())
    for page in (client.get(english(link)), client.post(english(link), sent)):
        assert "confirmed already" in words(page)
        assert not soup(page).main.select("form")
    assert list(Programme.objects.order_by("pk").values()) == before
    assert confirmations(listing) == [anna]


def test_what_a_colleague_confirmed_meanwhile_is_not_asked_again(link, listing, other, client, ada):
    Programme.objects.filter(pk=listing.pk).update(confirmed_on=days(0))
    page = client.get(english(link))
    assert boxes(page) == [other.pk]
    client.post(link, {"listing": [listing.pk]})
    assert confirmations(listing) == []


def test_what_changed_since_the_mail_is_marked(link, listing, other, client):
    assert "Changed since" not in words(client.get(english(link)))
    listing.phone = "+32 9 111 11 11"
    listing.save()
    page = soup(client.get(english(link)))
    marked = [box.parent for box in page.select("input[name=listing]") if "Changed since" in box.parent.get_text()]
    assert [row.input["value"] for row in marked] == [str(listing.pk)]


def test_a_listing_that_was_edited_since_is_confirmed_by_that(link, listing, other, client, anna):
    add_version(listing, {"title_nl": "Lastechniek"}, by=anna, comment="")
    assert boxes(client.get(link)) == [other.pk]


@pytest.mark.parametrize("status", ["draft", "archived", "proposed"])
def test_a_listing_that_was_taken_away_is_named_and_not_confirmed(link, listing, other, client, status):
    Programme.objects.filter(pk=listing.pk).update(status=status)
    page = client.get(english(link))
    assert boxes(page) == [other.pk]
    assert "No longer shown to visitors" in words(page)
    client.post(link, {"listing": [listing.pk, other.pk]})
    assert (again(listing).confirmed_on, again(other).confirmed_on) == (LONG_AGO, days(0))


def test_a_listing_that_was_deleted_is_left_out(link, listing, other, client):
    listing.delete()
    assert boxes(client.get(link)) == [other.pk]


def test_after_thirty_days_it_says_where_to_confirm_instead(listing, anna, client):
    almost = path_for(anna, listing.school, [listing], at=timezone.now() - timedelta(days=29, hours=23))
    late = path_for(anna, listing.school, [listing], at=timezone.now() - timedelta(days=30, seconds=2))
    assert client.get(almost).status_code == 200
    page = client.post(english(late), {"listing": [listing.pk]})
    assert page.status_code == 404
    assert "older than thirty days" in words(page)
    assert soup(page).main.find(href=f"/en/manage/{listing.school.organisation.slug}/confirm/")
    assert again(listing).confirmed_on == LONG_AGO


# --- not theirs -----------------------------------------------------------------------------------


def leaves(anna):
    Membership.objects.filter(user=anna).delete()


def becomes_a_reader(anna):
    Membership.objects.filter(user=anna).update(role="reader")


def is_not_active(anna):
    anna.is_active = False
    anna.save()


def is_gone(anna):
    anna.delete()


@pytest.mark.parametrize("what", [leaves, becomes_a_reader, is_not_active, is_gone])
def test_who_no_longer_keeps_the_listings_confirms_nothing(link, listing, anna, client, what):
    with transaction.atomic():
        what(anna)
    for page in (client.get(english(link)), client.post(english(link), {"listing": [listing.pk]})):
        assert page.status_code == 404
        assert "no longer yours" in words(page)
        assert "Lassen" not in words(page)
    assert again(listing).confirmed_on == LONG_AGO


def test_being_a_keeper_elsewhere_is_not_enough(link, listing, anna, client):
    leaves(anna)
    MembershipFactory(user=anna, role="administrator")
    client.post(link, {"listing": [listing.pk]})
    assert again(listing).confirmed_on == LONG_AGO


def test_a_school_that_left_its_register_confirms_nothing(link, listing, client):
    listing.school.retired_on = days(0)
    listing.school.save()
    assert client.post(link, {"listing": [listing.pk]}).status_code == 404
    assert again(listing).confirmed_on == LONG_AGO


def test_it_opens_nothing_but_the_listings_it_names(link, listing, campus, client):
    later, foreign = due(campus), due(CampusFactory())
    client.post(link, {"listing": [later.pk, foreign.pk]})
    assert (again(later).confirmed_on, again(foreign).confirmed_on) == (LONG_AGO, LONG_AGO)


def test_listings_of_another_school_in_it_are_nobodys(listing, anna, client):
    foreign = due(CampusFactory())
    client.post(path_for(anna, listing.school, [foreign]), {"listing": [foreign.pk]})
    assert again(foreign).confirmed_on == LONG_AGO


# --- signatures -----------------------------------------------------------------------------------


def test_a_link_that_was_changed_opens_nothing(link, listing, client):
    head, signed = link.rstrip("/").rsplit("/", 1)
    payload, signature = signed.rsplit(":", 1)
    forged = SIGNER.sign_object([1, 1, 1, [1]]).rsplit(":", 1)[0]
    other_salt = SIGNER.__class__(salt="another").sign_object([listing.pk, listing.school.pk, 1, [listing.pk]])
    for wrong in (payload, f"{payload}:", f"{payload}x:{signature}", f"{forged}:{signature}", other_salt, "x", ":"):
        page = client.post(f"{english(head)}/{wrong}/", {"listing": [listing.pk]})
        assert page.status_code == 404
        assert "not whole" in words(page)
    assert again(listing).confirmed_on == LONG_AGO


def test_who_tries_signatures_is_slowed_down_and_others_are_not(link, listing, client):
    for _ in range(WRONG.times):
        assert client.get("/en/still-right/guess/").status_code == 404
    page = client.get("/en/still-right/guess/")
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert client.get("/en/still-right/guess/", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.post(link, {"listing": [listing.pk]}).status_code == 200


def test_the_address_of_300_listings_fits_everywhere(campus, anna):
    ids = [7_000_000 + 37 * number for number in range(300)]
    assert len(link_for(anna, campus.school, ids, at=timezone.now())) < 2000


def test_the_page_costs_the_same_for_300(campus, anna, client):
    one = path_for(anna, campus.school, [due(campus)])
    many = path_for(anna, campus.school, many_due(campus, 300))
    client.get(one)
    assert len(queries_of(client, one)) == len(queries_of(client, many))
    assert len(boxes(client.get(many))) == 300
