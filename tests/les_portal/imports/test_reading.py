import datetime
import io

import pytest
from openpyxl import Workbook

from les_portal.imports.reading import Most, UnreadableFile, read_table


def sheet(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_dialect_reads_alike(end, delimiter, encoding):
    lines = [delimiter.join(row) for row in (["naam", "plaats"], ["Brûlé", "Gent"], ["De Wilg", "Goes"])]
    table = read_table(end.join([*lines, ""]).encode(encoding))
    assert table.header == ["naam", "plaats"]
    assert [(row.number, row.cells) for row in table.rows] == [(2, ["Brûlé", "Gent"]), (3, ["De Wilg", "Goes"])]


def test_last_line_needs_no_end():
    assert len(read_table(b"naam,plaats\nDe Wilg,Gent").rows) == 1


def test_row_numbers_count_empty_lines():
    table = read_table(b"naam,plaats\n\n,\nDe Wilg,Gent\n")
    assert [row.number for row in table.rows] == [4]


def test_cell_may_hold_a_line_end():
    table = read_table(b'naam,plaats\n"De\nWilg",Gent\nEik,Goes\n')
    assert [row.cells for row in table.rows] == [["De\nWilg", "Gent"], ["Eik", "Goes"]]


def test_inch_sign_is_not_a_quote():
    table = read_table(b'naam,plaats\nDe 5" Wilg,Gent\nEik,Goes\n')
    assert [row.cells[1] for row in table.rows] == ["Gent", "Goes"]


@pytest.mark.parametrize("line", [b"De Wilg", b"De Wilg,Gent,Goes", b'"De Wilg,Gent'])
def test_row_of_another_width_is_damaged(line):
    damaged, fine = read_table(b"naam,plaats\n" + line + b"\nEik,Goes\n").rows
    assert damaged.damage
    assert (fine.number, fine.cells, fine.damage) == (3, ["Eik", "Goes"], "")


def test_open_quote_does_not_hide_the_first_cells():
    (row,) = read_table(b'nr,naam,plaats\n"27284,De Wilg,Gent\n').rows
    assert (row.cells, bool(row.damage)) == (["27284", "De Wilg", "Gent"], True)


def test_empty_cells_behind_the_last_column_are_no_damage():
    assert read_table(b"naam,plaats\nDe Wilg,Gent,,\n").rows[0].damage == ""


def test_spreadsheet_reads_as_its_csv_would():
    table = read_table(
        sheet(["nr", "naam", "waar", "dag", "x"], [27284, "Wilg", True, datetime.date(2022, 8, 31), 104750.0], [1])
    )
    assert table.rows[0].cells == ["27284", "Wilg", "True", "31/08/2022", "104750"]
    assert table.rows[1].cells == ["1", "", "", "", ""]


def test_features_count_from_one_and_bring_their_position():
    table = read_table(
        b'{"features": [{"properties": {"naam": "Wilg", "lijst": [1]},'
        b' "geometry": {"type": "Point", "coordinates": [3.5, 51.4]}}, 7]}'
    )
    first, broken = table.rows
    assert dict(zip(table.header, first.cells, strict=True)) == {
        "naam": "Wilg",
        "lijst": "",
        "lon": "3.5",
        "lat": "51.4",
    }
    assert (broken.number, bool(broken.damage)) == (2, True)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n",
        b"\xef\xbb\xbf",
        b"\xff\xfe\n\x00",
        b"\x89PNG\r\n\x1a\n\x00",
        b"PK\x03\x04",
        sheet(),
        b"{",
        b'{"features": 3}',
        b'{"a": 1}',
    ],
)
def test_what_is_no_table_is_refused(data):
    with pytest.raises(UnreadableFile) as error:
        read_table(data)
    assert error.value.message


def test_text_without_columns_is_a_header_without_rows():
    assert read_table(b"dear reader").rows == []


def test_file_without_end_is_refused():
    assert len(read_table(b"a;b\n1;2\n3;4\n", Most(rows=2)).rows) == 2
    with pytest.raises(UnreadableFile, match="2"):
        read_table(b"a;b\n1;2\n3;4\n5;6\n", Most(rows=2))
