"""A new listing, from what is known already."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from les_portal.activity.models import Entry
from les_portal.listings.actions.starting import STARTED
from programmes.models import Programme
from tests.factories.programmes import OccupationFactory, ProgrammeFactory, QualificationFactory, the_field, the_form
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(school):
    return reverse("listings:new", args=[school.organisation.slug])


def read(response, status: int = 200) -> BeautifulSoup:
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def typed(campus, **changes) -> dict:
    fields = {"title_nl": "Lassen", "form": the_form("SO_DUAAL").pk, "field": the_field("mechanics").pk}
    return fields | {"campuses": [campus.pk]} | changes


def test_a_qualification_is_found_by_its_name_or_code_and_fills_in_what_it_says(client_of, anna, campus, new):
    qualification = QualificationFactory(title_nl="Koeltechnicus", title_fr="Frigoriste", code="BK0555")
    other = QualificationFactory(in_nl=True, title_nl="Monteur koeltechniek")
    browser = client_of(anna)
    found = [link.get_text() for link in read(browser.get(new, {"q": "koelTECH"})).select(".rows a")]
    assert found == ["Koeltechnicus", "Monteur koeltechniek"], "those of the own side first"
    assert len(read(browser.get(new, {"q": "BK0555"})).select(".rows li")) == 1
    assert read(browser.get(new, {"q": "xyzzy"})).select_one("[role=status] .empty")
    page = read(browser.get(new, {"qualification": qualification.slug}))
    assert page.select_one("[name=title_nl]")["value"] == "Koeltechnicus"
    assert page.select_one(f"[name=campuses][value='{campus.pk}']").has_attr("checked"), "there is only one"
    response = browser.post(f"{new}?qualification={qualification.slug}", typed(campus, title_nl="Koeltechniek"))
    listing = Programme.objects.get()
    assert response["Location"] == reverse("listings:edit", args=[campus.school.organisation.slug, listing.slug])
    assert (listing.status, listing.title_nl, listing.title_fr) == ("draft", "Koeltechniek", "Frigoriste")
    assert (listing.qualification, listing.level) == (qualification, qualification.level)
    assert list(listing.campuses.all()) == [campus]
    assert [(entry.verb, entry.actor) for entry in Entry.objects.about(listing)] == [(STARTED, anna)]
    assert read(browser.get(new, {"q": other.code})).select(".rows li")


def test_the_field_is_the_one_in_which_others_list_the_qualification(client_of, anna, campus, new):
    qualification = QualificationFactory()
    ProgrammeFactory.create_batch(2, qualification=qualification, in_care=True, published=True)
    ProgrammeFactory(qualification=qualification, in_ict=True, published=True)
    ProgrammeFactory.create_batch(3, qualification=qualification)  # drafts: not yet what a school says
    page = read(client_of(anna).get(new, {"qualification": qualification.slug}))
    chosen = page.select_one("[name=field] option[selected]")
    assert chosen["value"] == str(the_field("nursing").pk)


def test_it_begins_with_what_all_others_say_of_the_qualification(client_of, anna, campus, new):
    qualification, welder, fitter = QualificationFactory(), *OccupationFactory.create_batch(2)
    said = {"qualification": qualification, "published": True, "duration_months": 24, "form": the_form("SO_DUAAL")}
    ProgrammeFactory(leads_to=[welder, fitter], **said)
    ProgrammeFactory(leads_to=[welder], **said)
    address = f"{new}?qualification={qualification.slug}"
    page = read(client_of(anna).get(address))
    assert page.select_one("[name=form] option[selected]")["value"] == str(said["form"].pk)
    client_of(anna).post(address, typed(campus, title_nl="Eerste"))
    first = Programme.objects.get(title_nl="Eerste")
    assert (first.duration_months, list(first.occupations.all())) == (24, [welder])
    ProgrammeFactory(**said | {"duration_months": 12, "form": the_form("SO_VT")})
    page = read(client_of(anna).get(address))
    assert not page.select("[name=form] option[selected][value]:not([value=''])"), "they differ: it is asked"
    client_of(anna).post(address, typed(campus, title_nl="Tweede"))
    second = Programme.objects.get(title_nl="Tweede")
    assert (second.duration_months, list(second.occupations.all())) == (None, [])


def test_a_diploma_of_the_other_side_fits_too(client_of, anna, campus, new):
    dutch = ProgrammeFactory(published=True, qualification=QualificationFactory(in_nl=True), form=the_form("MBO_BOL"))
    address = f"{new}?qualification={dutch.qualification.slug}"
    assert not read(client_of(anna).get(address)).select("[name=form] option[selected][value]:not([value=''])")
    assert client_of(anna).post(address, typed(campus, title_nl="Over de grens")).status_code == 302
    assert Programme.objects.get(title_nl="Over de grens").qualification == dutch.qualification


def test_a_copy_takes_all_but_the_reference(client_of, anna, campus, new):
    occupation = OccupationFactory()
    original = ProgrammeFactory(
        at=[campus],
        leads_to=[occupation],
        title_nl="Elektro",
        content_fr="On apprend.",
        reference="E-1",
        published=True,
    )
    browser = client_of(anna)
    assert read(browser.get(new)).select_one(f"option[value='{original.slug}']")
    browser.post(f"{new}?copy={original.slug}", typed(campus, title_nl="Elektro avond"))
    copy = Programme.objects.get(title_nl="Elektro avond")
    assert (copy.content_fr, copy.reference, copy.status) == ("On apprend.", "", "draft")
    assert (list(copy.occupations.all()), copy.form.code) == ([occupation], "SO_DUAAL")
    original.refresh_from_db()
    assert (original.title_nl, original.reference) == ("Elektro", "E-1")


def test_somebody_elses_listing_is_not_copied(client_of, anna, campus, new):
    other = ProgrammeFactory(published=True)
    assert client_of(anna).get(new, {"copy": other.slug}).status_code == 404
    assert client_of(anna).post(f"{new}?copy={other.slug}", typed(campus)).status_code == 404
    assert Programme.objects.count() == 1


def test_a_second_click_makes_no_second_listing(client_of, anna, campus, new):
    browser = client_of(anna)
    assert browser.post(f"{new}?blank", typed(campus)).status_code == 302
    page = read(browser.post(f"{new}?blank", typed(campus)))
    listing = Programme.objects.get()
    assert page.select_one(
        f"[role=alert] a[href='{reverse('listings:programme', args=[campus.school.organisation.slug, listing.slug])}']"
    )
    assert page.select_one("[name=title_nl]")["value"] == "Lassen", "nothing that was typed is lost"


def test_what_is_missing_is_said_at_its_field(client_of, anna, campus, new):
    page = read(client_of(anna).post(f"{new}?blank", {"title_nl": ""}))
    assert {error["id"] for error in page.select(".field .error")} >= {"id_title_nl_error", "id_form_error"}
    assert not Programme.objects.exists()


def test_only_forms_of_the_own_side_that_still_exist_and_own_open_campuses_are_offered(client_of, anna, campus, new):
    closed, elsewhere = CampusFactory(school=campus.school, closed_on="2026-01-01"), CampusFactory()
    page = read(client_of(anna).get(f"{new}?blank"))
    forms = {option["value"] for option in page.select("[name=form] option")}
    assert str(the_form("SO_DUAAL").pk) in forms
    assert not forms & {str(the_form("MBO_BOL").pk), str(the_form("DBSO").pk)}
    assert [box["value"] for box in page.select("[name=campuses]")] == [str(campus.pk)]
    for wrong in (closed, elsewhere):
        read(client_of(anna).post(f"{new}?blank", typed(wrong)))
    assert not Programme.objects.exists()


def test_readers_may_not_and_strangers_find_nothing(client, client_of, bram, chloe, finn, nora, campus, new):
    assert client_of(bram).get(new).status_code == 403
    for stranger in (chloe, finn):
        assert client_of(stranger).get(new).status_code == 404
        assert client_of(stranger).post(f"{new}?blank", typed(campus)).status_code == 404
    assert client.get(new).status_code == 302
    assert client_of(nora).get(new).status_code == 200
    assert not Programme.objects.exists()


def test_queries_stay_constant(client_of, anna, campus, new, queries_stay_constant):
    queries_stay_constant(new, lambda n: ProgrammeFactory.create_batch(n, at=[campus]), client=client_of(anna))
    queries_stay_constant(f"{new}?q=kwali", QualificationFactory.create_batch, client=client_of(anna), rows=15)
