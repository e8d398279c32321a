"""Names of directors and addresses of persons stand in the files, and nowhere in the portal."""

import json

import pytest
from django.core.management import call_command

from les_portal.imports.actions import check_file
from les_portal.imports.models import ImportRun
from schools.models import Campus
from tests.schools.files import REGISTERS, as_csv, bring_in, oddity, wilg

pytestmark = pytest.mark.django_db
PERSONAL = ("Jan Voorbeeld", "Piet Voorbeeld", "jan.voorbeeld")


def assert_nobody_in(text: str) -> None:
    assert [name for name in PERSONAL if name.lower() in text.lower()] == []


def stored(capsys) -> str:
    call_command("dumpdata", "imports", "schools", "organisations")
    return capsys.readouterr().out


def test_fixture_has_somebody_to_leave_out():
    with pytest.raises(AssertionError):
        assert_nobody_in(oddity("director.csv").decode())


def test_no_person_of_a_file_is_stored(capsys):
    call_command("import_schools", "flanders", REGISTERS / "director.csv", "--apply")
    assert_nobody_in(capsys.readouterr().out)
    assert ImportRun.objects.count() == 1
    everything = stored(capsys)
    assert "secretariaat@dewilg.example" in everything
    assert_nobody_in(everything)


def test_no_person_waits_between_reading_and_applying(capsys, nora, tmp_path):
    run = check_file(source="flanders", data=oddity("director.csv"), file_name="director.csv", by=nora)
    assert run.reading is not None
    assert_nobody_in(stored(capsys))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()], "the file itself is not kept"


def test_words_that_slipped_into_the_column_of_structures_are_not_repeated():
    report = bring_in("flanders", as_csv(wilg(**{"ingerichte hoofdstructuren": "311 Persoonsnaam"})))
    assert "persoonsnaam" not in json.dumps(report.as_json()).lower()
    assert list(report.counted_notices.values()) == [1]


def test_left_out_addresses_are_counted_not_shown():
    report = bring_in("flanders", oddity("director.csv"))
    assert list(report.counted_notices.values()) == [1]
    assert_nobody_in(json.dumps(report.as_json()))


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("info@dewilg.example", True),
        ("secretariaat@dewilg.example", True),
        ("directie.dewilg@dewilg.example", True),
        ("info.campuszuid@dewilg.example", True),
        ("dewilg@dewilg.example", True),
        ("Jan.Voorbeeld@dewilg.example", False),
        ("jvoorbeeld@dewilg.example", False),
        ("info.jan.voorbeeld@dewilg.example", False),
        ("directie.voorbeeld@dewilg.example", False),
        ("postma@dewilg.example", False),
        ("voorbeeld@voorbeeld.example", False),
        ("no address", False),
    ],
)
def test_only_the_mailbox_of_an_office_is_kept(address, is_kept):
    bring_in("flanders", as_csv(wilg(email=address)))
    assert Campus.objects.get().email == (address if is_kept else "")
