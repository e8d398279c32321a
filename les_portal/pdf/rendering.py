"""Template, style sheet and fonts through WeasyPrint, as PDF/UA-1: tagged, titled, in a language, fonts inside."""

import gc
import logging
from functools import cache
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import override

from les_portal.pdf.limits import check, printable

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration


logger = logging.getLogger(__name__)


def render(template: str, context: dict, *, language: str) -> bytes:
    """The template in `language` as a tagged PDF/UA-1 with its fonts inside.

    `context["content"]` is what people wrote: plain data. Raises TooMuch when it is more than a document holds.
    The same content gives the same bytes.
    """
    check(context["content"])
    with override(language):
        html = render_to_string(template, {**context, "content": printable(context["content"])})
    return typeset(html)


def typeset(html: str) -> bytes:
    # Imported here: it takes a quarter of a second and forty megabytes, and only workers need it.
    from weasyprint import HTML

    from les_portal.pdf.fetching import OURS, OurFilesOnly
    from les_portal.pdf.languages import teach

    teach()
    fetcher = OurFilesOnly()
    sheet, fonts = _look()
    page = HTML(string=html, base_url=OURS, url_fetcher=fetcher)
    pdf = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=True)
    if fetcher.refused:
        logger.warning("a document asked for %d files that are not ours", len(fetcher.refused))
    return pdf


@cache
def _look() -> "tuple[CSS, FontConfiguration]":
    """Read once per process: every document has the same style sheet and the same fonts."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from les_portal.pdf.fetching import OURS, OurFilesOnly

    fonts = FontConfiguration()
    # It keeps the fonts in a temporary folder. A forked worker ends without atexit, but not without this.
    Finalize(None, forget, exitpriority=1)
    return CSS(url=f"{OURS}css/print.css", url_fetcher=OurFilesOnly(), font_config=fonts), fonts


def forget() -> None:
    """Leave no fonts behind in the temporary folder. A process says so when it ends; the next document reads anew."""
    _look.cache_clear()
    gc.collect()  # the style sheet and the fonts hold each other
