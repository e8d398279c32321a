"""The public page before it is public. Nothing is written for it, and only our own page may frame it."""

import pytest

from les_portal.activity.models import Entry
from les_portal.listings.actions.revising import Typed, type_into
from les_portal.listings.models import Revision
from les_portal.publication.changes import edition
from tests.factories.programmes import BottleneckStatusFactory, OccupationFactory, QualificationFactory, the_form
from tests.factories.schools import CampusFactory
from tests.les_portal.listings.pages import english, read, revision_of

pytestmark = pytest.mark.django_db


def policy(response) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: value for name, _blank, value in parts}


def type_all(listing, by, **values):
    from les_portal.listings.content import content_of

    live = content_of(listing)
    type_into(listing, {name: Typed(live[name], value) for name, value in values.items()}, by=by)


def test_it_is_the_public_page_with_what_is_being_changed(client_of, client, anna, published, school, address):
    elsewhere, job = CampusFactory(school=school, name="Campus Zuid"), OccupationFactory(title_nl="frezer")
    BottleneckStatusFactory(occupation=job)
    type_all(
        *(published, anna),
        title_nl="Frezen en draaien",
        content_nl="**Vet**",
        form=the_form("SO_DUAAL").pk,
        duration_months=36,
        campuses=[elsewhere.pk],
        occupations=[job.pk],
        qualification=QualificationFactory(title_nl="verspaner").pk,
    )
    page = read(client_of(anna).get(address(published, "preview-page")))
    text = page.select_one("main").get_text(" ", strip=True)
    assert page.h1.get_text() == "Frezen en draaien"
    for said in ("Campus Zuid", "frezer", "Duaal leren", "3 jaar"):
        assert said in text
    assert page.select_one(".prose strong").get_text() == "Vet"
    assert "Frezen en draaien" not in client.get(published.get_absolute_url()).content.decode()


def test_with_nothing_being_changed_it_is_the_public_page(client_of, client, anna, published, address):
    framed, public = (
        read(response).select_one("main article")
        for response in (
            client_of(anna).get(address(published, "preview-page")),
            client.get(published.get_absolute_url()),
        )
    )
    for attribute in ("data-les-module", "data-count"):
        assert attribute not in framed.attrs, "looking at a preview is no visit"
        del public[attribute]
    assert framed.prettify() == public.prettify()


def test_the_card_is_the_one_of_the_list(client_of, client, anna, published, address):
    type_all(published, anna, title_nl="Frezen en draaien", summary_nl="Kort")
    before = read(client_of(anna).get(address(published, "preview"))).select_one("article.card")
    client_of(anna).post(address(published), {"then": "apply"})
    in_list = read(client.get("/nl/programmes/")).select_one("article.card")
    assert before.prettify() == in_list.prettify()


def test_nothing_is_written(client_of, anna, published, address):
    type_all(published, anna, title_nl="Anders")
    before = (edition(), revision_of(published).updated_at, Revision.objects.count(), Entry.objects.count())
    for page in ("preview", "preview-page"):
        client_of(anna).get(address(published, page))
    assert before == (edition(), revision_of(published).updated_at, Revision.objects.count(), Entry.objects.count())


def test_what_cannot_be_is_left_out(client_of, anna, published, address):
    type_all(published, anna, duration_months="twee jaar", website="javascript:alert(1)", form="x", title_nl="Anders")
    framed = read(client_of(anna).get(address(published, "preview-page")))
    assert framed.h1.get_text() == "Anders"
    assert not framed.select("a[href^=javascript]")
    assert read(client_of(anna).get(address(published, "preview"))).select(".notice.warn")


def test_a_draft_has_one_too(client_of, anna, draft, address):
    assert read(client_of(anna).get(address(draft, "preview-page"))).h1.get_text() == "Lassen"


def test_only_our_own_page_frames_it_and_frames_nothing_else(client_of, anna, published, address):
    browser = client_of(anna)
    framed, around, other = (browser.get(address(published, page)) for page in ("preview-page", "preview", "edit"))
    assert (framed.headers["X-Frame-Options"], policy(framed)["frame-ancestors"]) == ("SAMEORIGIN", "'self'")
    assert (around.headers["X-Frame-Options"], policy(around)["frame-ancestors"]) == ("DENY", "'none'")
    assert (policy(around)["frame-src"], policy(other).get("frame-src")) == ("'self'", None)
    assert other.headers["X-Frame-Options"] == "DENY"
    assert read(around).iframe["src"] == address(published, "preview-page")
    for response in (framed, around):
        assert "no-store" in response.headers["Cache-Control"]


def test_links_in_the_frame_open_beside_it(client_of, anna, published, address):
    """What they lead to may not stand in a frame."""
    assert read(client_of(anna).get(address(published, "preview-page"))).base["target"] == "_blank"


def test_the_map_marks_each_campus_that_has_a_place(client_of, anna, published, school, campus, address):
    nowhere = CampusFactory(school=school, unlocated=True)
    type_all(published, anna, campuses=[campus.pk, nowhere.pk])
    page = english(client_of(anna), address(published, "preview"))
    assert [float(mark["data-lat"]) for mark in page.select("[data-lat]")] == [pytest.approx(campus.place.lat)]
    assert "not on the map" in page.select_one("main").get_text()


def test_as_on_a_wide_screen(client_of, anna, published, address):
    assert not read(client_of(anna).get(address(published, "preview"))).select(".preview.wide")
    assert read(client_of(anna).get(address(published, "preview") + "?wide")).select(".preview.wide")
