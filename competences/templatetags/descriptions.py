"""What `telling` told, on a page and on paper."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competences.drawing import bar
from les_portal.ui.templatetags.ui import Said, said

register = template.Library()


@register.simple_tag
def wording(text: dict) -> SafeString:
    """A text that was told, marked where it is in another language than the page."""
    return said(Said(text["text"], text["language"] or get_language()))


@register.simple_tag
def relation(row: dict) -> SafeString:
    """How far something is covered: sign, pattern and word."""
    return format_html(
        '<span class="rel rel-{}"><span class="sign" aria-hidden="true">{}</span> {}</span>',
        row["relation"],
        row["sign"],
        row["word"],
    )


@register.simple_tag
def coverage_bar(told: dict) -> SafeString:
    return bar(told["bar"], label=in_words(told))


@register.filter
def in_words(told: dict) -> str:
    """“75 %: Equivalent 5, Partial 2, Missing 1”."""
    counts = ", ".join(f"{part['word']} {part['number']}" for part in told["bar"])
    return _("%(percent)s %%: %(counts)s") % {"percent": told["coverage"]["percent"] or 0, "counts": counts}
