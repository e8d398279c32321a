"""What comes out: tagged PDF/UA-1 with its fonts inside, the same each time; and what is too much to print."""

import datetime
import hashlib
import re
import subprocess
import sys

import pytest
import segno
from django.conf import settings

from les_portal import pdf
from les_portal.pdf import qr
from les_portal.pdf.limits import DEEPEST, LONGEST_TEXT, MOST_VALUES, check, printable
from tests.les_portal.opened import Opened

URL = "https://portal.example.org/v/abcdefghjkmnpqrstvwxyz23"
CREATED = "2026-11-20T12:30:00+01:00"


def head(**fields) -> dict:
    return {
        "number": "PS-2026-00017",
        "version": 2,
        "language": "fr",
        "language_name": "Français",
        "title": "Fiche : Électromécanique",
        "kind": "programme_sheet",
        "kind_label": "Fiche",
        "date": datetime.date(2026, 11, 20),
        "created": CREATED,
        "url": URL,
        "address": URL.removeprefix("https://"),
        "qr": qr.svg(URL, label="QR"),
        "replaces": "PS-2026-00003",
    } | fields


def paper(content=None, **fields) -> Opened:
    context = {"document": head(**fields), "content": content or {}}
    return Opened(pdf.render("pdf/_base.html", context, language="fr"))


@pytest.fixture(scope="module")
def opened() -> Opened:
    return paper()


def test_it_says_that_it_is_accessible_and_in_which_language(opened):
    assert 'pdfuaid:part="1"' in opened.metadata
    assert opened.root.MarkInfo.Marked is True
    assert opened.root.ViewerPreferences.DisplayDocTitle is True
    assert str(opened.root.Lang) == "fr"
    assert opened.file.pdf_version == "1.7"


def test_it_says_what_it_is_whose_and_of_when(opened):
    info = opened.file.docinfo
    assert str(info["/Title"]) == "Fiche : Électromécanique"
    assert ">Fiche : Électromécanique<" in opened.metadata
    assert str(info["/Author"]) == "Lerende Euregio Scheldemond"
    assert str(info["/CreationDate"]) == str(info["/ModDate"]) == "D:20261120123000+01'00"
    assert "PS-2026-00017" in str(info["/Subject"])


def test_its_fonts_are_inside_and_cut_down(opened):
    fonts = opened.fonts()
    assert fonts
    assert all(fonts.values())
    assert all(name[7:8] == "+" and "LES-S" in name for name in fonts), "our own, each a subset"
    assert len(opened.bytes) < 40_000


def test_nothing_hides_in_it(opened):
    assert opened.hidden() == set()
    assert opened.links() == {URL}


def test_its_parts_are_tagged_and_its_picture_has_words(opened):
    tags = opened.tags()
    assert tags[0] == "Document"
    assert {"H1", "P", "Figure", "Link"} <= set(tags)
    assert [str(figure["/Alt"]) for figure in opened.nodes("Figure")] == ["QR"]


def test_first_page_says_how_to_check_it_and_every_page_which_it_is(opened):
    assert "portal.example.org/v/abcdefghjkmnpqrstvwxyz23" in opened.words
    assert "PS-2026-00017·version2·20novembre2026·Français" in opened.words
    assert "1of1" in opened.words or "1sur1" in opened.words
    assert "PS-2026-00003" in opened.words


def test_same_content_gives_the_same_bytes_in_another_process(opened):
    assert paper().bytes == opened.bytes
    code = "import django; django.setup(); from tests.les_portal.test_pdf import paper; import hashlib;"
    code += "print(hashlib.sha256(paper().bytes).hexdigest())"
    own = {"DJANGO_SETTINGS_MODULE": "les_portal.settings", "PYTHONHASHSEED": "1", "DATABASE_URL": "sqlite:///:memory:"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=own, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == hashlib.sha256(opened.bytes).hexdigest()


def test_qr_code_reads_as_the_address_it_stands_for():
    """Its modules, drawn from our path, are those of the code; the quiet around it is ours."""
    svg = qr.svg("https://example.org/v/x", label="<b>")
    assert "<title>&lt;b&gt;</title>" in svg
    drawn = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        drawn |= {(int(x) + i, int(y)) for i in range(int(width))}
    matrix = segno.make("https://example.org/v/x", error="m", micro=False).matrix
    meant = {(x + qr.QUIET, y + qr.QUIET) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert drawn == meant


# --- what is too much, and what cannot be printed ---------------------------------------------------


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"outlook": "x" * (LONGEST_TEXT + 1)}, "outlook"),
        ({"list": [{"inner": "x" * (LONGEST_TEXT + 1)}]}, "inner"),
    ],
)
def test_text_that_is_too_long_is_refused_by_the_name_of_its_field(content, named):
    with pytest.raises(pdf.TooMuch, match=named):
        paper(content)


def nested(depth: int):
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "content",
    [
        {"deep": nested(500)},
        {"rows": [["x"] * 50 for _ in range(800)]},
        {"texts": ["x" * LONGEST_TEXT] * 26},
    ],
    ids=["500 deep", "40,000 cells", "520,000 characters"],
)
def test_more_than_a_document_holds_is_refused_before_anything_is_made_of_it(content):
    with pytest.raises(pdf.TooMuch):
        check(content)


def test_as_much_as_a_document_holds_is_accepted():
    check({"text": "x" * LONGEST_TEXT, "deep": nested(DEEPEST - 1), "rows": ["x"] * (MOST_VALUES - DEEPEST - 10)})


def test_refusal_is_said_in_the_language_of_whoever_reads_it(settings):
    with pytest.raises(pdf.TooMuch) as refused:
        paper({"a": "x" * (LONGEST_TEXT + 1)})
    assert "20001" in str(refused.value).replace(".", "").replace("\u202f", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a\ufffdb"),
        ("file\u202efdp.exe", "file\ufffdfdp.exe"),
        ("\u2066100\u2069", "\ufffd100\ufffd"),
        ("a\ud800b", "a\ufffdb"),
        ("line\r\nline\tand\nmore", "line\nline\tand\nmore"),
        ("Élève — “ok” ✓ 😀 שלום", "Élève — “ok” ✓ 😀 שלום"),
    ],
)
def test_what_no_paper_shows_leaves_a_sign(text, shown):
    assert printable(text) == shown
    assert printable({"a": [text, 1, None]}) == {"a": [shown, 1, None]}
