"""What is asked, and the part of a bare view's speed that each answer should reach."""

from dataclasses import dataclass, field
from datetime import date

from tests.bench import words

# A visitor with a cookie of ours: the page is made for this one person, every time.
KNOWN = {"Cookie": "csrftoken=bench"}
PROGRAMME = "elektromechanica-tectura-centrum"  # of the demo: it has all its texts
SHEET = "/nl/documents/PS-{year}-00001/PS-{year}-00001-nl.pdf".format(year=date.today().year)
PAIR = "bk0024-25309"  # of the demo too; its papers are the first of their series
PAPER = f"LES-AB-{date.today().year}-0001-nl-v1"
LISTED = 24


@dataclass(frozen=True)
class Page:
    what: str
    path: str
    goal: float | None = None
    headers: dict[str, str] = field(default_factory=dict)
    is_conditional: bool = False  # asked again with the ETag of the answer
    file: str = ""  # compared with the same bytes as a file of this name, too
    is_packed: bool = True  # its body comes in brotli
    floor: str = ""  # compared with the page of this name, too
    floor_goal: float | None = None
    growth_goal: float | None = None  # at ten times the campuses
    tail_goal: float | None = None  # the slowest hundredth against the median


def pages(campuses: int) -> list[Page]:
    deep = max(2, campuses * words.PROGRAMMES_PER_CAMPUS // LISTED * 3 // 4)
    return [
        Page("map data", "/nl/map/points.json", 0.75, file="points.json"),
        Page("map data, one sector", "/nl/map/points.json?sector=care", 0.75),
        Page("map data, 304", "/nl/map/points.json", 0.95, is_conditional=True, growth_goal=0.95),
        Page("campuses.geojson", "/api/v1/campuses.geojson", file="campuses.json"),
        Page("list page, stored", "/nl/programmes/", 0.50, file="list.html", growth_goal=0.90),
        Page("list page, 304", "/nl/programmes/", 0.95, is_conditional=True, growth_goal=0.95),
        Page("programme page, stored", f"/nl/programmes/{PROGRAMME}/", 0.50, file="programme.html"),
        Page("document, stored", SHEET, 0.50, file="document.pdf", is_packed=False),
        Page("document, 304", SHEET, 0.50, is_conditional=True),
        Page("description page, stored", f"/nl/descriptions/{PAIR}/", 0.50, file="description.html"),
        Page("description page", f"/nl/descriptions/{PAIR}/", None, KNOWN, floor="description page, stored"),
        Page("description download", f"/nl/documents/{PAPER}/{PAPER}-nl.pdf", 0.50, file="paper.pdf", is_packed=False),
        Page("description download, 304", f"/nl/documents/{PAPER}/{PAPER}-nl.pdf", 0.50, is_conditional=True),
        Page(
            "description download, API",
            f"/api/v1/descriptions/{PAPER}.pdf",
            floor="description download",
            file="paper-api.pdf",
            is_packed=False,
        ),
        Page("description JSON, stored", f"/api/v1/descriptions/{PAPER}.json", 0.50, file="description.json"),
        Page("list page", "/nl/programmes/", 0.10, KNOWN, growth_goal=0.90, tail_goal=2),
        Page("deep page", f"/nl/programmes/?page={deep}", None, KNOWN, floor="list page", floor_goal=0.80),
        Page("programme page", f"/nl/programmes/{PROGRAMME}/", 0.10, KNOWN),
        Page("school list", "/nl/schools/", 0.10, KNOWN),
        Page("map page", "/nl/map/", 0.10, KNOWN),
        Page("search, rare word", f"/nl/programmes/?q={words.RARE}", None, KNOWN),
        Page("search, common word", f"/nl/programmes/?q={words.COMMON}", None, KNOWN),
        Page("search, part of a compound", f"/nl/programmes/?q={words.COMPOUND}", None, KNOWN),
        Page("search, typing error", f"/nl/programmes/?q={words.MISTYPED}", None, KNOWN),
    ]
