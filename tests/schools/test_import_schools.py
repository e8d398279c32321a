"""The command as scripts use it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from les_portal.imports.models import ImportRun
from les_portal.imports.terminal import tracker
from schools.models import School
from tests.schools.files import REGISTERS, as_csv, wilg

pytestmark = pytest.mark.django_db
CONTRACT = {"rows", "created", "updated", "unchanged", "retired", "skipped", "problems"}


def run(capsys, *arguments: str) -> str:
    call_command("import_schools", *arguments)
    return capsys.readouterr().out


def test_json_is_one_object_with_the_agreed_names(capsys):
    report = json.loads(run(capsys, "flanders", str(REGISTERS / "broken_rows.csv"), "--json"))
    assert report.keys() >= CONTRACT
    assert (report["rows"], report["created"], report["skipped"]) == (6, 2, 0)
    assert all(problem.keys() == {"row", "field", "message"} for problem in report["problems"])


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_without_apply_nothing_is_written(capsys, arguments):
    run(capsys, "flanders", str(REGISTERS / "plain.csv"), *arguments)
    assert (School.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_apply_writes_and_leaves_a_report(capsys):
    run(capsys, "flanders", str(REGISTERS / "plain.csv"), "--apply", "--json")
    assert School.objects.count() == 2
    run_ = ImportRun.objects.get()
    assert (run_.state, run_.source, run_.file_name) == ("applied", "flanders", "plain.csv")
    assert run_.report["created"] == 2
    assert len(run_.sha256) == 64


@pytest.mark.parametrize("source", ["flanders", "duo-vo", "duo-geojson"])
@pytest.mark.parametrize("content", [None, b"", b"name\nsomething\n", b'{"features": 3}'])
def test_unreadable_file_is_one_problem_and_exit_1(capsys, tmp_path, source, content):
    path = tmp_path / "register"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        run(capsys, source, str(path), "--apply", "--json")
    assert error.value.returncode == 1
    report = json.loads(capsys.readouterr().out)
    assert len(report["problems"]) == 1
    assert report["problems"][0]["message"]
    assert (report["readable"], report["rows"], School.objects.count()) == (False, 0, 0)


def test_counts_add_up(capsys):
    report = json.loads(run(capsys, "flanders", str(REGISTERS / "broken_rows.csv"), "--json", "--apply"))
    parts = ("created", "updated", "unchanged", "skipped", "failed")
    assert sum(report[name] for name in parts) == report["rows"]


def test_people_read_every_change(capsys, tmp_path):
    path = tmp_path / "later.csv"
    path.write_bytes(as_csv(wilg(), wilg(school="099002", huisnummer="14", naam="Testschool De Eik")))
    run(capsys, "flanders", str(path), "--apply")
    path.write_bytes(as_csv(wilg(telefoon="09 000 00 77", postcode="x"), wilg(school="099003", naam="Nieuw")))
    printed = run(capsys, "flanders", str(path))
    assert "Testschool De Eik" in printed
    assert "postcode" in printed
    assert "--apply" in printed


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bar_is_drawn_on_a_terminal_only():
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        assert list(tracker(stream)([1, 2, 3], "Reading")) == [1, 2, 3]
    assert "3/3" in terminal.getvalue()
    assert pipe.getvalue() == ""
