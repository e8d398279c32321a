"""What the real files taught, each on a tiny file of its own."""

import pytest

from les_portal.geo import Point, distance_km
from les_portal.imports.reading import UnreadableFile
from les_portal.organisations.models import Organisation
from schools.importers.rows import CLOSED, NO_SCHOOL, OTHER_EDUCATION, OUTSIDE, PRIMARY
from schools.models import Campus, Place, School
from tests.schools.files import as_csv, bring_in, counted, oddity, wilg
from tests.schools.lambert72 import wgs84

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return sorted(Organisation.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    "name",
    ["plain.csv", "bom.csv", "cp1252.csv", "semicolon.csv", "crlf.csv", "cr.csv", "other_headers.csv", "table.xlsx"],
)
def test_same_table_in_any_dialect_comes_in_alike(name):
    report = bring_in("flanders", oddity(name))
    assert (report.rows, report.created, report.problems, report.notices) == (2, 2, [], [])
    assert names() == ["Institut Fantôme en Brûlé", "Testschool De Wilg"]
    campus = Campus.objects.get(school__register_number="099001")
    assert (campus.place.street, campus.place.house_number, campus.place.postcode) == ("Kanaalstraat", "12", "9000")
    assert (campus.site_number, campus.phone, campus.email) == ("1", "09 000 00 01", "info@dewilg.example")
    assert campus.school.organisation.company_number == "0999.001.020"
    assert campus.place.precision == Place.Precision.REGISTER


def test_table_of_sites_by_study_names_its_columns_otherwise():
    names_there = {
        "schoolnummer": "nummer_instelling",
        "intern_vplnummer": "intern_volgnr_vpl",
        "naam": "naam_instelling",
        "straat": "straatnaam_vpl",
        "huisnummer": "huisnr_vpl",
        "postcode": "postnummer_vpl",
        "gemeente": "gemeente_vpl",
        "provincie": "provincie_vpl",
    }
    bring_in("flanders", as_csv(wilg()))
    report = bring_in("flanders", as_csv({names_there.get(name, name): value for name, value in wilg().items()}))
    assert (report.rows, report.unchanged, report.changes, report.kept) == (1, 1, [], [])


def test_line_in_another_encoding_spoils_no_other():
    bring_in("flanders", oddity("mixed_encodings.csv"))
    assert names() == ["Brûlé", "Testschool De Wilg"]
    assert Place.objects.filter(street="Brûlé").exists()


def test_single_space_is_empty():
    report = bring_in("flanders", oddity("single_space.csv"))
    campus = Campus.objects.get()
    assert (campus.phone, campus.email, campus.website, report.problems) == ("", "", "", [])
    assert campus.place.house_number == "12"


def test_dates_that_mean_no_date_close_nothing():
    report = bring_in("flanders", oddity("no_date.csv"))
    assert list(School.objects.values_list("register_number", flat=True)) == ["099001"]
    assert report.skipped_reasons == counted({CLOSED: 1})


def test_telephone_in_the_website_column_is_a_telephone():
    report = bring_in("flanders", oddity("phone_as_website.csv"))
    campus = Campus.objects.get()
    assert (campus.website, campus.phone) == ("", "09 000 00 02")
    assert [notice["field"] for notice in report.notices] == ["website"]


def test_telephone_that_is_none_is_said():
    report = bring_in("flanders", as_csv(wilg(telefoon="09 000 00 01 of 09 000 00 02")))
    assert Campus.objects.get().phone == ""
    assert [notice["field"] for notice in report.notices] == ["telefoon"]


def test_website_gets_its_scheme():
    bring_in("flanders", oddity("no_scheme.csv"))
    assert Campus.objects.get().website == "https://www.dewilg.example/Welkom"


def test_house_numbers_stay_as_they_are_written():
    bring_in("flanders", oddity("house_numbers.csv"))
    found = Place.objects.values_list("house_number", flat=True)
    assert sorted(found) == ["14_2", "1A", "23 bus B", "65-75", "86C bus 209"]


def test_repeated_structure_counts_once():
    bring_in("flanders", oddity("structures.csv"))
    special, regular = School.objects.order_by("register_number")
    assert [stage.code for stage in special.stages.all()] == ["be-buso"]
    assert special.type == School.Type.SPECIAL_SECONDARY
    assert sorted(stage.code for stage in regular.stages.all()) == ["be-so-deeltijds", "be-so-voltijds"]


@pytest.mark.parametrize(
    ("lx", "ly"), [(104750, 194120), (48053, 212198), (66497, 209526), (62846, 180635), (142000, 217000)]
)
def test_lambert72_lands_within_15_metres(lx, ly):
    bring_in("flanders", as_csv(wilg(lx=str(lx), ly=str(ly))))
    assert distance_km(Place.objects.get().point, wgs84(lx, ly)) < 0.015


def test_decimal_comma_in_coordinates():
    bring_in("flanders", as_csv(wilg(lx="104750,0", ly="194120,0")))
    assert distance_km(Place.objects.get().point, wgs84(104750, 194120)) < 0.015


def test_exchanged_lambert_coordinates_are_put_right():
    report = bring_in("flanders", as_csv(wilg(lx="194120", ly="104750")))
    assert distance_km(Place.objects.get().point, wgs84(104750, 194120)) < 0.015
    assert [notice["row"] for notice in report.notices] == [2]


def test_no_coordinates_fall_back_on_the_post_code():
    report = bring_in("flanders", oddity("no_coordinates.csv"))
    assert report.created == 5
    assert report.problems == []
    places = {place.house_number: place for place in Place.objects.all()}
    for house_number in ("12", "13", "15", "16"):
        assert places[house_number].precision == Place.Precision.POSTCODE
        assert distance_km(places[house_number].point, Point(51.05, 3.72)) < 5
    assert places["14"].point is None
    assert sorted(notice["row"] for notice in report.notices) == [2, 3, 4, 4, 5, 6]


def test_schools_at_one_address_share_a_place():
    report = bring_in("flanders", oddity("shared_address.csv"))
    assert report.created == 6
    assert Place.objects.count() == 1
    assert (School.objects.count(), Campus.objects.count()) == (6, 6)


def test_leading_zero_that_a_spreadsheet_took_comes_back():
    bring_in("flanders", oddity("lost_zero.csv"))
    assert School.objects.get().register_number == "099001"
    assert bring_in("flanders", as_csv(wilg())).created == 0


def test_school_is_named_by_its_head_office_not_by_its_first_row():
    bring_in("flanders", oddity("two_sites.csv"))
    school = School.objects.get()
    assert str(school) == "Testschool De Wilg"
    assert school.organisation.phone == "09 000 00 01"
    sites = {campus.site_number: campus for campus in school.campuses.all()}
    assert (sites["1"].name, str(sites["1"])) == ("", "Testschool De Wilg")
    assert (sites["2"].name, sites["2"].phone) == ("Testschool De Wilg campus Zuid", "09 000 00 22")


def test_broken_rows_are_named_and_the_others_come_in():
    report = bring_in("flanders", oddity("broken_rows.csv"))
    assert [(problem["row"], problem["field"]) for problem in report.problems] == [
        (2, "schoolnummer"),
        (3, "naam"),
        (4, "postcode"),
        (5, "intern_vplnummer"),
        (6, "kbo-nummer"),
    ]
    assert all(problem["message"] for problem in report.problems)
    assert (report.created, report.failed, report.rows) == (2, 4, 6)
    assert School.objects.get(register_number="099005").organisation.company_number == ""


def test_quote_left_open_breaks_its_own_row_only():
    report = bring_in("flanders", oddity("open_quote.csv"))
    assert [problem["row"] for problem in report.problems] == [3]
    assert sorted(School.objects.values_list("register_number", flat=True)) == ["099001", "099003"]


def test_what_is_not_ours_is_skipped_and_counted():
    report = bring_in("flanders", oddity("not_ours.csv"))
    assert report.skipped_reasons == counted({PRIMARY: 2, OUTSIDE: 1, NO_SCHOOL: 1, OTHER_EDUCATION: 1})
    assert (report.skipped, report.created) == (5, 1)


def test_establishment_number_is_not_taken_for_an_enterprise():
    report = bring_in("flanders", oddity("establishment_number.csv"))
    assert Organisation.objects.get().company_number == ""
    assert (report.problems, sum(report.counted_notices.values())) == ([], 1)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("School voor voltijds gewoon secundair onderwijs en deeltijds beroepsonderwijs", "secondary"),
        ("Centrum voor deeltijdse vorming", "part_time"),
        ("Centrum voor Volwassenenonderwijs", "adult"),
        ("Centrum voor Basiseducatie", "adult"),
        ("Syntra", "syntra"),
        ("Hogeschool", "uas"),
        ("Universiteit", "university"),
        ("Hoger kunstonderwijs", "other"),
    ],
)
def test_type_of_institution_becomes_type_of_school(kind, expected):
    bring_in("flanders", as_csv(wilg(instellingstype=kind)))
    assert School.objects.get().type == expected


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "file"),
        (b"\n\n", "file"),
        (b"%PDF-1.7\x00\x01", "file"),
        (b"PK\x03\x04 not a spreadsheet", "file"),
        (b'{"type": "FeatureCollection"', "file"),
        (b"schoolnummer,naam\n099001,De Wilg\n", "intern_vplnummer"),
    ],
)
def test_file_that_cannot_be_used_has_one_reason(data, named):
    with pytest.raises(UnreadableFile) as error:
        bring_in("flanders", data)
    assert error.value.field == named
    assert error.value.message
    assert School.objects.count() == 0


def test_header_without_rows_retires_nobody():
    bring_in("flanders", as_csv(wilg()))
    with pytest.raises(UnreadableFile):
        bring_in("flanders", as_csv(wilg()).splitlines(keepends=True)[0])
    assert Campus.objects.active().count() == 1
