"""ESCO's occupations beside those that people made: titles by language, versions, links that stay."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from les_portal.imports.importer import apply, importer_for
from programmes.models import Occupation
from tests.factories.programmes import BottleneckStatusFactory, OccupationFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db
ESCO = "http://data.europa.eu/esco/occupation/"
REAL = Path(__file__).parents[3] / "shared" / "data" / "esco" / "occupations_nl_v1.1.csv"
HEAD = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,status,regulatedProfessionNote"


def table(*rows: tuple[str, str], status: str = "released", note: str = "") -> bytes:
    lines = [f'Occupation,{ESCO}{key},7212,{title},"een\ntwee",{status},{note}' for key, title in rows]
    return "\n".join([HEAD, *lines]).encode()


def bring(language: str, version: str, *rows: tuple[str, str], **different):
    importer = importer_for(f"occupations-{language}")
    return apply(importer, importer.read(table(*rows, **different), f"occupations_{language}_v{version}.csv"))


def counts(report) -> tuple[int, ...]:
    return report.created, report.updated, report.unchanged, report.retired


def test_new_ones_come_in_with_their_own_slug():
    report = bring("nl", "1.1", ("a", "portier"), ("b", "portier"))
    assert counts(report) == (2, 0, 0, 0)
    assert list(Occupation.objects.values_list("slug", "title_nl", "isco", "version")) == [
        ("portier", "portier", "7212", "1.1"),
        ("portier-2", "portier", "7212", "1.1"),
    ]


def test_what_people_made_keeps_its_title_and_gets_the_other_languages():
    ours = OccupationFactory(title_nl="Lasser aan de kade", title_fr="", esco_uri=f"{ESCO}a", isco="")
    report = bring("nl", "1.1", ("a", "lasser"))
    bring("fr", "1.1", ("a", "soudeur"))
    ours.refresh_from_db()
    assert (ours.title_nl, ours.title_fr, ours.isco, ours.version) == ("Lasser aan de kade", "soudeur", "7212", "1.1")
    assert [(kept["field"], kept["register"]) for kept in report.kept] == [("title_nl", "lasser")]
    assert Occupation.objects.count() == 1


def test_title_that_esco_gave_follows_esco_until_a_person_changes_it():
    bring("nl", "1.0", ("a", "lasser"), ("b", "snijder"))
    Occupation.objects.filter(esco_uri=f"{ESCO}b").update(title_nl="onze snijder")
    report = bring("nl", "1.1", ("a", "metaallasser"), ("b", "metaalsnijder"))
    assert counts(report) == (0, 1, 1, 0)
    assert sorted(Occupation.objects.values_list("title_nl", flat=True)) == ["metaallasser", "onze snijder"]


def test_second_time_changes_nothing():
    bring("nl", "1.1", ("a", "lasser"))
    report = bring("nl", "1.1", ("a", "lasser"))
    assert (counts(report), report.changes) == ((0, 0, 1, 0), [])


def test_upgrade_keeps_every_link_and_names_what_disappeared():
    bring("nl", "1.0", ("a", "lasser"), ("b", "snijder"))
    gone = Occupation.objects.get(esco_uri=f"{ESCO}b")
    programme = ProgrammeFactory()
    programme.occupations.add(gone)
    status = BottleneckStatusFactory(occupation=gone)
    report = bring("nl", "1.1", ("a", "lasser"), ("c", "frezer"))
    assert (counts(report), report.gone) == ((1, 0, 1, 1), [{"key": f"{ESCO}b", "name": "snijder"}])
    status.refresh_from_db()
    assert (list(programme.occupations.all()), status.occupation) == ([gone], gone)
    gone.refresh_from_db()
    assert gone.retired_in == "1.1"
    assert counts(bring("nl", "1.1", ("a", "lasser"), ("c", "frezer"))) == (0, 0, 2, 0)


def test_what_people_made_is_never_retired_but_named():
    OccupationFactory(title_nl="lasser", esco_uri=f"{ESCO}old")
    OccupationFactory(title_nl="zonder adres", esco_uri="")
    report = bring("nl", "1.1", ("a", "frezer"))
    assert (report.retired, len(report.notices)) == (0, 1)
    assert "lasser" in report.notices[0]["message"]


def test_file_in_which_nothing_is_released_retires_nothing():
    bring("nl", "1.0", ("a", "lasser"))
    report = bring("nl", "1.1", ("a", "lasser"), status="deprecated")
    assert (report.skipped, report.retired) == (1, 0)  # no row says which version that was


def test_withdrawn_beside_others_is_retired():
    bring("nl", "1.0", ("a", "lasser"), ("b", "frezer"))
    importer = importer_for("occupations-nl")
    data = table(("a", "lasser")) + f"\nOccupation,{ESCO}b,7212,frezer,,deprecated,".encode()
    report = apply(importer, importer.read(data, "occupations_nl_v1.1.csv"))
    assert (report.skipped, report.retired) == (1, 1)


def test_regulated_somewhere_is_counted_and_decides_nothing():
    report = bring("nl", "1.1", ("a", "arts"), note="http://data.europa.eu/esco/regulated-professions/regulated")
    assert list(report.counted_notices.values()) == [1]
    assert not Occupation.objects.get().regulated


def test_visitors_of_a_programme_see_the_new_title(client):
    bring("nl", "1.0", ("a", "lasser"))
    programme = ProgrammeFactory(published=True, at=[CampusFactory()], leads_to=[Occupation.objects.get()])
    assert "lasser" in client.get(programme.get_absolute_url()).content.decode()
    bring("nl", "1.1", ("a", "laskampioen"))
    assert "laskampioen" in client.get(programme.get_absolute_url()).content.decode()


# --- thousands of them in the menus --------------------------------------------------------------


def test_on_offer_comes_first_what_is_used_here_and_nothing_else_that_esco_dropped():
    old = [(key, f"{key * 3} lasser") for key in "abcd"]
    bring("nl", "1.0", *old)
    ProgrammeFactory().occupations.set(Occupation.objects.filter(slug__in=["bbb-lasser", "ddd-lasser"]))
    bring("nl", "1.1", *old[:2])
    made = OccupationFactory(title_nl="lasser aan de kade", slug="zzz")
    offered = [each.slug for each in Occupation.objects.on_offer()]
    assert offered == ["bbb-lasser", "ddd-lasser", made.slug, "aaa-lasser"]


def test_choices_of_a_spreadsheet_list_what_is_used_and_understand_the_rest():
    from les_portal.listings.sheets.choices import names_for

    bring("nl", "1.1", *((str(number), f"beroep {number}") for number in range(40)))
    programme = ProgrammeFactory()
    programme.occupations.add(Occupation.objects.get(title_nl="beroep 7"))
    names = names_for("occupations", programme.school)
    assert names.all() == ["beroep 7"]
    assert names.read("beroep 31") == Occupation.objects.get(title_nl="beroep 31").pk


# --- the command ---------------------------------------------------------------------------------


def test_command_reads_dry_and_applies(capsys, tmp_path):
    file = tmp_path / "occupations.csv"
    file.write_bytes(table(("a", "lasser")))
    arguments = [str(file), "--lang", "nl", "--version", "1.1", "--json"]
    for more, written in (([], 0), (["--apply"], 1)):
        call_command("import_occupations", *arguments, *more)
        assert json.loads(capsys.readouterr().out)["created"] == 1
        assert Occupation.objects.count() == written


def test_command_asks_for_a_version_that_the_name_does_not_say(capsys, tmp_path):
    file = tmp_path / "occupations.csv"
    file.write_bytes(table(("a", "lasser")))
    with pytest.raises(CommandError):
        call_command("import_occupations", str(file), "--lang", "nl", "--json")
    assert json.loads(capsys.readouterr().out)["problems"][0]["field"] == "version"


@pytest.mark.skipif(not REAL.is_file(), reason="the register is not here")
def test_real_register_comes_in_whole(capsys):
    call_command("import_occupations", str(REAL), "--lang", "nl", "--apply", "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["rows"], report["created"], report["problems"]) == (3007, 3007, [])
