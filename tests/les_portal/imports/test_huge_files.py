"""A file that is small on disk and without end when it is read: refused in a moment, and the portal goes on."""

import io
import resource
import zipfile
from pathlib import Path

import pytest

from les_portal.imports.reading import LAST_ROW, Most, UnreadableFile, read_table

SCHOOL = Most(rows=1000, lines_in_a_row=2000, tags=1_000_000)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TOO_LARGE = "Het rekenblad is te groot."
TOO_LONG = "Het bestand heeft meer dan 1000 rijen: knip het in delen."
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/worksheet" Target="sheet1.xml"/></Relationships>',
}
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>titel</t></is></c></row>'


def workbook(rows: str) -> bytes:
    """With rows as a program may write them that is no spreadsheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in PARTS.items():
            parts.writestr(name, text)
        parts.writestr("xl/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{rows}</sheetData></worksheet>')
    return file.getvalue()


def row(number: int, column: str = "A") -> str:
    return f'<row r="{number}"><c r="{column}{number}"><v>7</v></c></row>'


@pytest.fixture
def _little_memory():
    """Half a gigabyte more than there is in use: enough for every file that a school can have."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + 512 * 2**20, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def cells_without_end() -> bytes:
    return workbook(f'<row r="2">{"<c/>" * 3_000_000}</row>')


def features_with_names_without_end() -> bytes:
    names = ",".join(f'"{number}":1' for number in range(5_000))
    return f'{{"features":[{{"properties":{{{names}}}}}{",{}" * 50_000}]}}'.encode()


@pytest.mark.parametrize(
    "make",
    [
        cells_without_end,
        features_with_names_without_end,
        lambda: b"titel;vorm\n" + b"x;\n" * 3_000_000,
        lambda: b"titel;" * 1_000_000 + b"\nx;y\n",
        lambda: b'{"features":[' + b"{}," * 1_000_000 + b"{}]}",
        lambda: workbook("".join(row(number) for number in range(2, 1003))),
    ],
)
@pytest.mark.usefixtures("_little_memory")
def test_too_much_is_refused_in_words(make):
    data = make()
    with pytest.raises(UnreadableFile) as error:
        read_table(data, SCHOOL)
    assert error.value.message in (TOO_LARGE, TOO_LONG), "and not because memory ran out"


@pytest.mark.usefixtures("_little_memory")
def test_cells_far_to_the_right_and_far_below_are_left_alone():
    far = [row(number, "XFD") for number in range(3, 900)]
    table = read_table(workbook(row(2) + "".join(far) + row(LAST_ROW) + row(900_000_000)), SCHOOL)
    assert table.header == ["titel"]
    assert [(each.number, each.cells) for each in table.rows] == [(2, ["7"]), (LAST_ROW, ["7"])]


def test_as_much_as_there_may_be_is_read():
    assert len(read_table(workbook("".join(row(number) for number in range(2, 1002))), SCHOOL).rows) == 1000


def test_a_row_of_zeros_is_a_row():
    zeros = '<row r="2"><c r="A2"><v>0</v></c></row>'
    assert [each.cells for each in read_table(workbook(zeros), SCHOOL).rows] == [["0"]]


def test_characters_that_no_database_takes_are_left_out():
    table = read_table(b'{"features": [{"properties": {"ti\\u0000tel\\ud800": "a\\udc00\\u0000b"}}]}')
    assert table.header[0] == "titel"
    assert table.rows[0].cells[0] == "ab"
