import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from les_portal.organisations.models import Country, Organisation, validate_company_number
from tests.factories.accounts import SecondStepFactory, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory


@pytest.mark.parametrize("typed", ["0267.381.290", "0267381290", "BE 0267.381.290", "267.381.290"])
def test_enterprise_number_is_kept_in_one_notation(typed):
    assert validate_company_number(Country.BE, typed) == "0267.381.290"


@pytest.mark.parametrize(
    ("country", "typed"),
    [("be", "0267.381.291"), ("be", "abc"), ("be", ""), ("nl", "1234567"), ("nl", "1234567A"), ("nl", "123456789")],
)
def test_wrong_number_is_refused_with_a_sentence(country, typed):
    with pytest.raises(ValidationError) as refused:
        validate_company_number(country, typed)
    assert "such as" in refused.value.messages[0] or "zoals" in refused.value.messages[0]


def test_kvk_number_keeps_its_leading_zero():
    assert validate_company_number(Country.NL, "0123 4567") == "01234567"


@pytest.mark.django_db
def test_two_organisations_of_one_name_get_two_addresses():
    assert [OrganisationFactory(name="École Sainte-Anne").slug for _ in range(3)] == [
        "ecole-sainte-anne",
        "ecole-sainte-anne-2",
        "ecole-sainte-anne-3",
    ]


@pytest.mark.django_db
def test_organisations_sort_alike_on_every_database():
    for name in ["Zorgschool", "école", "Atheneum", "Éclair", "'t Atelier"]:
        OrganisationFactory(name=name)
    names = list(Organisation.objects.values_list("name", flat=True))
    assert names == ["Atheneum", "Éclair", "école", "'t Atelier", "Zorgschool"]


@pytest.mark.django_db
def test_a_role_is_held_once():
    membership = MembershipFactory()
    with pytest.raises(IntegrityError):
        MembershipFactory(user=membership.user, organisation=membership.organisation)


def test_an_organisation_checks_its_own_number():
    organisation = OrganisationFactory.build(company_number="0267381290")
    organisation.clean()
    assert organisation.company_number == "0267.381.290"
    organisation.company_number = "1"
    with pytest.raises(ValidationError) as refused:
        organisation.clean()
    assert "company_number" in refused.value.message_dict
    OrganisationFactory.build(company_number="").clean()


@pytest.mark.django_db
def test_a_name_without_letters_still_gets_an_address():
    assert OrganisationFactory(name="…").slug == "x"
    assert OrganisationFactory(name="Own", slug="own-address").slug == "own-address"


@pytest.mark.django_db
def test_the_technical_administration_adds_the_first_administrator_and_changes_nobody(client_of):
    clerk = UserFactory(administrator=True)
    SecondStepFactory(user=clerk)
    membership = MembershipFactory()
    address = f"/nl/admin/organisations/organisation/{membership.organisation.pk}/change/"
    page = BeautifulSoup(client_of(clerk).get(address).content, "html.parser")
    assert page.find("input", {"name": "memberships-TOTAL_FORMS"})
    assert page.find(attrs={"name": "memberships-__prefix__-role"})
    assert not page.find(attrs={"name": "memberships-0-role"})
    assert not page.find(attrs={"name": "memberships-0-DELETE"})
