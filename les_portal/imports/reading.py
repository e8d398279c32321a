"""Bytes of a table -> rows, whichever way the register saved it this year."""

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

MAX_UNPACKED_BYTES = 400 * 1024 * 1024  # a spreadsheet is a zip: small on disk may be huge in memory
MAX_COLUMNS = 200
LAST_ROW = 1_048_576  # of a spreadsheet; a file may name any other


class UnreadableFile(Exception):
    """Nothing of the file can be used. The message is for the person who chose it."""

    def __init__(self, message: str, *, field: str = "file") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Most:
    """What a file may ask of us. It is not read beyond that, however small it is packed."""

    rows: int = 100_000  # twenty times the full Flemish register; more would outlast a request
    lines_in_a_row: int = 20  # a quote that is still open after so many lines was never meant to be one
    tags: int = 20_000_000  # of a spreadsheet: each takes some hundred bytes of memory, and next to nothing packed


USUALLY = Most()


class Row(NamedTuple):
    """`number` as a spreadsheet counts (the header is row 1); `damage` says why the cells cannot be trusted."""

    number: int
    cells: list[str]
    damage: str = ""


class Table(NamedTuple):
    header: list[str]
    rows: list[Row]


def read_table(data: bytes, most: Most = USUALLY) -> Table:
    """A csv of any dialect, an xlsx or a GeoJSON. Raises UnreadableFile."""
    header, rows = _read(data, most)
    if len(header) > MAX_COLUMNS:
        raise UnreadableFile(_("The spreadsheet is too large."))
    try:
        table = Table(header, list(islice(rows, most.rows + 1)))
    except csv.Error as error:
        raise UnreadableFile(_("The file is not a table: %s.") % error) from error
    if len(table.rows) > most.rows:
        raise UnreadableFile(_("The file has more than %(most)d rows: cut it in parts.") % {"most": most.rows})
    return table


def _read(data: bytes, most: Most) -> tuple[list[str], Iterator[Row]]:
    """The header, and the rows as they are asked for."""
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise UnreadableFile(_("The file is empty."))
    if data.startswith(b"PK\x03\x04"):
        return _with_header(_spreadsheet(data, most))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _features(data)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(_("This is neither a csv, nor an xlsx, nor a GeoJSON file."))
    return _separated(decode(data), most)


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


def _separated(text: str, most: Most) -> tuple[list[str], Iterator[Row]]:
    lines = list(io.StringIO(text, newline=""))  # splits at LF, CRLF and CR alone
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise UnreadableFile(_("The file is empty."))
    delimiter = max(",;\t", key=lines[first].count)
    try:
        header = _cells(lines[first : first + 1], delimiter)
    except csv.Error as error:
        raise UnreadableFile(_("The file is not a table: %s.") % error) from error
    return header, _rows(lines[first + 1 :], delimiter, len(header), most.lines_in_a_row)


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


def _spreadsheet(data: bytes, most: Most) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # takes long to import, and most files are csv

    try:
        if not _is_small_enough(zipfile.ZipFile(io.BytesIO(data)), most):
            raise UnreadableFile(_("The spreadsheet is too large."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that say nothing about the cells
            sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # some writers give the wrong ones
            rows = sheet.iter_rows(values_only=True, max_row=LAST_ROW, max_col=MAX_COLUMNS)
            filled = ([as_text(cell) for cell in row] if row.count(None) < len(row) else [] for row in rows)
            # One that is skipped counts too: its number is that of the row.
            numbered = ((number, cells) for number, cells in enumerate(filled, 1) if any(cells))
            return iter(list(islice(numbered, most.rows + 2)))  # with the header, and one to know that there are more
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged zip or sheet fails in as many ways as it has parts
        raise UnreadableFile(_("The spreadsheet is damaged or not an xlsx file.")) from error


def _is_small_enough(packed: zipfile.ZipFile, most: Most) -> bool:
    if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED_BYTES:
        return False
    tags = 0
    for part in packed.infolist():
        with packed.open(part) as unpacked:
            while tags <= most.tags and (chunk := unpacked.read(2**20)):
                tags += chunk.count(b"<")
    return tags <= most.tags


def _with_header(numbered: Iterator[tuple[int, list[str]]]) -> tuple[list[str], Iterator[Row]]:
    try:
        _number, header = next(numbered)
    except StopIteration:
        raise UnreadableFile(_("The file is empty.")) from None
    while not header[-1]:  # every row is as wide as can be
        header.pop()
    width = len(header)
    return header, (_fit(number, cells, width) for number, cells in numbered)


# --- GeoJSON --------------------------------------------------------------------------------


def _features(data: bytes) -> tuple[list[str], Iterator[Row]]:
    """The properties as columns, with `lon` and `lat` beside them. Features count from 1."""
    try:
        features = json.loads(decode(data))["features"]
        properties = [_properties(feature) for feature in features]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile(_("The file is not a GeoJSON feature collection.")) from error
    header = list({name: None for row in properties for name in row or {}})
    return header, (_feature_row(number, row, header) for number, row in enumerate(properties, 1))


def _properties(feature: Any) -> dict[str, Any] | None:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return None
    lon, lat = _position(feature.get("geometry"))
    return {_whole(name): value for name, value in feature["properties"].items()} | {"lon": lon, "lat": lat}


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
    return Row(number, [_whole(plain.get(name)) for name in header])


def _whole(value: Any) -> str:
    """JSON can hold half a character, which no database takes."""
    return as_text(value).encode(errors="ignore").decode()
