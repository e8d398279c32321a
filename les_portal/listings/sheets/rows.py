"""All listings of a school as plain values, in as many queries for 300 as for one."""

from collections import defaultdict
from collections.abc import Iterator

from les_portal.imports.report import Report
from les_portal.listings.content import contents_of
from les_portal.listings.sheets.cells import EMPTY, Cells
from les_portal.listings.sheets.columns import ADDRESS, COLUMNS, WHY, plain
from les_portal.publication.tables import shielded, unshielded
from programmes.models import Programme
from schools.models import School


def table_of(school: School) -> Iterator[list[str]]:
    """The headings, then a row per listing; not those that are archived, which no file can change."""
    cells = Cells(school)
    listings = list(Programme.objects.filter(school=school).exclude(status=Programme.Status.ARCHIVED))
    contents = contents_of(listings)
    yield [column.heading for column in COLUMNS]
    for listing in listings:
        content = contents[listing.pk] | {ADDRESS.name: listing.slug}
        yield [shielded(cells.write(column.name, content[column.name])) for column in COLUMNS]


def left_out_of(report: Report) -> Iterator[list[str]]:
    """The rows that did not come in, as they stood in the file, each with why: to be mended and read again."""
    kept = [place for place, heading in enumerate(report.header) if plain(heading) not in _WHYS]
    sentences = defaultdict(list)
    for problem in report.problems:
        named = f"{problem['field']}: " if problem["field"] else ""
        sentences[problem["row"]].append(f"{named}{problem['message']}")
    yield [WHY.heading, *(shielded(report.header[place]) for place in kept)]
    for row in report.left_out:
        cells = dict(enumerate(row["cells"]))
        yield [shielded("\n".join(sentences[row["row"]])), *(_as_it_stood(cells.get(place, "")) for place in kept)]


def _as_it_stood(cell: str) -> str:
    """A dash alone empties a field: with an apostrophe it would be a text."""
    return cell if cell == EMPTY else shielded(unshielded(cell))


_WHYS = {plain(name) for name in WHY.names}
