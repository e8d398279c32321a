"""The coverage as a bar: filled, hatched and empty, so that a copier and an eye without colours read it too."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 640, 32
EDGE, STEP = 1.5, 9  # of the outline; from one line of a hatch to the next
INK = "#0f5a66"  # a style sheet may say otherwise: it goes before what stands here


def bar(parts: list[dict], *, label: str) -> SafeString:
    """`parts` as in `telling.bar`; `label` is what is read aloud in its place."""
    return format_html(
        '<svg class="bar" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" role="img"><title>{2}</title>'
        '{3}<path class="bar-line" fill="none" stroke="{4}" stroke-width="{5}" d="{6}"/></svg>',
        WIDTH,
        HEIGHT,
        label,
        format_html_join("", "{}", ((piece,) for piece in _pieces(parts))),
        INK,
        2 * EDGE,
        " ".join(_outlines(parts)),
    )


def _spans(parts: list[dict]) -> Iterator[tuple[str, float, float]]:
    start = EDGE
    for part in parts:
        end = start + part["share"] / 100 * (WIDTH - 2 * EDGE)
        yield part["relation"], start, end
        start = end


def _pieces(parts: list[dict]) -> Iterator[SafeString]:
    for relation, start, end in _spans(parts):
        if relation == "equivalent":
            yield format_html('<path class="bar-full" fill="{}" d="{}"/>', INK, _box(start, end))
        elif relation == "partial":
            yield format_html(
                '<path class="bar-line" fill="none" stroke="{}" stroke-width="2.5" d="{}"/>', INK, _hatch(start, end)
            )


def _outlines(parts: list[dict]) -> Iterator[str]:
    return (_box(start, end) for _relation, start, end in _spans(parts) if end > start)


def _box(start: float, end: float) -> str:
    return f"M{start:.1f} {EDGE}H{end:.1f}V{HEIGHT - EDGE}H{start:.1f}z"


def _hatch(start: float, end: float) -> str:
    """Slanting lines, each cut off where the part ends."""
    lines, foot = [], start + STEP
    while foot < end + HEIGHT:
        low, high = max(EDGE, foot - end), min(HEIGHT - EDGE, foot - start)
        if low < high:
            lines.append(f"M{foot - low:.1f} {low:.1f}L{foot - high:.1f} {high:.1f}")
        foot += STEP
    return " ".join(lines)
