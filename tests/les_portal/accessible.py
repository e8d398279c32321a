"""What stands between a PDF and PDF/UA-1, as far as a program can see: a sentence for each fault.

After ISO 14289-1 and the Matterhorn protocol; veraPDF itself is not to be had from Debian or PyPI.
"""

from collections.abc import Iterator
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.les_portal.opened import Opened

PAINTS = set("f F f* S s B B* b b* sh Do Tj TJ ' \" BI".split())
CONTAINERS = {"/L": {"/LI", "/L", "/Caption"}, "/LI": {"/Lbl", "/LBody"}, "/TR": {"/TH", "/TD"}}


def faults(opened: Opened) -> list[str]:
    return [
        fault
        for look in (of_the_whole, of_headings, of_tables, of_figures, of_nesting, of_links, of_content, of_fonts)
        for fault in look(opened)
    ]


def of_the_whole(opened: Opened) -> Iterator[str]:
    if 'pdfuaid:part="1"' not in opened.metadata:
        yield "it does not say that it is PDF/UA-1"
    if "/MarkInfo" not in opened.root or opened.root.MarkInfo.Marked is not True:
        yield "it is not marked as tagged"
    if not str(opened.root.get("/Lang", "")):
        yield "its language is not given"
    if not str(opened.file.docinfo.get("/Title", "")) or "dc:title" not in opened.metadata:
        yield "it has no title"
    if "/ViewerPreferences" not in opened.root or opened.root.ViewerPreferences.get("/DisplayDocTitle") is not True:
        yield "its title is not shown"


def of_headings(opened: Opened) -> Iterator[str]:
    levels = [int(tag[1]) for tag in opened.tags() if tag[0] == "H" and tag[1:].isdigit()]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield f"it does not begin with its one H1: {levels[:5]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"H{before} is followed by H{after}"


def of_tables(opened: Opened) -> Iterator[str]:
    for number, table in enumerate(opened.nodes("Table"), start=1):
        cells = list(_inside(table, {"/TH", "/TD"}))
        headers = {bytes(cell["/ID"]) for cell in cells if cell["/S"] == "/TH" and "/ID" in cell}
        if not headers:
            yield f"table {number} has no headers"
        for cell in cells:
            own = cell.get("/A", Dictionary())
            if cell["/S"] == "/TH" and "/ID" not in cell and "/Scope" not in own:
                yield f"table {number} has a header that no cell can name"
            named = {bytes(name) for name in own.get("/Headers", Array())}
            if cell["/S"] == "/TD" and (not named or not named <= headers):
                yield f"table {number} has a cell without its headers"
        if len({_width(row) for row in _inside(table, {"/TR"})}) > 1:
            yield f"table {number} has rows of different widths"


def of_figures(opened: Opened) -> Iterator[str]:
    for figure in opened.nodes("Figure"):
        if not str(figure.get("/Alt", "")).strip():
            yield "a figure has no words in its place"
        if "/BBox" not in figure.get("/A", Dictionary()):
            yield "a figure does not say where it stands"


def of_nesting(opened: Opened) -> Iterator[str]:
    for parent, children in CONTAINERS.items():
        for node in opened.nodes(parent[1:]):
            for kid in _kids(node):
                if str(kid["/S"]) not in children:
                    yield f"{kid['/S']} stands in {parent}"


def of_links(opened: Opened) -> Iterator[str]:
    named = {kid["/Obj"].objgen for node in opened.nodes("Link") for kid in _references(node)}
    for number, page in enumerate(opened.file.pages, start=1):
        links = [link for link in page.get("/Annots", []) if link.get("/Subtype") == "/Link"]
        if links and page.get("/Tabs") != Name("/S"):
            yield f"page {number} is not walked through in the order of its tags"
        for link in links:
            if not str(link.get("/Contents", "")):
                yield f"a link on page {number} has no words"
            if "/StructParent" not in link or link.objgen not in named:
                yield f"a link on page {number} stands outside the tags"


def of_content(opened: Opened) -> Iterator[str]:
    """Nothing is painted that is neither tagged nor said to be decoration, and each tag is known to the tree."""
    parents = opened.root.StructTreeRoot.ParentTree.Nums
    known = {int(parents[i]): parents[i + 1] for i in range(0, len(parents), 2)}
    for number, page in enumerate(opened.file.pages, start=1):
        open_marks, marked = [], set()
        for operands, operator in pikepdf.parse_content_stream(page):
            sign = str(operator)
            if sign in ("BDC", "BMC"):
                mark = operands[1].get("/MCID") if len(operands) > 1 and isinstance(operands[1], Dictionary) else None
                open_marks.append(str(operands[0]))
                marked |= {int(mark)} if mark is not None else set()
            elif sign == "EMC":
                open_marks.pop()
            elif sign in PAINTS and not open_marks:
                yield f"page {number} paints something outside of any tag ({sign})"
                break
        if marked and len(known.get(int(page.get("/StructParents", -1)), [])) < len(marked):
            yield f"page {number} has tagged content that the tree does not know"


def of_fonts(opened: Opened) -> Iterator[str]:
    yield from (f"{name} is not embedded" for name, inside in opened.fonts().items() if not inside)
    for thing in opened.file.objects:
        is_font = isinstance(thing, Dictionary) and thing.get("/Type") == "/Font" and "/DescendantFonts" in thing
        if is_font and "/ToUnicode" not in thing:
            yield f"{thing['/BaseFont']} does not say which letters it shows"


def languages_of_parts(opened: Opened) -> set[str]:
    nodes = (thing for thing in opened.file.objects if isinstance(thing, Dictionary))
    return {str(node["/Lang"]) for node in nodes if node.get("/Type") == "/StructElem" and "/Lang" in node}


def _kids(node) -> Iterator[Dictionary]:
    kids = node.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _references(node) -> Iterator[Dictionary]:
    kids = node.get("/K", Array())
    yield from (kid for kid in kids if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR")


def _inside(node, tags: set[str]) -> Iterator[Dictionary]:
    for kid in _kids(node):
        if str(kid["/S"]) in tags:
            yield kid
        yield from _inside(kid, tags)


def _width(row) -> int:
    return sum(int(cell.get("/A", Dictionary()).get("/ColSpan", 1)) for cell in _kids(row))
