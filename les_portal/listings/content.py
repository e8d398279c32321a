"""A listing as plain values: what a revision changes, a version keeps and a file of many listings carries.

Texts are strings, one per language (`title_nl`); what points elsewhere is its id, and several of those a sorted list.
Values may be as raw as somebody typed them; `problems` says what is wrong with them, and only then are they written.
"""

from collections.abc import Iterable
from hashlib import blake2b
from itertools import product
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.models import Level, Offering, Programme, ProgrammeForm
from schools.models import Campus

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
TEXTS = ("title", "summary", "content", "outlook", "admission")
FACTS = (
    *("form", "field", "qualification", "level", "language", "duration_months", "workplace_share"),
    *("website", "email", "phone", "reference", "written_in"),
)
MANY = ("campuses", "occupations")
ONE_OF = ("form", "field", "qualification", "level")
NUMBERS = ("duration_months", "workplace_share")
LONGEST = 20_000  # characters of a text: more than anybody reads
LARGEST = 999  # of any number here

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
    if value in (None, "", []):
        return ""
    if field.is_relation:
        asked = [pk for pk in (value if name in MANY else [value]) if isinstance(pk, int)]
        return ", ".join(str(each) for each in field.related_model.objects.filter(pk__in=asked))
    return str(dict(field.flatchoices).get(value, value))


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


def lacking(listing: Programme, content: Content) -> dict[str, str]:
    """What visitors cannot do without, by the field that would tell it."""
    found = {}
    if not content["title_nl"]:
        found["title_nl"] = _("Give it a title in Dutch: that is what is shown where a translation is missing.")
    if not Campus.objects.open().filter(school=listing.school_id, pk__in=content["campuses"]).exists():
        found["campuses"] = _("Say at which campus it is taught: at least one that is open.")
    organisation, ways = listing.school.organisation, ("website", "email", "phone")
    if not any(content[way] or getattr(organisation, way) for way in ways):
        found["website"] = _("Give a website, an e-mail address or a telephone number where people can ask more.")
    return found


def lost(listing: Programme, live: Content, content: Content) -> dict[str, str]:
    """What visitors have now and would no longer have. What was lacking already keeps nobody from mending the rest."""
    found = lacking(listing, content)
    return {name: sentence for name, sentence in found.items() if name not in lacking(listing, live)} if found else {}


def _clean(listing: Programme, name: str, value: Any) -> Any:
    if name in MANY:
        return _campuses(listing, value) if name == "campuses" else _all_of(name, value)
    field = Programme._meta.get_field(name)
    if value in ("", None):
        if not (field.null or field.blank):
            raise ValidationError(_("Choose one."))
        return None if field.null and name not in COLUMNS else ""
    if name in CHECKS:
        CHECKS[name](listing, value)
    if name in COLUMNS and len(value) > LONGEST:
        raise ValidationError(_("This is too long to be read: at most %(most)d characters.") % {"most": LONGEST})
    return field.clean(value, listing)


def _all_of(name: str, value: Iterable[int]) -> list:
    return list(Programme._meta.get_field(name).related_model.objects.filter(pk__in=value))


def _campuses(listing: Programme, value: Iterable[int]) -> list[Campus]:
    found = list(Campus.objects.filter(school=listing.school_id, pk__in=value))
    if len(found) != len(set(value)):
        raise ValidationError(_("A campus is of another school, or is gone."))
    return found


def _is_free(listing: Programme, reference: str) -> None:
    others = Programme.objects.filter(school=listing.school_id).exclude(pk=listing.pk)
    if others.filter(reference=reference).exists():
        raise ValidationError(_("Another listing of this school has this reference already."))


def _is_whole(listing: Programme, number: Any) -> None:
    if not str(number).isdecimal() or int(number) > LARGEST:
        raise ValidationError(_("Write a whole number, such as 24."))


def _is_of_its_side(model: type[ProgrammeForm | Level], name: str):
    """What a school has not had before is of its own side of the border."""

    def check(listing: Programme, value: Any) -> None:
        mine = listing.school.organisation.country
        if getattr(listing, name) != value and not model.objects.filter(pk=value, country=mine).exists():
            raise ValidationError(_("Choose one of those of your side of the border."))

    return check


CHECKS = {
    "reference": _is_free,
    "form": _is_of_its_side(ProgrammeForm, "form_id"),
    "level": _is_of_its_side(Level, "level_id"),
    **dict.fromkeys(NUMBERS, _is_whole),
}


def write(listing: Programme, changes: Content, stamps: dict[str, str] | None = None) -> None:
    """Inside a transaction. Raises ValidationError for what `problems` would have named.

    `stamps` say what each translation is of, where that is known; without them: what is written now is of the original
    as it is now.
    """
    clean = {name: _clean(listing, name, value) for name, value in changes.items()}
    if stamps is None:
        stamps = stamped(content_of(listing), listing.translated_from, changes) if listing.pk else {}
    for name, value in clean.items():
        if name not in MANY:
            setattr(listing, Programme._meta.get_field(name).attname, value)
    listing.translated_from = listing.translated_from | stamps
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


def trusted(content: Content, stamps: dict[str, str]) -> dict[str, str]:
    """With a stamp for every translation: what came without one is taken to be of the original as it is here."""
    found = dict(stamps)
    for text, language in product(TEXTS, LANGUAGES):
        original = content[column(text, content["written_in"])]
        if original and content[column(text, language)]:
            found.setdefault(column(text, language), fingerprint(original))
    return found


def stamped(before: Content, stamps: dict[str, str], changes: Content) -> dict[str, str]:
    """The stamps after these changes.

    A translation that is written now is of the original as it is now; and what was right stays right when another
    language becomes the original.
    """
    after, found = before | changes, trusted(before, stamps)
    is_other = after["written_in"] != before["written_in"]
    for text, language in product(TEXTS, LANGUAGES):
        name = column(text, language)
        if name in changes or (is_other and not is_outdated(before, stamps, text, language)):
            found[name] = fingerprint(after[column(text, after["written_in"])])
    return found


def is_outdated(content: Content, stamps: dict[str, str], text: str, language: str) -> bool:
    """Whether the original changed since this was translated. What came without a stamp is taken on trust."""
    original = column(text, content["written_in"])
    name = column(text, language)
    stamp = stamps.get(name)
    return bool(name != original and content[name] and stamp and stamp != fingerprint(content[original]))
