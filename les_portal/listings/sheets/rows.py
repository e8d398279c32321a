"""All listings of a school as plain values, in as many queries for 300 as for one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from les_portal.imports.report import Report
from les_portal.listings.content import COLUMNS as TEXT_COLUMNS
from les_portal.listings.content import FACTS, Content
from les_portal.listings.sheets.cells import EMPTY, Cells
from les_portal.listings.sheets.columns import ADDRESS, COLUMNS, WHY, plain
from les_portal.publication.tables import shielded, unshielded
from programmes.models import Offering, Programme
from schools.models import School


def contents_of(listings: Sequence[Programme]) -> dict[int, Content]:
    """What `content_of` says of each."""
    ids = [listing.pk for listing in listings]
    campuses = _grouped(Offering.objects.filter(programme__in=ids).values_list("programme", "campus"))
    leads_to = Programme.occupations.through.objects.filter(programme__in=ids)
    occupations = _grouped(leads_to.values_list("programme", "occupation"))
    return {
        listing.pk: {name: listing.serializable_value(name) or "" for name in TEXT_COLUMNS}
        | {name: listing.serializable_value(name) for name in FACTS}
        | {"campuses": campuses[listing.pk], "occupations": occupations[listing.pk]}
        for listing in listings
    }


def _grouped(pairs: QuerySet) -> dict[int, list[int]]:
    found = defaultdict(list)
    for listing, other in sorted(pairs.order_by()):
        found[listing].append(other)
    return found


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
