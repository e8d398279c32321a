"""Tables as files: csv as Excel opens it in Dutch, French and Belgian settings, and xlsx."""

import io
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from les_portal.listings.sheets.cells import Cells
from les_portal.listings.sheets.columns import BY_NAME, CHOICES, COLUMNS, NEEDED
from les_portal.publication.tables import separated, shielded
from schools.models import School

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# The row of the template that shows how; it is left alone when somebody forgets to take it out.
EXAMPLES = {"nl": "VOORBEELD", "fr": "EXEMPLE", "en": "EXAMPLE"}
MOST_CHOICES = 5000

Rows = Iterable[list[str]]


class Sheet(NamedTuple):
    """Its rows hold cells as they are to stand, safe for a spreadsheet already."""

    title: str
    rows: Rows


def as_file(kind: str, *sheets: Sheet) -> bytes:
    """A csv holds the first sheet only. Excel there parts cells with a semicolon, and needs the mark for accents."""
    if kind == "csv":
        return separated(sheets[0].rows, delimiter=";", encoding="utf-8-sig")
    return _workbook(sheets)


def _workbook(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title[:31])
        for row in rows:
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
        for column in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 24
            sheet.cell(1, column).font = Font(bold=True)
            sheet.cell(1, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def template_for(school: School, language: str) -> tuple[Sheet, Sheet]:
    """An empty table with one row as an example, and what may stand in the columns with a choice."""
    cells = Cells(school)
    headings = [column.heading for column in COLUMNS]
    example = _example(cells, language)
    rows = [headings, [example.get(column.name, "") for column in COLUMNS]]
    return Sheet(_("Listings"), rows), Sheet(_("What may stand there"), _choices(cells))


def _example(cells: Cells, language: str) -> dict[str, str]:
    form, campus = (next(iter(cells.names(name).all()), "") for name in ("form", "campuses"))
    return {
        "reference": EXAMPLES[language],
        "title_nl": "Elektromechanica",
        "title_fr": "Électromécanique",
        "title_en": "Electromechanics",
        "summary_nl": "Je leert machines bouwen, onderhouden en herstellen.",
        "form": form,
        "field": cells.write("field", cells.read("field", "mechatronics")),
        "language": cells.write("language", "nl"),
        "campuses": shielded(campus),
        "duration_months": "24",
        "workplace_share": "60",
        "website": "https://www.example.org/",
        "email": "info@example.org",
        "phone": shielded("+32 9 000 00 00"),
    }


def _choices(cells: Cells) -> Rows:
    """A column per choice, so that a name can be copied."""
    lists = [[_heading(name), *map(shielded, cells.names(name).all()[:MOST_CHOICES])] for name in CHOICES]
    longest = max(map(len, lists))
    yield from zip(*([*names, *[""] * (longest - len(names))] for names in lists), strict=True)


def _heading(name: str) -> str:
    column = BY_NAME[name]
    return f"{column.heading} ({_('needed')})" if name in NEEDED else column.heading
