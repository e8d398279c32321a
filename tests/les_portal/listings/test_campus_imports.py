"""What a school edited of its campuses, when its register comes again; and what its workspace says of that."""

import pytest

from les_portal.listings.register import compare
from les_portal.listings.workspace.campuses import panel
from schools.models import Campus
from tests.browsing.typing import type_into
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.schools.files import as_csv, bring_in, check, wilg

pytestmark = pytest.mark.django_db


def fresh(campus: Campus) -> Campus:
    return Campus.objects.select_related("place").get(pk=campus.pk)


@pytest.fixture
def from_register(school_organisation) -> Campus:
    """A campus of the cast's school that the register knows, as a first import left it."""
    SchoolFactory(organisation=school_organisation, register="flanders", register_number="099001")
    bring_in("flanders", as_csv(wilg()))
    return Campus.objects.select_related("place").get()


def edit(client_of, anna, campus: Campus, **typed: str) -> None:
    page = f"/nl/manage/{campus.school.organisation.slug}/campuses/{campus.slug}/"
    assert type_into(client_of(anna), page, field="postcode", **typed).status_code == 302


def test_what_the_school_edited_stays_when_the_register_changes(client_of, anna, from_register):
    edit(client_of, anna, from_register, phone="09 111 11 11", lat="51.061", lon="3.731")
    report = bring_in("flanders", as_csv(wilg(telefoon="09 333 33 33", lx="104800", website="www.nieuw.example")))
    after = fresh(from_register)
    assert (after.phone, after.place.point) == ("09 111 11 11", (51.061, 3.731))
    assert after.website == "https://www.nieuw.example", "not edited, so the register's"
    assert "phone" in [kept["field"] for kept in report.kept]


def test_an_address_that_the_school_edited_stays(client_of, anna, from_register):
    edit(client_of, anna, from_register, street="Testdreef", house_number="7")
    report = bring_in("flanders", as_csv(wilg(straat="Nieuwstraat")))
    assert fresh(from_register).place.street == "Testdreef"
    assert "address" in [kept["field"] for kept in report.kept]


def test_a_marker_apart_from_its_neighbours_is_no_other_address(client_of, anna, from_register):
    CampusFactory(place=from_register.place)
    edit(client_of, anna, from_register, lat="51.061", lon="3.731")
    assert "@" in fresh(from_register).place.key
    report = check("flanders", as_csv(wilg()))
    assert "address" not in [kept["field"] for kept in report.kept]
    bring_in("flanders", as_csv(wilg(lx="104800")))
    assert fresh(from_register).place.point == (51.061, 3.731)


def test_a_school_that_moves_takes_the_registers_new_address_also_with_a_marker_of_its_own(
    client_of, anna, from_register
):
    CampusFactory(place=from_register.place)
    edit(client_of, anna, from_register, lat="51.061", lon="3.731")
    bring_in("flanders", as_csv(wilg(straat="Nieuwstraat")))
    assert fresh(from_register).place.street == "Nieuwstraat"


# --- the workspace ------------------------------------------------------------------------------


def test_the_workspace_counts_listings_and_differences(client_of, anna, bram, from_register):
    ProgrammeFactory(at=[from_register], published=True)
    edit(client_of, anna, from_register, phone="09 111 11 11")
    bring_in("flanders", as_csv(wilg(telefoon="09 333 33 33")))
    organisation = from_register.school.organisation
    shown = panel(organisation, anna)
    assert [row.campus.running for row in shown.context["rows"]] == [1]
    assert str(compare(from_register.school).number) in shown.todo
    assert panel(organisation, bram).todo == ""
