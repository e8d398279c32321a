"""Formatted text: Markdown in, a few harmless elements out."""

from functools import cache

import nh3
from markdown_it import MarkdownIt

ELEMENTS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"}


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True})


def render(text: str) -> str:
    return nh3.clean(
        _markdown().render(text), tags=ELEMENTS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}
    )
