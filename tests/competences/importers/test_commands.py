"""The commands as scripts use them."""

import json

import pytest
from django.core.management import CommandError, call_command

from competences.models import Proposal, Skill
from les_portal.imports.models import ImportRun
from programmes.models import Qualification
from tests.competences.importers.files import REAL, SKILL, as_json, as_xlsx, bk, competence, proposed
from tests.factories.programmes import QualificationFactory

pytestmark = pytest.mark.django_db
CONTRACT = {"rows", "created", "updated", "unchanged", "retired", "skipped", "problems"}


def run(capsys, *arguments) -> dict:
    call_command("import_qualifications", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def folder(tmp_path):
    QualificationFactory(country="nl", kind="crebo", code="25901")
    (tmp_path / "25901.json").write_bytes(as_json(proposed("25901", "meten", "lassen")))
    (tmp_path / "25902.json").write_bytes(as_json(proposed("25902", "meten")))
    (tmp_path / "25903.json").write_bytes(b"{")
    (tmp_path / "25904.json").write_bytes(as_json(proposed("25904")))
    (tmp_path / "README.txt").write_text("no register")
    return tmp_path


def test_json_is_one_object_with_the_agreed_names(capsys, tmp_path):
    file = tmp_path / "bk.json"
    file.write_bytes(as_json(bk(competence(), competence(""))))
    report = run(capsys, "vks", file)
    assert report.keys() >= CONTRACT
    assert (report["rows"], report["created"], report["failed"]) == (2, 1, 1)
    assert all(problem.keys() == {"row", "field", "message"} for problem in report["problems"])


def test_without_apply_nothing_is_written(capsys, folder):
    run(capsys, "crebo-skills", folder)
    assert (Proposal.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_folder_gives_one_report_that_names_the_files(capsys, folder):
    report = run(capsys, "crebo-skills", folder, "--apply")
    assert (report["rows"], report["created"], report["skipped"], report["failed"]) == (4, 2, 1, 1)
    assert [problem["message"].split(":")[0] for problem in report["problems"]] == ["25903.json", "25902.json"]
    assert ImportRun.objects.get().report["created"] == 2


def test_several_paths_and_the_second_run_changes_nothing(capsys, folder, tmp_path):
    paths = [folder / "25901.json", folder / "25904.json"]
    run(capsys, "crebo-skills", *paths, "--apply")
    report = run(capsys, "crebo-skills", *paths, "--apply")
    assert (report["created"], report["updated"], report["unchanged"], report["retired"]) == (0, 0, 2, 0)


def test_one_crebo_in_two_files_is_one(capsys, folder):
    (folder / "again.json").write_bytes(as_json(proposed("25901", "meten", "boren")))
    report = run(capsys, "crebo-skills", folder / "25901.json", folder / "again.json", "--apply")
    assert (report["created"], report["skipped"], Proposal.objects.count()) == (3, 1, 3)


@pytest.mark.parametrize("source", ["vks", "crebo-list", "crebo-skills"])
@pytest.mark.parametrize("content", [None, b"", b"{", b"\x00\x01", b"a;b\n"])
def test_only_file_that_cannot_be_read_is_exit_1(capsys, tmp_path, source, content):
    path = tmp_path / "register"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_qualifications", source, str(path), "--json", "--apply")
    assert error.value.returncode == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["readable"], len(report["problems"])) == (False, 1)


def test_empty_folder_is_exit_1(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_qualifications", "vks", str(tmp_path))


def test_people_read_what_changed(capsys, tmp_path):
    file = tmp_path / "list.xlsx"
    file.write_bytes(as_xlsx((25901, "Proefmonteur"), (79000, "Bouw")))
    call_command("import_qualifications", "crebo-list", str(file))
    printed = capsys.readouterr().out
    assert "created 1" in printed
    assert "--apply" in printed


def test_skills_take_their_version_from_the_option(capsys, tmp_path):
    file = tmp_path / "skills.csv"
    file.write_text(f"conceptUri,preferredLabel\n{SKILL}a,lassen\n")
    call_command("import_skills", str(file), "--lang", "nl", "--version", "1.2", "--apply", "--json")
    assert json.loads(capsys.readouterr().out)["created"] == 1
    assert Skill.objects.get().version == "1.2"


# --- the real registers, where they are -----------------------------------------------------------

real = pytest.mark.skipif(not REAL.is_dir(), reason="the registers are not here")


@real
def test_real_registers_come_in_and_a_second_time_change_nothing(capsys):
    folder = REAL / "qualifications"
    files = {
        "vks": sorted((folder / "vks").glob("*.json")),
        "crebo-list": [folder / "mbo_Opleiding_dimensie.xlsx"],
        "crebo-skills": [folder / "crebo_skills"],
    }
    first = {source: run(capsys, source, *paths, "--apply") for source, paths in files.items()}
    assert Qualification.objects.get(code="BK0024", version="3").competences.count() == first["vks"]["created"] > 5
    assert first["crebo-list"]["rows"] == 4103
    assert Qualification.objects.filter(kind="crebo", level=None).count() >= first["crebo-list"]["created"] > 800
    assert first["crebo-skills"]["created"] > 5000
    assert first["crebo-list"]["failed"] == 0
    for source, paths in files.items():
        again = run(capsys, source, *paths, "--apply")
        assert (again["created"], again["updated"], again["retired"]) == (0, 0, 0)
        parts = ("created", "updated", "unchanged", "skipped", "failed")
        assert sum(again[name] for name in parts) == again["rows"]


@real
def test_real_skills_come_in_whole(capsys):
    file = REAL / "esco" / "skills_fr_v1.0.csv"
    call_command("import_skills", str(file), "--lang", "fr", "--apply", "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["rows"], report["created"], report["problems"]) == (13485, 13485, [])
