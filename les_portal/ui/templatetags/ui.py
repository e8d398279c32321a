"""The portal's own few tags, built in to every template."""

import json
from functools import cache

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_from_path, get_language_info, ngettext
from django.utils.translation import gettext as _

register = template.Library()


@cache
def _drawings() -> str:
    """Where all icons stand: asked some hundred times a page, and the same until the next release."""
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from our own set; always beside a word, so never read aloud."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', _drawings(), name
    )


@register.simple_tag
def side(country: str, label: str = "") -> SafeString:
    """The mark of a side of the border: circle, square or diamond, with its word."""
    return format_html('<span class="side side-{}">{}</span>', str(country), label or country.label)


@register.simple_tag
def said(obj, field: str = "") -> SafeString:
    """A translated text. When it is missing in the visitor's language the original comes, marked with its own.

    Takes a text that knows its language, or an object and the name of its translated field.
    """
    text, language = _said(obj, field)
    if not text or language == get_language():
        return format_html("{}", text)
    note = _("Not translated yet; this text is in %(language)s.") % {"language": language_in_sentence(language)}
    return format_html(
        '<span lang="{0}">{1}</span> <abbr class="lang-mark" title="{2}">{0}</abbr>', language, text, note
    )


def _said(obj, field: str) -> tuple[str, str]:
    if not field:
        return (str(obj), obj.language) if hasattr(obj, "language") else (str(obj), get_language())
    for language in (get_language(), *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        if text := getattr(obj, f"{field}_{language}", ""):
            return text, language
    return "", get_language()


@register.filter
def language_in_sentence(code: str) -> str:
    """The name of a language inside a sentence: French writes it small, Dutch and English do not."""
    name = get_language_info(code)["name_translated"]
    return name.lower() if get_language() == "fr" else name


@register.simple_tag(takes_context=True)
def in_language(context, code: str) -> str:
    """This page's own address in another language; where the address has none in it, `?lang=` asks for it."""
    request = context.get("request")
    if request is None:
        return f"/{code}/"
    if get_language_from_path(request.path_info):
        return translate_url(request.get_full_path(), code)
    return f"{request.path}{this_query(context, lang=code)}"


@register.simple_tag(takes_context=True)
def this_query(context, **changes) -> str:
    """The page's query string with some parameters changed (None takes one away): `?q=zorg&page=2`."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = value
    return f"?{params.urlencode()}" if params else "?"


@register.filter
def km(distance: float | None) -> str:
    """A distance as people say it: `4 km`, `0,8 km`."""
    if distance is None:
        return ""
    return f"{number_format(distance, 1 if distance < 10 else 0)} km"


@register.filter
def duration(months: int | None) -> str:
    """A duration in the words of a school: years where it fits, months otherwise."""
    if not months:
        return _("unknown")
    if months % 12 == 0:
        return ngettext("%(number)d year", "%(number)d years", months // 12) % {"number": months // 12}
    if months > 12 and months % 6 == 0:
        return _("%(number)s years") % {"number": number_format(months / 12, 1)}
    return ngettext("%(number)d month", "%(number)d months", months) % {"number": months}


@register.filter
def eqf(level: int | None, to: int | None = None) -> str:
    """A level of the European Qualifications Framework, or a range of them: `EQF 4`, `EQF 2–4`."""
    if level is None:
        return ""
    if to is not None and to != level:
        return _("EQF %(level)d–%(to)d") % {"level": level, "to": to}
    return _("EQF %(level)d") % {"level": level}


@register.filter
@stringfilter
def prose(text: str) -> SafeString:
    """Text that people formatted (Markdown, no HTML of their own), made safe."""
    from les_portal.ui.prose import render

    return mark_safe(render(text))  # noqa: S308  nh3 has cleaned it


@register.filter
def get(mapping: dict, key):
    return mapping.get(key)


@register.filter
def unlocalized(number: float) -> str:
    """A number as addresses and attributes want it, whatever the language."""
    return f"{number:.6g}"


@register.filter
def json_ld(data: dict) -> SafeString:
    """Structured data as a script block of data, which no browser runs."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    return mark_safe(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S308  cannot close its element


@register.filter
def without(query, name: str) -> str:
    """A question's query string with one filter taken away."""
    return query.querystring(**{name: None})


@register.filter
def wider(query) -> str:
    """A question's query string with twice its radius."""
    return query.querystring(radius=min(2 * query.radius_km, 200))


@register.simple_tag
def texts(obj, field: str):
    """A translated text as an object that knows its language, for text longer than a phrase."""
    text, language = _said(obj, field)
    return Said(text, language) if text else ""


class Said(str):
    """A text and the language it is really in."""

    __slots__ = ("language",)

    def __new__(cls, text: str, language: str) -> "Said":
        said = super().__new__(cls, text)
        said.language = language
        return said


@register.simple_tag
def icon_text(name: str) -> SafeString:
    """A drawing inside running text."""
    return format_html('<span class="inline-icon">{}</span>', icon(name))


@register.filter
def bare_address(url: str) -> str:
    """A web address as people read it: `www.scalda.nl`."""
    return url.split("://", 1)[-1].rstrip("/")
