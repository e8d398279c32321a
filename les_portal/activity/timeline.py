"""The history of one object as a page shows it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from les_portal.activity.models import Entry

SHOWN = 5  # the newest; what is older is folded
MOST = 200


@dataclass(frozen=True)
class Change:
    """A field under the name that people know, and what it said before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Moment:
    entry: Entry
    changes: list[Change]


@dataclass(frozen=True)
class Timeline:
    newest: list[Moment]
    older: list[Moment]


def timeline_of(obj: Model) -> Timeline:
    """One query, however long the history."""
    entries = Entry.objects.about(obj).select_related("actor").order_by("-pk")[:MOST]
    moments = [Moment(entry, changes_in(entry, type(obj))) for entry in entries]
    return Timeline(moments[:SHOWN], moments[SHOWN:])


def changes_in(entry: Entry, model: type[Model]) -> list[Change]:
    """In the order of the model's fields, because PostgreSQL forgets the one in which they were written."""
    order = {field.name: place for place, field in enumerate(model._meta.get_fields())}
    names = sorted(entry.changes, key=lambda name: (order.get(name, len(order)), name))
    return [_change(model, name, *entry.changes[name]) for name in names]


def _change(model: type[Model], name: str, before: Any, after: Any) -> Change:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:  # of an older version
        return Change(name, in_words(before), in_words(after))
    words = dict(getattr(field, "flatchoices", ()))
    label = label_of(field, name)
    return Change(label, in_words(words.get(before, before)), in_words(words.get(after, after)))


def label_of(field: Any, name: str) -> str:
    """Of a text in several languages, which one: "what you learn (French)"."""
    if original := getattr(field, "translated_field", None):
        return f"{original.verbose_name} ({_(dict(settings.LANGUAGES)[field.language])})"
    return str(getattr(field, "verbose_name", name))


def in_words(value: Any) -> str:
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
