"""Journey 8: a campus closes with what is taught there. What is said first, what happens, what is kept, who hears."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from les_portal.activity.models import Entry
from les_portal.listings.actions import closing
from les_portal.listings.actions.closing import close_campus, consequences_of, reopen_campus
from les_portal.mail.models import Mail
from les_portal.publication.changes import edition
from programmes.models import Programme
from schools.models import Campus, School
from tests.browsing.typing import form_in, values_of
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory
from tests.schools.files import as_csv, bring_in, wilg

pytestmark = pytest.mark.django_db
Status = Programme.Status
WHY = "The building is sold."


@pytest.fixture
def elsewhere(campus):
    return CampusFactory(school=campus.school)


@pytest.fixture
def on_both(campus, elsewhere) -> Programme:
    return ProgrammeFactory(at=[campus, elsewhere], title_nl="Draaien", published=True)


@pytest.fixture
def page(school_organisation, campus) -> str:
    return f"/nl/manage/{school_organisation.slug}/campuses/{campus.slug}/close/"


def confirm(client, page: str, why: str = WHY):
    return client.post(page, values_of(form_in(client.get(page), with_field="comment")) | {"comment": why})


def named(response, section: str) -> list[str]:
    found = BeautifulSoup(response.content, "html.parser").select(f"[aria-labelledby={section}-title] li")
    return [item.get_text(strip=True) for item in found]


def state_of(listing: Programme) -> str:
    return Programme.objects.get(pk=listing.pk).status


def campuses_of(listing: Programme) -> list[int]:
    return list(listing.offerings.order_by("campus_id").values_list("campus_id", flat=True))


def told() -> list[tuple[str, str]]:
    return sorted(Mail.objects.values_list("recipient__name", "template"))


# --- what is said first -------------------------------------------------------------------------


def test_the_page_says_exactly_what_becomes_of_which_listing(client_of, anna, page, published, on_both, draft):
    ProgrammeFactory(at=[published.campuses.get()], title_nl="Lang geleden", archived=True)
    answer = client_of(anna).get(page)
    assert named(answer, "archived") == ["Frezen"]
    assert named(answer, "narrowed") == ["Draaien"]
    assert named(answer, "waiting") == ["Lassen"]
    assert "Lang geleden" not in answer.content.decode()


def test_looking_at_it_changes_nothing(client_of, anna, page, campus, published):
    before = edition()
    client_of(anna).get(page)
    assert (edition(), state_of(published), Campus.objects.get(pk=campus.pk).closed_on) == (before, "published", None)


def test_a_campus_that_is_closed_elsewhere_is_no_other_place(campus, elsewhere, on_both):
    Campus.objects.filter(pk=elsewhere.pk).update(closed_on="2026-09-01")
    assert consequences_of(campus).archived == [on_both]


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 302), ("anna", 302), ("nora", 302), ("bram", 403), ("chloe", 404), ("finn", 404)]
)
def test_who_closes_a_campus(request, client_of, page, campus, published, who, status):
    client = client_of(request.getfixturevalue(who))
    assert client.get(page).status_code == {302: 200}.get(status, status)
    assert client.post(page, {"comment": WHY}).status_code == status
    assert (Campus.objects.get(pk=campus.pk).closed_on is not None) == (status == 302)
    assert state_of(published) == ("archived" if status == 302 else "published")
    reopen = page.replace("/close/", "/reopen/")
    assert client.post(reopen).status_code == status


def test_without_a_reason_nothing_closes(client_of, anna, page, campus):
    answer = confirm(client_of(anna), page, why="  ")
    assert answer.status_code == 200
    assert BeautifulSoup(answer.content, "html.parser").select("p.error")
    assert Campus.objects.get(pk=campus.pk).is_open


def test_who_agreed_to_something_else_looks_again(client_of, anna, page, campus, published):
    client = client_of(anna)
    seen = values_of(form_in(client.get(page), with_field="comment"))
    ProgrammeFactory(at=[campus], title_nl="Net nieuw", published=True)
    answer = client.post(page, seen | {"comment": WHY})
    assert answer.status_code == 200
    assert named(answer, "archived") == ["Frezen", "Net nieuw"]
    assert values_of(form_in(answer, with_field="comment"))["comment"] == WHY
    assert (Campus.objects.get(pk=campus.pk).is_open, state_of(published)) == (True, "published")


# --- what happens -------------------------------------------------------------------------------


def test_listings_are_archived_or_go_on_elsewhere(client_of, anna, page, elsewhere, published, on_both, draft):
    confirmed_on = on_both.confirmed_on
    confirm(client_of(anna), page)
    assert [state_of(listing) for listing in (published, on_both, draft)] == ["archived", "published", "draft"]
    assert campuses_of(on_both) == [elsewhere.pk]
    on_both.refresh_from_db()
    assert on_both.confirmed_on == confirmed_on, "closing a door confirms no text"
    version = on_both.revisions.versions().first()
    assert (version.number, version.content["campuses"]) == (2, [elsewhere.pk])
    entries = [Entry.objects.about(listing).get() for listing in (published, on_both)]
    assert [(entry.actor, entry.comment) for entry in entries] == [(anna, WHY)] * 2


def test_it_does_not_wait_for_an_approval(client_of, anna, page, campus, elsewhere, published, on_both):
    School.objects.update(approval=School.Approval.BY_NETWORK)
    confirm(client_of(anna), page)
    assert (state_of(published), campuses_of(on_both)) == ("archived", [elsewhere.pk])


def test_visitors_find_neither_campus_nor_offers(client_of, client, anna, page, campus, elsewhere, published, on_both):
    addresses = {
        "campus": reverse("schools:campus", args=[campus.school.organisation.slug, campus.slug]),
        "listing": published.get_absolute_url(),
        "place": reverse("pages:place", args=[campus.place_id]),
        "API": f"/api/v1/programmes/{published.pk}/",
    }
    assert {name: client.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 200
    )
    confirm(client_of(anna), page)
    assert {name: client.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 404
    )


def where_it_shows(client, campus: Campus, listing: Programme) -> set[str]:
    """Every public answer that still knows the campus or what was taught only there."""
    school = campus.school.organisation.slug
    answers = {
        "points": reverse("pages:points"),
        "map": reverse("pages:map"),
        "schools": reverse("schools:list"),
        "school": reverse("schools:school", args=[school]),
        "words": reverse("pages:map") + "?q=Zuidcampus",
        "programmes": reverse("programmes:list"),
        "programme words": reverse("programmes:list") + "?q=Frezen",
        "the other programme": Programme.objects.get(title_nl="Draaien").get_absolute_url(),
        "sitemap of campuses": "/sitemap-campuses.xml",
        "sitemap of programmes": "/sitemap-programmes.xml",
        "GeoJSON": "/api/v1/campuses.geojson",
        "schools API": "/api/v1/schools/",
        "school API": f"/api/v1/schools/{campus.school_id}/",
        "programmes API": "/api/v1/programmes/",
        "campuses CSV": "/api/v1/campuses.csv",
        "programmes CSV": "/api/v1/programmes.csv",
        "schools CSV": "/api/v1/schools.csv",
    }
    found = set()
    for name, address in answers.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        words = ("Zuidcampus", listing.title_nl, f"/{campus.slug}/", listing.slug)
        text = body.decode().replace("?q=", "").replace('value="Zuidcampus"', "").replace('value="Frezen"', "")
        if name in ("words", "programme words"):
            text = BeautifulSoup(text, "html.parser").select_one("#results").decode()
            words = (f"/{campus.slug}/", listing.slug)
        if any(word in text for word in words):
            found.add(name)
    return found


def test_it_vanishes_everywhere_and_comes_back(client_of, client, anna, page, campus, elsewhere, published, on_both):
    Campus.objects.filter(pk=campus.pk).update(name="Zuidcampus", slug="zuid-van-de-stad")
    campus.refresh_from_db()
    campus.save()
    page = page.replace(page.split("/")[-3], campus.slug)
    before = where_it_shows(client, campus, published)
    assert {"map", "school", "words", "programme words", "sitemap of campuses", "GeoJSON", "school API",
            "programmes API", "the other programme", "programmes", "schools", "points"} <= before  # fmt: skip
    confirm(client_of(anna), page)
    assert where_it_shows(client, campus, published) == set()
    client_of(anna).post(page.replace("/close/", "/reopen/"))
    assert {"map", "school", "words", "sitemap of campuses", "GeoJSON"} <= where_it_shows(client, campus, published)


def test_counts_of_campuses_leave_it_out(client_of, client, anna, page, campus, elsewhere):
    def counted() -> list:
        points = client.get(reverse("pages:points")).json()
        features = client.get("/api/v1/campuses.geojson").json()["features"]
        return [points["count"], len(features), client.get("/nl/").context["campus_count"]]

    assert counted() == [2, 2, 2]
    confirm(client_of(anna), page)
    client = client_of(anna)  # a page of her own, so with its context
    assert counted() == [1, 1, 1]


def test_a_campus_that_left_its_register_keeps_its_page_unless_its_school_closes_it(
    client_of, client, anna, campus, page
):
    Campus.objects.filter(pk=campus.pk).update(retired_on="2026-09-01")
    address = reverse("schools:campus", args=[campus.school.organisation.slug, campus.slug])
    assert client_of(anna).get(address).status_code == 200
    confirm(client_of(anna), page)
    assert client_of(anna).get(address).status_code == 404


def test_a_closed_campus_stays_closed_through_imports(school_organisation, anna):
    School.objects.create(
        organisation=school_organisation, type="secondary", register="flanders", register_number="099001"
    )
    bring_in("flanders", as_csv(wilg()))
    campus = Campus.objects.get()
    close_campus(campus, by=anna, comment=WHY)
    bring_in("flanders", as_csv(wilg(telefoon="09 333 33 33")))
    assert not Campus.objects.active().exists()
    reopen_campus(campus, by=anna)
    assert Campus.objects.active().get().phone == "09 333 33 33"


# --- all or nothing, once -----------------------------------------------------------------------


def test_a_second_click_does_nothing_twice(client_of, anna, ada, page, campus, published):
    client = client_of(anna)
    seen = values_of(form_in(client.get(page), with_field="comment"))
    client.post(page, seen | {"comment": WHY})
    number, mails = edition(), told()
    assert client.post(page, seen | {"comment": "again"}).status_code == 302
    assert (edition(), told()) == (number, mails)
    assert Entry.objects.about(campus).get().comment == WHY
    assert client.get(page).status_code == 302


def test_when_a_listing_cannot_follow_nothing_happens(bram, campus, published, on_both):
    """Who may not archive gets no further than the first listing, and the campus is open as before."""
    before = edition()
    with pytest.raises(PermissionDenied):
        close_campus(campus, by=bram, comment=WHY)
    assert (edition(), state_of(published)) == (before, "published")
    assert campus.pk in campuses_of(on_both)
    assert Campus.objects.get(pk=campus.pk).is_open
    assert not Entry.objects.exists()


# --- who is told, what is written down ----------------------------------------------------------


def test_the_keepers_hear_who_closed_it_and_why_in_one_mail(ada, anna, bram, chloe, campus, published, on_both):
    ProgrammeFactory(at=[campus], title_nl="Gieten", published=True)
    close_campus(campus, by=anna, comment=WHY)
    assert told() == [("Ada", "listings/campus_closed")]
    mail = Mail.objects.get()
    assert mail.sender == anna
    for words in ("Anna", WHY, "Frezen", "Gieten", "Draaien"):
        assert words in mail.text
        assert words in mail.html


def test_history_is_kept_with_the_reason(client_of, anna, page, campus):
    client = client_of(anna)
    confirm(client, page)
    entry = Entry.objects.about(campus).get()
    assert (entry.actor, entry.verb, entry.comment) == (anna, closing.CLOSED, WHY)
    assert WHY in client.get(page.replace("close/", "")).content.decode()


# --- opened again -------------------------------------------------------------------------------


def test_opened_again_it_names_its_listings_and_each_is_reopened_by_itself(
    client_of, anna, ada, page, campus, elsewhere, published, on_both
):
    client, reopen = client_of(anna), page.replace("/close/", "/reopen/")
    confirm(client, page)
    Mail.objects.all().delete()
    assert client.post(reopen).status_code == 302
    assert Campus.objects.get(pk=campus.pk).is_open
    assert (state_of(published), told()) == ("archived", [("Ada", "listings/campus_closed")])
    answer = client.get(reopen)
    assert named(answer, "left") == ["Draaien"]
    form = form_in(answer, with_field="next")
    assert client.post(form["action"], values_of(form)).headers["Location"] == reopen
    assert state_of(published) == "draft"
    assert campuses_of(published) == [campus.pk]
    assert [entry.verb for entry in Entry.objects.about(campus).order_by("pk")] == [closing.CLOSED, closing.REOPENED]


def test_a_second_click_opens_nothing_twice(client_of, anna, ada, page, campus):
    close_campus(campus, by=anna, comment=WHY)
    client, reopen = client_of(anna), page.replace("/close/", "/reopen/")
    client.post(reopen)
    mails = told()
    client.post(reopen)
    assert told() == mails
    assert Entry.objects.about(campus).filter(verb=closing.REOPENED).count() == 1


def test_nobody_corrects_the_page_of_a_closed_campus(client, anna, campus):
    address = reverse("corrections:campus", args=[campus.school.organisation.slug, campus.slug])
    assert client.get(address).status_code == 200
    close_campus(campus, by=anna, comment=WHY)
    assert client.get(address).status_code == 404
