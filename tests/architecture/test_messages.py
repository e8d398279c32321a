"""Dutch and French are complete: whoever adds a text to the source adds it there too."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.architecture.files import ROOT, name, ours

LANGUAGES = ("nl", "fr")


def messages(po: str) -> dict[str, dict[str, str]]:
    """Per source text: its translations and flags, as `msgattrib` would print them on one line each."""
    entries = {}
    for block in re.split(r"\n\s*\n", po):
        texts, current = {}, None
        for line in block.splitlines():
            if line.startswith("#~"):
                break
            if line.startswith("#,"):
                texts["flags"] = line
            elif match := re.match(r'(msg\w+(?:\[\d\])?) "(.*)"$', line):
                current = match[1]
                texts[current] = match[2]
            elif current and (match := re.match(r'"(.*)"$', line)):
                texts[current] += match[1]
        if texts.get("msgid"):
            entries[texts.get("msgctxt", "") + "\x04" + texts["msgid"]] = texts
    return entries


def read(language: str) -> dict[str, dict[str, str]]:
    return messages((ROOT / f"les_portal/locale/{language}/LC_MESSAGES/django.po").read_text())


def is_complete(texts: dict[str, str]) -> bool:
    translations = [text for key, text in texts.items() if key.startswith("msgstr")]
    return all(translations) and "fuzzy" not in texts.get("flags", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    entries = read(language)
    assert entries
    assert [texts["msgid"] for texts in entries.values() if not is_complete(texts)] == []


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """The texts that the source holds now, collected from a copy so that the source stays as it is."""
    copy = tmp_path_factory.mktemp("source")
    for path in ours(".py", ".html", ".txt", ".js"):
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (copy / "les_portal/locale").mkdir()
    (copy / "static").mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "nl", "--ignore", "tests", "--no-wrap"]
    run = subprocess.run(
        command,
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert run.returncode == 0, run.stderr
    return messages((copy / "les_portal/locale/nl/LC_MESSAGES/django.po").read_text())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_source_is_in_the_catalogue(collected, language):
    missing = set(collected) - set(read(language))
    assert sorted(collected[key]["msgid"] for key in missing) == []


def test_messages_reads_what_is_missing():
    header, empty = 'msgid ""\nmsgstr "header"', 'msgid "a"\nmsgstr ""'
    fuzzy, folded = '#, fuzzy\nmsgid "b"\nmsgstr "x"', 'msgid "c"\n"d"\nmsgstr "y"\n'
    po = "\n\n".join([header, empty, fuzzy, folded])
    entries = messages(po)
    assert [texts["msgid"] for texts in entries.values()] == ["a", "b", "cd"]
    assert [texts["msgid"] for texts in entries.values() if not is_complete(texts)] == ["a", "b"]


def test_no_text_is_marked_with_a_variable_in_it():
    """A marked f-string cannot be translated: the catalogue never holds it."""
    marked = re.compile(r"\b(?:_|n?p?gettext\w*)\(\s*f[\"']")
    assert [name(path) for path in ours(".py") if marked.search(path.read_text())] == []
