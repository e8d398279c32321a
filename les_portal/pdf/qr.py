"""A QR code as a drawing of our own: one path, no picture to fetch."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4  # modules of white around it, as readers need them


def svg(text: str, *, label: str) -> SafeString:
    """`label` is what is read aloud in its place."""
    code = segno.make(text, error="m", micro=False)
    side = len(code.matrix) + 2 * QUIET
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}"><title>{1}</title>'
        '<path d="{2}"/></svg>',
        side,
        label,
        " ".join(_runs(code.matrix)),
    )


def _runs(matrix):
    """Each run of dark modules as one rectangle: fewer seams than a square per module."""
    for y, row in enumerate(matrix):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield f"M{start + QUIET} {y + QUIET}h{x - start}v1h-{x - start}z"
                start = None
