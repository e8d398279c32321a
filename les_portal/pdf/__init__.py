"""From a template to a PDF. Only workers call it: it takes a tenth of a second and a hundred megabytes."""

from les_portal.pdf.limits import TooMuch
from les_portal.pdf.rendering import render

__all__ = ["TooMuch", "render"]
