import pytest
from django.core.exceptions import ValidationError

from les_portal.organisations.models import Country
from schools.identifiers import brin_number, institution_number, post_code
from schools.models import Place, Register
from tests.factories.schools import SchoolFactory


@pytest.mark.parametrize(("typed", "kept"), [("027284", "027284"), ("27284", "027284"), (" 113191 ", "113191")])
def test_institution_number_has_six_digits(typed, kept):
    assert institution_number(typed) == kept


@pytest.mark.parametrize("typed", ["1234567", "12A456", "0", "", "25PV"])
def test_institution_number_that_is_none_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="027284"):
        institution_number(typed)


@pytest.mark.parametrize(("typed", "kept"), [("25PV", "25PV"), ("25pv", "25PV"), ("03 XS", "03XS")])
def test_brin_has_two_digits_and_two_letters(typed, kept):
    assert brin_number(typed) == kept


@pytest.mark.parametrize("typed", ["25PV00", "PV25", "027284", "", "25P"])
def test_brin_that_is_none_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="25PV"):
        brin_number(typed)


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("be", "9000", "9000"),
        ("nl", "4535ha", "4535 HA"),
        ("nl", "4535 HA", "4535 HA"),
        ("nl", "4535", "4535"),
        ("fr", "59000", "59000"),
    ],
)
def test_post_code_is_written_as_its_country_does(country, typed, kept):
    assert post_code(country, typed) == kept


@pytest.mark.parametrize(
    ("country", "typed"), [("be", "0999"), ("be", "90000"), ("be", "4535 HA"), ("nl", "4535 H"), ("nl", "0535 HA")]
)
def test_post_code_of_nowhere_is_refused(country, typed):
    with pytest.raises(ValidationError):
        post_code(country, typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("register", "number", "field"),
    [
        (Register.FLANDERS, "25PV", "register_number"),
        (Register.DUO, "027284", "register_number"),
        ("", "027284", "register"),
    ],
)
def test_school_refuses_a_number_that_is_not_of_its_register(register, number, field):
    school = SchoolFactory(register=register, register_number=number)
    with pytest.raises(ValidationError) as refused:
        school.full_clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
def test_school_writes_its_number_as_the_register_does():
    school = SchoolFactory(register=Register.FLANDERS, register_number="27284")
    school.full_clean()
    assert school.register_number == "027284"


def test_place_refuses_a_post_code_of_the_other_side():
    with pytest.raises(ValidationError) as refused:
        Place(country=Country.BE, postcode="4535 HA", municipality="Terneuzen", key="x").clean()
    assert list(refused.value.message_dict) == ["postcode"]
