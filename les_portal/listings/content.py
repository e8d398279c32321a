"""A listing as plain values: what a revision changes, a version keeps and a file of many listings carries.

Texts are strings, one per language (`title_nl`); what points elsewhere is its id, and several of those a sorted list.
Values may be as raw as somebody typed them; `problems` says what is wrong with them, and only then are they written.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.models import Offering, Programme
from schools.models import Campus

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
TEXTS = ("title", "summary", "content", "outlook", "admission")
FACTS = (
    *("form", "field", "qualification", "level", "language", "duration_months", "workplace_share"),
    *("website", "email", "phone", "reference", "written_in"),
)
MANY = ("campuses", "occupations")

Content = dict[str, Any]


def column(text: str, language: str) -> str:
    return f"{text}_{language}"


COLUMNS = tuple(column(text, language) for text in TEXTS for language in LANGUAGES)
FIELDS = (*COLUMNS, *FACTS, *MANY)


def label_of(name: str) -> str:
    """As people know the field: "what you learn (French)"."""
    if name in COLUMNS:
        text, _sign, language = name.rpartition("_")
        return f"{Programme._meta.get_field(text).verbose_name} ({_(dict(settings.LANGUAGES)[language])})"
    return str(Programme._meta.get_field(name).verbose_name)


def in_words(name: str, value: Any) -> str:
    """A value as a person reads it: what points elsewhere by its name, several of them in a row."""
    field = Programme._meta.get_field(name)
    if name in MANY:
        return ", ".join(str(each) for each in field.related_model.objects.filter(pk__in=value))
    if field.is_relation:
        return str(field.related_model.objects.filter(pk=value).first() or "")
    return "" if value is None else str(dict(field.flatchoices).get(value, value))


def content_of(listing: Programme) -> Content:
    """Two queries: where it is taught, and what it leads to."""
    content = {name: _plain(listing, name) for name in (*COLUMNS, *FACTS)}
    content["campuses"] = sorted(listing.offerings.values_list("campus_id", flat=True))
    content["occupations"] = sorted(listing.occupations.values_list("pk", flat=True))
    return content


def _plain(listing: Programme, name: str) -> Any:
    value = listing.serializable_value(name)
    return "" if value is None and name in COLUMNS else value


def problems(listing: Programme, changes: Content) -> dict[str, str]:
    """A sentence for each field whose new value cannot be."""
    found = {}
    for name, value in changes.items():
        try:
            _clean(listing, name, value)
        except (ValidationError, ValueError, TypeError) as error:
            found[name] = " ".join(getattr(error, "messages", [])) or _("This cannot be read.")
    return found


def _clean(listing: Programme, name: str, value: Any) -> Any:
    if name == "campuses":
        return _campuses(listing, value)
    field = Programme._meta.get_field(name)
    if name == "occupations":
        return list(field.related_model.objects.filter(pk__in=value))
    if name == "reference" and value and _is_taken(listing, value):
        raise ValidationError(_("Another listing of this school has this reference already."))
    if value in ("", None) and field.null:
        return "" if name in COLUMNS else None
    return field.clean(value, listing)


def _campuses(listing: Programme, value: Iterable[int]) -> list[Campus]:
    found = list(Campus.objects.filter(school=listing.school_id, pk__in=value))
    if len(found) != len(set(value)):
        raise ValidationError(_("A campus is of another school, or is gone."))
    return found


def _is_taken(listing: Programme, reference: str) -> bool:
    others = Programme.objects.filter(school=listing.school_id).exclude(pk=listing.pk)
    return others.filter(reference=reference).exists()


def write(listing: Programme, changes: Content) -> None:
    """Inside a transaction. Raises ValidationError for what `problems` would have named."""
    clean = {name: _clean(listing, name, value) for name, value in changes.items()}
    for name, value in clean.items():
        if name not in MANY:
            setattr(listing, Programme._meta.get_field(name).attname, value)
    listing.translated_from = _stamps(listing, changes)
    listing.save()
    if "occupations" in clean:
        listing.occupations.set(clean["occupations"])
    if "campuses" in clean:
        _teach_at(listing, clean["campuses"])


def _teach_at(listing: Programme, campuses: list[Campus]) -> None:
    for offering in listing.offerings.exclude(campus__in=campuses):
        offering.delete()
    there = set(listing.offerings.values_list("campus_id", flat=True))
    for campus in campuses:
        if campus.pk not in there:
            Offering.objects.create(programme=listing, campus=campus)


# --- translations -------------------------------------------------------------------------------


def fingerprint(text: str) -> str:
    return blake2b(text.strip().encode(), digest_size=8).hexdigest()


def _stamps(listing: Programme, changes: Content) -> dict[str, str]:
    """A translation that was written now was translated from the original as it is now."""
    stamps = dict(listing.translated_from)
    for text in TEXTS:
        original = fingerprint(getattr(listing, column(text, listing.written_in)) or "")
        for language in LANGUAGES:
            name = column(text, language)
            if name in changes and language != listing.written_in:
                stamps[name] = original
    return stamps


def is_outdated(content: Content, stamps: dict[str, str], text: str, language: str) -> bool:
    """Whether the original changed since this was translated. What came without a fingerprint is taken on trust."""
    original = content[column(text, content["written_in"])]
    stamp = stamps.get(column(text, language))
    return bool(content[column(text, language)] and stamp and stamp != fingerprint(original))
