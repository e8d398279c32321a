"""A later file of the same register adds, renames, moves and retires. It deletes nothing and overwrites no school."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from les_portal.publication.changes import edition
from schools.models import Campus, Place, RegisterEntry, School
from tests.factories.schools import CampusFactory
from tests.schools.files import as_csv, bring_in, check, wilg

pytestmark = pytest.mark.django_db
OAK = wilg(school="099002", naam="Testschool De Eik", huisnummer="14")


def field_names(items: list[dict]) -> list[str]:
    return sorted(item["field"] for item in items)


def everything() -> list:
    models = (School, Campus, Place, RegisterEntry)
    organisations = School.objects.values("organisation__name", "organisation__phone", "organisation__updated_at")
    return [list(model.objects.order_by("pk").values()) for model in models] + [list(organisations)]


def test_dry_run_writes_nothing():
    bring_in("flanders", as_csv(wilg(), OAK))
    before, number = everything(), edition()
    report = check("flanders", as_csv(wilg(naam="Nieuwe naam", straat="Elders"), wilg(school="099003", huisnummer="1")))
    assert (report.created, report.updated, report.retired, report.applied) == (1, 1, 1, False)
    assert everything() == before
    assert edition() == number


def test_dry_run_announces_what_applying_does():
    bring_in("flanders", as_csv(wilg(), OAK))
    later = as_csv(wilg(naam="Nieuwe naam", straat="Elders"), wilg(school="099003", huisnummer="1"))
    announced = check("flanders", later).as_json()
    assert bring_in("flanders", later).as_json() == announced | {"applied": True}


def test_same_file_twice_changes_nothing():
    data = as_csv(wilg(), OAK, wilg(site="2", hoofdzetel="False", straat="Zuidstraat", lx="0", ly="0"))
    bring_in("flanders", data)
    before, number = everything(), edition()
    report = bring_in("flanders", data)
    assert (report.rows, report.unchanged, report.changes, report.kept) == (3, 3, [], [])
    assert (report.created, report.updated, report.retired) == (0, 0, 0)
    assert everything() == before
    assert edition() == number


def test_changing_many_rows_asks_the_database_as_often_as_changing_a_few():
    def asked(first: int, rows: int) -> int:
        old = [wilg(school=f"{first + number}", huisnummer=str(number)) for number in range(rows)]
        bring_in("flanders", as_csv(*old))
        changed = {
            "naam": "Nieuwe naam",
            "telefoon": "09 000 00 99",
            "website": "www.elders.example",
            "straat": "Elders",
        }
        with CaptureQueriesContext(connection) as queries:
            assert bring_in("flanders", as_csv(*[row | changed for row in old])).updated == rows
        return len(queries)

    few, many = asked(200000, 20), asked(300000, 90)
    assert many <= few + 3  # some statements go in batches; one for each row would be seventy more


def test_change_raises_the_edition():
    bring_in("flanders", as_csv(wilg()))
    number = edition()
    bring_in("flanders", as_csv(wilg(telefoon="09 000 00 99")))
    assert edition() > number


def test_renamed_school_stays_the_same_school():
    bring_in("flanders", as_csv(wilg()))
    before = School.objects.get()
    report = bring_in("flanders", as_csv(wilg(naam="Testschool De Els")))
    after = School.objects.get()
    assert (after.pk, str(after)) == (before.pk, "Testschool De Els")
    assert after.organisation.slug == before.organisation.slug, "links keep working"
    assert after.organisation.sort_key == "testschool de els"
    assert Campus.objects.get().sort_key.startswith("testschool de els")
    [change] = report.changes
    assert (change["row"], change["field"], change["key"]) == (2, "name", "099001-1")
    assert (change["before"], change["after"]) == ("Testschool De Wilg", "Testschool De Els")


def test_two_schools_that_exchange_names_stay_apart():
    bring_in("flanders", as_csv(wilg(), OAK))
    keys = dict(School.objects.values_list("register_number", "pk"))
    bring_in("flanders", as_csv(wilg(naam=OAK["naam"]), OAK | {"naam": wilg()["naam"]}))
    assert dict(School.objects.values_list("register_number", "pk")) == keys
    assert str(School.objects.get(register_number="099001")) == "Testschool De Eik"


def test_school_that_moves_leaves_its_neighbour_where_it_is():
    neighbour = OAK | {"huisnummer": "12"}
    bring_in("flanders", as_csv(wilg(), neighbour))
    report = bring_in("flanders", as_csv(wilg(straat="Nieuwstraat", lx="105000", ly="194500"), neighbour))
    moved, stayed = (Campus.objects.get(school__register_number=number) for number in ("099001", "099002"))
    assert (moved.place.street, stayed.place.street) == ("Nieuwstraat", "Kanaalstraat")
    assert moved.place.point != stayed.place.point
    assert (report.updated, report.unchanged, field_names(report.changes)) == (1, 1, ["address"])


def test_corrected_coordinates_move_the_place():
    bring_in("flanders", as_csv(wilg()))
    before = Place.objects.get().point
    report = bring_in("flanders", as_csv(wilg(lx="104800")))
    assert Place.objects.get().point.lon > before.lon
    assert field_names(report.changes) == ["coordinates"]


def test_missing_school_retires_and_is_not_deleted():
    bring_in("flanders", as_csv(wilg(), OAK))
    report = bring_in("flanders", as_csv(wilg()))
    gone = School.objects.get(register_number="099002")
    assert gone.retired_on == timezone.localdate()
    assert gone.campuses.get().retired_on == timezone.localdate()
    assert (report.retired, [item["name"] for item in report.gone]) == (1, ["Testschool De Eik"])
    assert Campus.objects.active().count() == 1
    assert bring_in("flanders", as_csv(wilg())).retired == 0


def test_school_with_another_site_stays_when_one_goes():
    south = wilg(site="2", hoofdzetel="False", straat="Zuidstraat")
    bring_in("flanders", as_csv(wilg(), south))
    bring_in("flanders", as_csv(wilg()))
    assert School.objects.get().retired_on is None
    assert [campus.site_number for campus in Campus.objects.active()] == ["1"]


def test_school_that_closes_retires():
    bring_in("flanders", as_csv(wilg(), OAK))
    report = bring_in("flanders", as_csv(wilg(), OAK | {"einddatum": "31/08/2020"}))
    assert (report.retired, report.skipped) == (1, 1)


def test_school_that_comes_back_is_active_again():
    bring_in("flanders", as_csv(wilg(), OAK))
    bring_in("flanders", as_csv(wilg()))
    report = bring_in("flanders", as_csv(wilg(), OAK))
    school = School.objects.get(register_number="099002")
    assert (school.retired_on, school.campuses.get().retired_on) == (None, None)
    assert (report.created, report.updated, field_names(report.changes)) == (0, 1, ["retired_on"])


def test_campus_that_its_school_closed_stays_closed():
    bring_in("flanders", as_csv(wilg()))
    Campus.objects.update(retired_on=datetime.date(2026, 9, 1))
    assert bring_in("flanders", as_csv(wilg())).unchanged == 1
    assert not Campus.objects.active().exists()


def test_broken_row_is_not_a_missing_one():
    bring_in("flanders", as_csv(wilg(), OAK))
    report = bring_in("flanders", as_csv(wilg(), OAK | {"postcode": "?"}))
    assert (report.failed, report.retired) == (1, 0)


def test_row_with_a_broken_key_is_not_a_missing_one_either():
    bring_in("flanders", as_csv(wilg(), OAK))
    report = bring_in("flanders", as_csv(wilg(), OAK | {"schoolnummer": "O99OO2"}))
    assert (report.failed, report.retired) == (1, 0)


def test_row_with_an_open_quote_before_its_key_is_not_a_missing_one():
    bring_in("flanders", as_csv(wilg(), OAK))
    report = bring_in("flanders", as_csv(wilg(), OAK).replace(b"099002", b'"099002'))
    assert (report.failed, report.retired) == (1, 0)


def test_half_a_file_of_broken_rows_retires_nobody():
    rows = [wilg(school=f"0990{number:02}", huisnummer=str(number)) for number in range(10, 20)]
    bring_in("flanders", as_csv(*rows))
    half = rows[:5] + [row | {"naam": "", "postcode": ""} for row in rows[5:]]
    report = bring_in("flanders", as_csv(*half))
    assert (report.failed, report.retired) == (5, 0)
    assert Campus.objects.active().count() == 10


def test_much_retiring_is_warned_of():
    rows = [wilg(school=f"0990{number:02}", huisnummer=str(number)) for number in range(10, 20)]
    bring_in("flanders", as_csv(*rows))
    assert not check("flanders", as_csv(*rows[:8])).retires_many
    assert check("flanders", as_csv(*rows[:7])).retires_many


# --- what a school edited ---------------------------------------------------------------------------


def edit(**values) -> None:
    campus = Campus.objects.get(school__register_number="099001")
    for name, value in values.items():
        setattr(campus, name, value)
    campus.save()


def test_field_that_the_school_edited_stays_and_is_named():
    bring_in("flanders", as_csv(wilg()))
    edit(phone="09 111 11 11")
    report = bring_in("flanders", as_csv(wilg(telefoon="09 222 22 22", website="www.nieuw.example")))
    campus = Campus.objects.get()
    assert (campus.phone, campus.website) == ("09 111 11 11", "https://www.nieuw.example")
    [kept] = report.kept
    assert (kept["field"], kept["ours"], kept["register"]) == ("phone", "09 111 11 11", "09 222 22 22")


def test_edited_field_stays_in_file_after_file():
    bring_in("flanders", as_csv(wilg()))
    edit(phone="09 111 11 11")
    for phone in ("09 000 00 01", "09 222 22 22", "09 333 33 33"):
        bring_in("flanders", as_csv(wilg(telefoon=phone)))
    assert Campus.objects.get().phone == "09 111 11 11"


def test_edited_name_of_the_school_stays():
    bring_in("flanders", as_csv(wilg()))
    organisation = School.objects.get().organisation
    organisation.name = "De Wilg, school voor techniek"
    organisation.save()
    report = bring_in("flanders", as_csv(wilg(naam="GO! De Wilg")))
    assert str(School.objects.get()) == "De Wilg, school voor techniek"
    assert field_names(report.kept) == ["name"]


def test_edited_address_stays():
    bring_in("flanders", as_csv(wilg()))
    elsewhere = CampusFactory(place__street="Gekozen straat").place
    edit(place=elsewhere)
    report = bring_in("flanders", as_csv(wilg(straat="Nieuwstraat")))
    assert Campus.objects.get(school__register_number="099001").place == elsewhere
    assert field_names(report.kept) == ["address"]


def test_position_that_somebody_corrected_stays():
    bring_in("flanders", as_csv(wilg()))
    Place.objects.update(lat=51.06, lon=3.73, precision=Place.Precision.ADDRESS)
    bring_in("flanders", as_csv(wilg(lx="104800")))
    assert Place.objects.get().point == (51.06, 3.73)


def test_field_that_the_register_empties_is_emptied():
    bring_in("flanders", as_csv(wilg()))
    bring_in("flanders", as_csv(wilg(telefoon=" ")))
    assert Campus.objects.get().phone == ""


def test_cell_that_cannot_be_read_takes_nothing_away():
    bring_in("flanders", as_csv(wilg(website="www.wilg.example")))
    report = bring_in("flanders", as_csv(wilg(website="htp:/x")))
    assert field_names(report.problems) == ["website"]
    assert (report.updated, report.changes) == (0, [])
    assert Campus.objects.get().website == "https://www.wilg.example"
    assert bring_in("flanders", as_csv(wilg(website="www.nieuw.example"))).updated == 1


def test_what_the_school_added_where_the_register_is_silent_stays():
    bring_in("flanders", as_csv(wilg(telefoon="")))
    edit(phone="09 111 11 11")
    report = bring_in("flanders", as_csv(wilg(telefoon=" ")))
    assert (Campus.objects.get().phone, report.kept) == ("09 111 11 11", [])


def test_school_entered_by_hand_keeps_what_was_entered():
    campus = CampusFactory(school__register="flanders", school__register_number="099001", site_number="1")
    name = str(campus.school)
    report = bring_in("flanders", as_csv(wilg()))
    assert report.created == 0
    assert str(School.objects.get()) == name
    assert Campus.objects.get().phone == "09 000 00 01", "empty before"
    assert {"name", "address"} <= set(field_names(report.kept))
