"""What comes in from the page on which a description is written, as raw as it was typed, and the inputs on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from competences.actions.writing import CHOICES, COLUMNS, FIELDS, Typed, as_typed
from competences.completeness import problem_with_day
from competences.models import AuthorisedDescription
from competences.signing import authorities, sides

SEEN = "was-"  # before the name of a field: what was in it when the page was opened
ROWS = {"summary": 5, "differences": 7, "strengths": 5, "entry": 3, "legal_basis": 3, "regulated_note": 4}
Regulated = AuthorisedDescription.Regulated


class Wrong(Exception):
    """What was typed cannot be kept: a sentence that says why."""


def read(post: QueryDict, description: AuthorisedDescription) -> tuple[dict[str, Typed], dict[str, str]]:
    """What was made of the fields that were touched; and of those that cannot be kept, why."""
    typed, problems = {}, {}
    for name in FIELDS:
        before, after = as_text(post.get(SEEN + name, "")), as_text(post.get(name, ""))
        if SEEN + name not in post or before == after:
            continue
        try:
            typed[name] = Typed(before, after, VALUES.get(name, text_of)(name, after, description))
        except Wrong as reason:
            problems[name] = str(reason)
    return typed, problems


def as_text(typed: str) -> str:
    """Browsers send ends of lines as networks have them; and some characters no database takes."""
    whole = typed.encode(errors="ignore").decode().replace("\x00", "")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


def text_of(name: str, typed: str, description: AuthorisedDescription) -> str:
    most = AuthorisedDescription._meta.get_field(name).max_length
    if len(typed) > most:
        over = len(typed) - most
        raise Wrong(
            ngettext(
                "Too long by %(over)d sign: it is not saved yet. It stands here until you shorten it.",
                "Too long by %(over)d signs: it is not saved yet. It stands here until you shorten it.",
                over,
            )
            % {"over": over}
        )
    return typed


def regulated_of(name: str, typed: str, description: AuthorisedDescription) -> str:
    if typed not in Regulated.values:
        raise Wrong(_("Choose one of these."))
    return typed


def day_of(name: str, typed: str, description: AuthorisedDescription) -> date | None:
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise Wrong(_("Write the day as year-month-day, such as 2030-06-30.")) from error
    if problem := problem_with_day(day):
        raise Wrong(problem)
    return day


def authority_of(name: str, typed: str, description: AuthorisedDescription) -> Any:
    if not typed:
        return None
    able = authorities(side_of(description, name))
    chosen = able.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 12 else None
    if chosen is None:
        raise Wrong(_("Choose an organisation of this side that may sign."))
    return chosen


def side_of(description: AuthorisedDescription, name: str) -> str:
    return list(sides(description))[name == "target_authority"]


VALUES: dict[str, Callable] = {
    "regulated": regulated_of,
    "valid_until": day_of,
    "source_authority": authority_of,
    "target_authority": authority_of,
}


class Inputs(forms.Form):
    """One for each field. What is in it may be wrong: it is shown all the same, so that nothing typed is lost."""

    def __init__(self, description: AuthorisedDescription, typed: dict[str, str] | None = None):
        kept = {name: as_typed(description, name) for name in FIELDS}
        super().__init__(initial=kept | (typed or {}))
        for name in COLUMNS:
            text, _sign, language = name.rpartition("_")
            attrs = {"lang": language, "rows": ROWS[text], "cols": 20}
            self.fields[name] = forms.CharField(widget=forms.Textarea(attrs=attrs), label=label_of(text))
        for name in CHOICES:
            self.fields[name] = forms.CharField(widget=widget_of(description, name), label=label_of(name))
        for name, field in self.fields.items():
            field.widget.attrs |= {"aria-describedby": f"problem-{name}", "autocomplete": "off"}


def widget_of(description: AuthorisedDescription, name: str) -> forms.Widget:
    if name == "valid_until":
        return forms.DateInput(attrs={"type": "date"})
    if name == "regulated":
        return forms.Select(choices=Regulated.choices)
    able = authorities(side_of(description, name)).order_by("name")
    whoever = gettext_lazy("whoever signed before, or else the first that can")
    return forms.Select(choices=[("", whoever), *[(row.pk, row.name) for row in able]])


def label_of(name: str) -> str:
    return capfirst(AuthorisedDescription._meta.get_field(name).verbose_name)
