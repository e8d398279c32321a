"""Who keeps a frame: editors and administrators of that side, and the network. For anybody else it is not there."""

import pytest
from django.urls import reverse

from les_portal.organisations.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.competences import CompetenceFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PAGES = ("frame", "add", "copy", "groups", "translations", "proposals", "new-unit")
POSTS = ("move", "retire", "restore", "link")


@pytest.fixture
def zeeland():
    """An editor of a Dutch school."""
    user = UserFactory()
    MembershipFactory(user=user, role=Membership.Role.EDITOR, organisation=OrganisationFactory(country="nl"))
    return user


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("anna", 200), ("ada", 200), ("nora", 200), ("bram", 404), ("finn", 404)])
def test_pages(client_of, request, qualification, name, who, status):
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse(f"frames:{name}", args=[qualification.slug])).status_code == status


@pytest.mark.parametrize("name", PAGES)
def test_frame_of_the_other_side_is_not_there(client_of, zeeland, qualification, dutch, name):
    client = client_of(zeeland)
    assert client.get(reverse(f"frames:{name}", args=[qualification.slug])).status_code == 404
    assert client.get(reverse(f"frames:{name}", args=[dutch.slug])).status_code == 200


@pytest.mark.parametrize("name", POSTS)
def test_nothing_is_written_by_who_does_not_keep_it(client_of, bram, zeeland, qualification, name):
    competence = CompetenceFactory(qualification=qualification)
    for who in (bram, zeeland):
        response = client_of(who).post(reverse(f"frames:{name}", args=[qualification.slug, competence.pk]))
        assert response.status_code == 404
    competence.refresh_from_db()
    assert competence.retired_on is None


def test_competence_of_another_frame_is_not_found_below_ones_own(browser, qualification, dutch):
    foreign = CompetenceFactory(qualification=dutch)
    assert browser.get(reverse("frames:competence", args=[qualification.slug, foreign.pk])).status_code == 404
    assert browser.post(reverse("frames:retire", args=[qualification.slug, foreign.pk])).status_code == 404


def test_visitor_is_asked_to_sign_in(client, qualification):
    response = client.get(reverse("frames:frame", args=[qualification.slug]))
    assert response.status_code == 302
    assert "login" in response.url


def test_list_is_of_ones_own_side(client_of, anna, bram, zeeland, nora, qualification, dutch):
    CompetenceFactory(qualification=qualification)
    CompetenceFactory(qualification=dutch)
    address = reverse("frames:list")

    def names(user) -> set[str]:
        page = client_of(user).get(address).content.decode()
        return {each.title_nl for each in (qualification, dutch) if each.title_nl in page}

    assert names(anna) == {"Proefmonteur"}
    assert names(zeeland) == {"Nederlandse monteur"}
    assert names(nora) == {"Proefmonteur", "Nederlandse monteur"}
    assert client_of(bram).get(address).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_a_link_changes_nothing(browser, qualification, name):
    competence = CompetenceFactory(qualification=qualification)
    assert browser.get(reverse(f"frames:{name}", args=[qualification.slug, competence.pk])).status_code == 405
