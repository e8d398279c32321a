"""What comes in from the page on which a listing is edited, as raw as it was typed, and the inputs on it."""

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst

from les_portal.listings.actions.revising import Typed
from les_portal.listings.content import (
    COLUMNS,
    FACTS,
    FIELDS,
    LANGUAGES,
    MANY,
    NUMBERS,
    ONE_OF,
    Content,
    column,
    label_of,
)
from les_portal.listings.forms.starting import LONGEST_ID, valid_on
from les_portal.ui.templatetags.ui import eqf
from programmes.models import Field, Level, Programme, ProgrammeForm

SEEN = "was-"  # before the name of a field: what was in it when the page was opened
ROWS = {"title": 1, "summary": 2, "content": 8, "outlook": 4, "admission": 4}
FORMATTED = ("content", "outlook", "admission")


def read(post: QueryDict) -> dict[str, Typed]:
    """What somebody made of the fields that came, and what they saw in them."""
    return {
        name: Typed(value_of(name, seen(name, post[SEEN + name])), value_of(name, post.getlist(name)))
        for name in FIELDS
        if SEEN + name in post and (name != "written_in" or post.get(name) in LANGUAGES)  # all else hangs on it
    }


def seen(name: str, value: str) -> list[str]:
    return value.split(",") if name in MANY else [value]


def value_of(name: str, typed: list[str]) -> Any:
    """As `content.py` has it where it can be read so, and else as it was typed."""
    if name in MANY:
        return sorted({int(each) for each in typed if each.isdecimal() and len(each) <= LONGEST_ID})
    text = as_text(typed[-1]) if typed else ""
    if name in ONE_OF or name in NUMBERS:
        return (int(text) if text.isdecimal() and len(text) <= LONGEST_ID else text) if text else None
    if name == "website" and text and ":" not in text and "." in text:
        return f"https://{text}"
    return text


def as_id(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_ID else None


def as_text(typed: str) -> str:
    """Browsers send ends of lines as networks have them; and some characters no database takes."""
    whole = typed.encode(errors="ignore").decode().replace("\x00", "")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


def as_typed(value: Any) -> str:
    """A value as the page holds it."""
    if isinstance(value, list):
        return ",".join(str(each) for each in value)
    return "" if value is None else str(value)


class Inputs(forms.Form):
    """One for each field that is not a list to choose from. What is in it may be wrong: it is shown all the same."""

    def __init__(self, listing: Programme, content: Content):
        super().__init__(initial={name: as_typed(content[name]) for name in FIELDS})
        for name in COLUMNS:
            self.fields[name] = forms.CharField(widget=text_widget(name))
        for name in FACTS:
            if name != "qualification":
                self.fields[name] = forms.CharField(widget=fact_widget(name, listing, content))
        for name, field in self.fields.items():
            field.label = capfirst(label_of(name))
            field.widget.attrs |= {"aria-describedby": f"problem-{name} help-{name}", "autocomplete": "off"}


def text_widget(name: str) -> forms.Widget:
    text, _sign, language = name.rpartition("_")
    if ROWS[text] == 1:
        return forms.TextInput(attrs={"lang": language})
    return forms.Textarea(attrs={"lang": language, "rows": ROWS[text], "cols": 20})


def fact_widget(name: str, listing: Programme, content: Content) -> forms.Widget:
    if name in NUMBERS:
        return forms.TextInput(attrs={"inputmode": "numeric"})
    if name in WIDGETS:
        return forms.TextInput(attrs=WIDGETS[name])
    if choices := Programme._meta.get_field(name).choices:
        return forms.Select(choices=choices)
    return forms.Select(choices=CHOICES[name](listing, content))


WIDGETS = {
    "website": {"type": "url", "inputmode": "url"},
    "email": {"type": "email", "inputmode": "email"},
    "phone": {"type": "tel", "inputmode": "tel"},
    "reference": {},
}


def of_its_side(listing: Programme, chosen: Any) -> Q:
    """What is in force today where the school is; and what the listing has, whatever that is."""
    here = valid_on(timezone.localdate()) & Q(country=listing.school.organisation.country)
    return here | Q(pk=chosen) if isinstance(chosen, int) else here


def forms_of(listing: Programme, content: Content) -> list:
    rows = ProgrammeForm.objects.filter(of_its_side(listing, content["form"]))
    return [("", "–"), *[(row.pk, str(row)) for row in rows]]


def levels_of(listing: Programme, content: Content) -> list:
    rows = Level.objects.filter(of_its_side(listing, content["level"]))
    return [("", "–"), *[(row.pk, f"{row} · {eqf(row.eqf)}") for row in rows]]


def fields_of(listing: Programme, content: Content) -> list:
    rows = groupby(Field.objects.all(), key=lambda row: row.get_sector_display())
    return [("", "–"), *[(sector, [(row.pk, str(row)) for row in each]) for sector, each in rows]]


CHOICES = {"form": forms_of, "level": levels_of, "field": fields_of}


def looked_at_again(names) -> set[str]:
    """These fields, and what they say something new of: a text in its other languages."""
    if "written_in" in names:
        return {*names, *COLUMNS}
    texts = {name.rpartition("_")[0] for name in names if name in COLUMNS}
    return {*names, *(column(text, language) for text in texts for language in LANGUAGES)}
