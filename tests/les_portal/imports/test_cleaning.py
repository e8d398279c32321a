from datetime import date

import pytest

from les_portal.imports import cleaning


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("01/01/0001", None),
        ("31/12/4444", None),
        ("", None),
        (" ", None),
        ("31/08/2022", date(2022, 8, 31)),
        ("2022-08-31", date(2022, 8, 31)),
        ("2022-08-31 00:00:00", date(2022, 8, 31)),
    ],
)
def test_day(written, meant):
    assert cleaning.day(written) == meant


def test_day_that_is_none_is_an_error():
    with pytest.raises(ValueError, match="32/08/2022"):
        cleaning.day("32/08/2022")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"KBO  0267.381.290"', "0267.381.290"),
        ('""KBO 0267381290""', "0267381290"),
        ("0267.381.290", "0267.381.290"),
        ("BE 0267.381.290", "0267.381.290"),
        (" ", ""),
    ],
)
def test_enterprise_number(written, meant):
    assert cleaning.enterprise_number(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("www.school.be", "https://www.school.be"),
        ("http://www.school.be/", "http://www.school.be"),
        ("HTTPS://School.be/Nl/", "https://school.be/Nl/"),
        ("https//school.be", "https://school.be"),
        ("http:\\\\www.school.be", "http://www.school.be"),
        ("https.be", "https://https.be"),
        (" ", ""),
    ],
)
def test_website(written, meant):
    assert cleaning.website(written) == meant


@pytest.mark.parametrize("written", ["javascript:alert(1)", "geen", "info@school.be", "ftp://school.be", "a b.be"])
def test_website_that_is_none_is_an_error(written):
    with pytest.raises(ValueError):  # noqa: PT011  the function has one thing to complain of
        cleaning.website(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("MIDDELBURG", "Middelburg"),
        ("'S-HEERENHOEK", "'s-Heerenhoek"),
        ("SAS VAN GENT", "Sas van Gent"),
        ("NIEUW- EN SINT JOOSLAND", "Nieuw- en Sint Joosland"),
        ("IJZENDIJKE", "IJzendijke"),
        ("DE HEEN", "De Heen"),
        ("'s-Heerenhoek", "'s-Heerenhoek"),
        ("", ""),
    ],
)
def test_place_name(written, shown):
    assert cleaning.place_name(written) == shown


@pytest.mark.parametrize(
    ("written", "found"),
    [("321-321-321", ["321"]), ("VBO/MAVO/HAVO", ["HAVO", "MAVO", "VBO"]), ("", []), ("311, 312", ["311", "312"])],
)
def test_codes(written, found):
    assert cleaning.codes(written) == found


@pytest.mark.parametrize(
    ("parts", "written"),
    [(("4-A",), "4A"), (("4", "a"), "4A"), (("7-13",), "7-13"), (("12", "", "bis"), "12-bis"), (("71-E",), "71E")],
)
def test_dutch_house_number(parts, written):
    assert cleaning.dutch_house_number(*parts) == written


@pytest.mark.parametrize(("written", "meant"), [("0", None), ("", None), ("66497,5", 66497.5), ("-3.5", -3.5)])
def test_number(written, meant):
    assert cleaning.number(written) == meant


@pytest.mark.parametrize("written", ["acht", "nan", "inf"])
def test_number_that_is_none_is_an_error(written):
    with pytest.raises(ValueError):  # noqa: PT011  float's own message
        cleaning.number(written)


def test_text_has_one_space_and_no_control_characters():
    assert cleaning.text("  De\x00 Wilg\t\n school ") == "De Wilg school"
