"""The two Dutch files: the table of secondary sites, and the map file with coordinates."""

import pytest

from les_portal.geo import Point, distance_km
from les_portal.imports.importer import LISTED_TWICE
from les_portal.imports.reading import UnreadableFile
from schools.importers.rows import OUTSIDE, PRIMARY
from schools.models import Campus, Place, School
from tests.schools.files import as_csv, as_geojson, bring_in, counted, dijk, feature, oddity

pytestmark = pytest.mark.django_db


def stages(school: School) -> list[str]:
    return sorted(stage.code for stage in school.stages.all())


def test_table_of_sites_comes_in():
    report = bring_in("duo-vo", oddity("duo_vo.csv"))
    assert (report.rows, report.created, report.skipped, report.problems) == (3, 2, 1, [])
    school = School.objects.get()
    assert (str(school), school.register_number, school.network) == ("Testcollege Zeeuwse Brûlé", "99ZZ", "Openbaar")
    assert stages(school) == ["nl-havo", "nl-mavo", "nl-pro", "nl-vmbo", "nl-vwo"]
    head, other = school.campuses.order_by("site_number")
    assert (head.site_number, head.name, head.website) == ("00", "", "https://www.testcollege.example")
    assert str(head.place) == "Dijkweg 4A, 4382 NW Vlissingen"
    assert str(other.place) == "Dorpsstraat 7-13, 4453 AK 's-Heerenhoek"
    assert (other.phone, other.website) == ("", "")


def test_table_without_coordinates_lands_in_the_post_code():
    report = bring_in("duo-vo", oddity("duo_vo.csv"))
    place = Campus.objects.get(site_number="00").place
    assert place.precision == Place.Precision.POSTCODE
    assert distance_km(place.point, Point(51.45, 3.58)) < 4
    assert report.notices == []  # this register never has them: no news in a single row


def test_map_file_comes_in_without_primary_schools_and_other_provinces():
    report = bring_in("duo-geojson", oddity("duo.geojson"))
    assert (report.rows, report.created) == (4, 1)
    assert report.skipped_reasons == counted({PRIMARY: 2, OUTSIDE: 1})
    place = Place.objects.get()
    assert place.point == (51.45166, 3.589066)
    assert (place.precision, str(place)) == (Place.Precision.REGISTER, "Dijkweg 4A, 4382 NW Vlissingen")


def test_table_without_provinces_goes_by_post_code():
    rows = [dijk(), dijk("99ZZ01", POSTCODE="4697 GA"), dijk("99ZZ02", POSTCODE="3011 AA")]
    for row in rows:
        del row["PROVINCIE"]
    report = bring_in("duo-vo", as_csv(*rows, delimiter=";"))
    assert (report.created, report.skipped_reasons) == (2, counted({OUTSIDE: 1}))


def test_exchanged_coordinates_are_put_right():
    report = bring_in("duo-geojson", oddity("swapped.geojson"))
    assert Place.objects.get().point == (51.45166, 3.589066)
    assert [notice["row"] for notice in report.notices] == [1]


def test_feature_without_usable_position_falls_back():
    report = bring_in("duo-geojson", oddity("no_geometry.geojson"))
    assert set(Place.objects.values_list("precision", flat=True)) == {Place.Precision.POSTCODE}
    assert [notice["row"] for notice in report.notices] == [1, 2]


def test_site_listed_twice_counts_once_and_is_said():
    report = bring_in("duo-geojson", oddity("listed_twice.geojson"))
    assert (report.created, report.skipped_reasons) == (1, counted({LISTED_TWICE: 1}))
    assert Place.objects.get().point == (51.45166, 3.589066)
    assert [notice["row"] for notice in report.notices] == [2]


def test_site_listed_twice_alike_is_only_counted():
    report = bring_in("duo-geojson", as_geojson(feature(), feature()))
    assert (report.skipped, report.notices) == (1, [])


def test_both_files_know_the_same_campus():
    bring_in("duo-geojson", as_geojson(feature(internetadres=" ")))
    report = bring_in("duo-vo", as_csv(dijk(), delimiter=";"))
    assert (report.created, report.updated) == (0, 1)
    campus = Campus.objects.get()
    assert (campus.phone, campus.website) == ("0118000001", "https://www.testcollege.example")
    assert campus.place.point == (51.45166, 3.589066), "the table knows no better place"
    assert campus.place.precision == Place.Precision.REGISTER


def test_what_one_file_leaves_empty_the_other_keeps():
    bring_in("duo-vo", as_csv(dijk()))
    bring_in("duo-geojson", as_geojson(feature(internetadres=" ")))
    assert Campus.objects.get().website == "https://www.testcollege.example"


def test_map_file_gives_a_better_place():
    bring_in("duo-vo", as_csv(dijk()))
    report = bring_in("duo-geojson", as_geojson(feature()))
    assert Place.objects.get().precision == Place.Precision.REGISTER
    assert [change["field"] for change in report.changes] == ["coordinates"]
    assert bring_in("duo-vo", as_csv(dijk())).unchanged == 1
    assert Place.objects.get().point == (51.45166, 3.589066)


def test_new_door_in_the_same_street_is_placed_beside_the_known_one():
    bring_in("duo-geojson", as_geojson(feature()))
    bring_in("duo-vo", as_csv(dijk(**{"HUISNUMMER-TOEVOEGING": "4-8"})))
    place = Campus.objects.get().place
    assert (place.house_number, place.point) == ("4-8", (51.45166, 3.589066))
    assert place.precision == Place.Precision.POSTCODE


def test_part_of_a_register_does_not_rename_the_whole_school():
    bring_in("duo-geojson", as_geojson(feature("99ZZ00", naam="Het College"), feature("99ZZ01", naam="College Zuid")))
    bring_in("duo-vo", as_csv(dijk("99ZZ01", VESTIGINGSNAAM="College Zuid-Oost", ONDERWIJSSTRUCTUUR="PRO")))
    school = School.objects.get()
    assert (str(school), stages(school)) == ("Het College", ["nl-mavo", "nl-vmbo"])
    assert str(school.campuses.get(site_number="01")) == "College Zuid-Oost"


@pytest.mark.parametrize(
    ("structure", "expected"),
    [("PRO", "practical"), ("VBO/MAVO/PRO", "secondary"), ("BRUGJAAR", "secondary"), ("VSO", "special_secondary")],
)
def test_structure_becomes_type_of_school(structure, expected):
    bring_in("duo-vo", as_csv(dijk(ONDERWIJSSTRUCTUUR=structure)))
    assert School.objects.get().type == expected


@pytest.mark.parametrize("key", ["", "99ZZ", "9ZZZ00", "99ZZ0A"])
def test_site_without_a_brin_is_a_problem(key):
    report = bring_in("duo-vo", as_csv(dijk(key), dijk("99YY00")))
    assert [(problem["row"], problem["field"]) for problem in report.problems] == [(2, "VESTIGINGSCODE")]
    assert School.objects.get().register_number == "99YY"


def test_file_of_another_register_is_refused():
    with pytest.raises(UnreadableFile) as error:
        bring_in("flanders", oddity("duo_vo.csv"))
    assert error.value.field == "schoolnummer"
