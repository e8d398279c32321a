"""The language of each part among the tags: WeasyPrint 70 writes only that of the whole document.

Who listens to a paper in French hears the Dutch words in it read as Dutch.
"""

from collections.abc import Iterator

import pydyf
from weasyprint.pdf import tags

_build = tags._build_box_tree


def _in_their_languages(box, parent, *rest) -> Iterator[pydyf.Dictionary]:
    language = "" if _is_the_whole(box) else box.element.get("lang", "")
    for element in _build(box, parent, *rest):
        if language:
            element["Lang"] = pydyf.String(language)
        yield element


def _is_the_whole(box) -> bool:
    return box.element is None or box.element_tag in ("html", "body")


def teach() -> None:
    """It calls itself for what is inside by this name, so that every part comes past here."""
    tags._build_box_tree = _in_their_languages
