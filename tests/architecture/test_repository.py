"""What a reader is promised, and what must not slip in."""

import re
import subprocess
from io import StringIO

import pytest
from django.core.management import call_command, get_commands

from tests.architecture.files import ROOT, name, ours

TEXT = (".py", ".html", ".css", ".js", ".md", ".toml", ".yml", ".txt", ".json", ".csv", ".po", ".svg", "")


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_readme_names_only_commands_that_exist():
    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, flags=re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)\b", code_of(readme))) - targets == set()
    assert set(re.findall(r"\bmanage\.py (\w+)", code_of(readme))) - set(get_commands()) == set()


def code_of(markdown: str) -> str:
    return "\n".join(re.findall(r"```.*?```|`[^`]+`", markdown, flags=re.S))


def test_readme_shows_the_layers_as_they_are_checked():
    from tests.architecture.test_layers import layers

    readme = (ROOT / "README.md").read_text()
    assert [package for layer in layers() for package in layer if package not in readme] == []


def test_every_app_says_why_it_exists():
    """At most 40 lines each: purpose, terms, what it uses."""
    short = {name(path): len(path.read_text().splitlines()) for path in ours(".md") if path.name == "README.md"}
    assert {path: length for path, length in short.items() if path != "README.md" and length > 40} == {}


FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.])/(?:work|farm|home/\w+|root)/",
    "an address of a package registry": r"--(?:extra-)?index-url|https?://[^\s]+/(?:simple|packages)/",
    "a private key": r"BEGIN (?:RSA |EC )?PRIVATE KEY",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    pattern = re.compile(FORBIDDEN[what])
    this = name(ROOT / "tests/architecture/test_repository.py")
    found = [
        f"{path}: {match[0]}"
        for path in tracked()
        if path != this and (match := pattern.search((ROOT / path).read_text(errors="ignore")))
    ]
    assert found == []


def tracked() -> list[str]:
    """Files under version control, or all of ours where the repository came without its history."""
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = run.stdout.splitlines() if run.returncode == 0 else [name(path) for path in ours(*TEXT)]
    return [path for path in names if (ROOT / path).is_file()]


def test_top_level_is_the_plan():
    apps = "les_portal schools programmes competences fund workplaces"
    files = "manage.py pyproject.toml requirements.txt requirements-dev.txt README.md CHANGELOG.md"
    tools = "Makefile Dockerfile docker-compose.yml"
    plan = f"{apps} templates static fixtures tests {files} {tools}".split()
    top = {path.split("/")[0] for path in tracked()}
    assert {entry for entry in top if not entry.startswith(".")} - set(plan) == set()


def test_requirements_are_pinned_and_hashed():
    for file in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / file).read_text().splitlines()
        packages = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert packages
        assert [line for line in packages if "==" not in line or not line.endswith("\\")] == []
