"""What a visitor can say is not right on a public page: its facts in plain words, each with what it says now.

A page is a School, a Campus or a Programme. A fact has the name of its field; a text that of its language (`title_fr`).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from les_portal.listings.content import COLUMNS, TEXTS, column
from les_portal.ui.templatetags.ui import duration
from programmes.models import Programme
from schools.models import Campus, School

Page = School | Campus | Programme

OTHER = "other"
LABELS = {
    "title": _("Name of the programme"),
    "summary": _("The sentence below the name"),
    "content": _("What you learn"),
    "outlook": _("What you can become"),
    "admission": _("How to get in"),
    "duration_months": _("How long"),
    "level": _("Level"),
    "form": _("Form"),
    "workplace_share": _("School or workplace"),
    "language": _("Taught in"),
    "campuses": _("Where"),
    "name": _("Name"),
    "place": _("Address"),
    "type": _("Type of school"),
    "network": _("Network or denomination"),
    "website": _("Website"),
    "phone": _("Telephone"),
    "email": _("E-mail address"),
    OTHER: _("Something else"),
}
WAYS = ("website", "phone", "email")
NAMES: dict[type[Model], tuple[str, ...]] = {
    Programme: (*TEXTS, "duration_months", "level", "form", "workplace_share", "language", "campuses", *WAYS),
    Campus: ("name", "place", *WAYS),
    School: ("name", "campuses", *WAYS, "type", "network"),
}
# A value that is taken over as it is; all else the school changes by itself.
PLAIN: dict[type[Model], set[str]] = {
    Programme: {*COLUMNS, "duration_months", "workplace_share", "language", *WAYS},
    Campus: {"name", *WAYS},
    School: {"name", *WAYS, "network"},
}


class Target(NamedTuple):
    """Where a new value is written."""

    row: Model
    name: str

    @property
    def field(self):
        return self.row._meta.get_field(self.name)

    @property
    def value(self) -> Any:
        return self.row.serializable_value(self.name)


class Fact(NamedTuple):
    name: str
    label: str
    shown: str  # as the page says it now, in the language that is active
    target: Target | None


def facts_of(page: Page) -> list[Fact]:
    """Those that a visitor sees in the language that is active, and something else."""
    return [fact_of(page, _shown_column(page, name)) for name in (*NAMES[type(page)], OTHER)]


def fact_of(page: Page, name: str) -> Fact:
    target = Target(_row(page, name), name) if name in PLAIN[type(page)] else None
    return Fact(name, label_of(name), _shown(page, name), target)


def label_of(name: str) -> str:
    text = name.rpartition("_")[0] if name in COLUMNS else name
    return str(LABELS.get(text, text))


def _shown_column(page: Page, name: str) -> str:
    """Of a text the language in which it is there, as `{% said %}` chooses it."""
    if name not in TEXTS:
        return name
    languages = (get_language(), *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    return column(name, next((code for code in languages if getattr(page, column(name, code))), languages[0]))


def _row(page: Page, name: str) -> Model:
    """What a school's page says of it stands in two rows."""
    return page.organisation if isinstance(page, School) and name in ("name", *WAYS) else page


def _shown(page: Page, name: str) -> str:
    if name == OTHER:
        return ""
    if name in SHOWN:
        return SHOWN[name](page)
    value = getattr(_row(page, name), name)
    if not value and name in WAYS:
        value = getattr(school_of(page).organisation, name)
    return "" if value is None else str(value)


def school_of(page: Page) -> School:
    return page if isinstance(page, School) else page.school


def _campuses(page: School | Programme) -> str:
    rows = page.campuses.open().select_related("place", "school__organisation")
    return ", ".join(f"{campus} ({campus.place})" for campus in rows)


SHOWN: dict[str, Callable[[Page], str]] = {
    "duration_months": lambda page: duration(page.duration_months) if page.duration_months else "",
    "level": lambda page: str(page.level or ""),
    "form": lambda page: page.form.name,
    "workplace_share": lambda page: "" if page.workplace_share is None else f"{page.workplace_share} %",
    "language": lambda page: page.get_language_display(),
    "campuses": _campuses,
    "place": lambda page: str(page.place),
    "name": lambda page: str(page),
    "type": lambda page: page.get_type_display(),
}
