"""Bytes of a table -> rows, whichever way the register saved it this year."""

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

MAX_UNPACKED_BYTES = 400 * 1024 * 1024  # a spreadsheet is a zip: small on disk may be huge in memory
MAX_ROWS = 100_000  # twenty times the full Flemish register; more would outlast a request
MAX_LINES_IN_A_ROW = 20  # a quote that is still open after so many lines was never meant to be one


class UnreadableFile(Exception):
    """Nothing of the file can be used. The message is for the person who chose it."""

    def __init__(self, message: str, *, field: str = "file") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Row(NamedTuple):
    """`number` as a spreadsheet counts (the header is row 1); `damage` says why the cells cannot be trusted."""

    number: int
    cells: list[str]
    damage: str = ""


class Table(NamedTuple):
    header: list[str]
    rows: list[Row]


def read_table(data: bytes, *, max_rows: int = MAX_ROWS, max_lines_in_a_row: int = MAX_LINES_IN_A_ROW) -> Table:
    """A csv of any dialect, an xlsx or a GeoJSON. Raises UnreadableFile."""
    table = _read(data, max_lines_in_a_row)
    if len(table.rows) > max_rows:
        raise UnreadableFile(_("The file has more than %(most)d rows: cut it in parts.") % {"most": max_rows})
    return table


def _read(data: bytes, max_lines: int) -> Table:
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise UnreadableFile(_("The file is empty."))
    if data.startswith(b"PK\x03\x04"):
        return _with_header(_spreadsheet(data))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _features(data)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(_("This is neither a csv, nor an xlsx, nor a GeoJSON file."))
    return _separated(decode(data), max_lines)


def decode(data: bytes) -> str:
    """UTF-8 with or without BOM; a line that is not, is read as cp1252, so one bad byte spoils one line only."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "".join(_decode_line(line) for line in data.splitlines(keepends=True))


def _decode_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def as_text(value: Any) -> str:
    """A cell as the csv of the same table writes it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace("\x00", "").strip()


# --- csv ------------------------------------------------------------------------------------


def _separated(text: str, max_lines: int) -> Table:
    lines = list(io.StringIO(text, newline=""))  # splits at LF, CRLF and CR alone
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise UnreadableFile(_("The file is empty."))
    delimiter = max(",;\t", key=lines[first].count)
    try:
        header = _cells(lines[first : first + 1], delimiter)
        rows = list(_rows(lines[first + 1 :], delimiter, len(header), max_lines))
    except csv.Error as error:
        raise UnreadableFile(_("The file is not a table: %s.") % error) from error
    return Table(header, rows)


def _rows(lines: list[str], delimiter: str, width: int, max_lines: int) -> Iterator[Row]:
    position, number = 0, 2
    while position < len(lines):
        taken, cells = _take(lines, position, delimiter, width, max_lines)
        if any(cells):
            row = _fit(number, cells, width)
            # A quote left open swallows the separators after it; without quotes at least the key can be read.
            yield row._replace(cells=_unquoted(lines[position], delimiter)) if len(cells) < width else row
        position += taken
        number += 1


def _take(lines: list[str], position: int, delimiter: str, width: int, max_lines: int) -> tuple[int, list[str]]:
    """One row and how many lines it takes: more than one only where quotes hold line ends inside."""
    quotes = lines[position].count('"')
    if quotes % 2:
        for taken, line in enumerate(lines[position + 1 : position + max_lines - 1], 2):
            quotes += line.count('"')
            if quotes % 2 == 0:
                cells = _cells(lines[position : position + taken], delimiter)
                if len(cells) == width:
                    return taken, cells
                break
    return 1, _cells(lines[position : position + 1], delimiter)


def _cells(lines: list[str], delimiter: str) -> list[str]:
    return [as_text(cell) for cell in next(csv.reader(lines, delimiter=delimiter), [])]


def _fit(number: int, cells: list[str], width: int) -> Row:
    if len(cells) < width or any(cells[width:]):
        damage = _("The row has %(found)d cells where the header has %(expected)d: a quote or separator is wrong.")
        return Row(number, cells, damage % {"found": len(cells), "expected": width})
    return Row(number, cells[:width])


def _unquoted(line: str, delimiter: str) -> list[str]:
    return [as_text(cell).strip('"') for cell in line.split(delimiter)]


# --- xlsx -----------------------------------------------------------------------------------


def _spreadsheet(data: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # takes long to import, and most files are csv

    try:
        if sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist()) > MAX_UNPACKED_BYTES:
            raise UnreadableFile(_("The spreadsheet is too large."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that say nothing about the cells
            sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # some writers give the wrong ones
            return iter([[as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged zip or sheet fails in as many ways as it has parts
        raise UnreadableFile(_("The spreadsheet is damaged or not an xlsx file.")) from error


def _with_header(rows: Iterator[list[str]]) -> Table:
    numbered = ((number, cells) for number, cells in enumerate(rows, 1) if any(cells))
    try:
        _number, header = next(numbered)
    except StopIteration:
        raise UnreadableFile(_("The file is empty.")) from None
    width = len(header)
    return Table(header, [_fit(number, cells + [""] * (width - len(cells)), width) for number, cells in numbered])


# --- GeoJSON --------------------------------------------------------------------------------


def _features(data: bytes) -> Table:
    """The properties as columns, with `lon` and `lat` beside them. Features count from 1."""
    try:
        features = json.loads(decode(data))["features"]
        properties = [_properties(feature) for feature in features]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile(_("The file is not a GeoJSON feature collection.")) from error
    header = list({name: None for row in properties for name in row or {}})
    return Table(header, [_feature_row(number, row, header) for number, row in enumerate(properties, 1)])


def _properties(feature: Any) -> dict[str, Any] | None:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return None
    lon, lat = _position(feature.get("geometry"))
    return feature["properties"] | {"lon": lon, "lat": lat}


def _position(geometry: Any) -> tuple[Any, Any]:
    position = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if not isinstance(position, list) or len(position) < 2:
        return None, None
    return position[0], position[1]


def _feature_row(number: int, properties: dict[str, Any] | None, header: list[str]) -> Row:
    if properties is None:
        return Row(number, [], _("This is not a feature with properties."))
    # Coordinates and house numbers are numbers here; a list or an object is nothing that a column can hold.
    plain = {name: value for name, value in properties.items() if not isinstance(value, dict | list)}
    return Row(number, [as_text(plain.get(name)) for name in header])
