"""A listing as plain values: what a revision changes, a version keeps and a file of many listings carries.

Texts are strings, one per language (`title_nl`); what points elsewhere is its id, and several of those a sorted list.
Values may be as raw as somebody typed them; `problems` says what is wrong with them, and only then are they written.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import product
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from les_portal.publication.changes import changed, together
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
Stamps = dict[str, str]
# What was looked up for one listing, and need not be again for the others of its school. Nobody else keeps it.
Known = dict[tuple, Any]


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


def in_words(name: str, value: Any, known: Known | None = None) -> str:
    """A value as a person reads it: what points elsewhere by its name, several of them in a row."""
    field = Programme._meta.get_field(name)
    if value in (None, "", []):
        return ""
    if not field.is_relation:
        return str(dict(field.flatchoices).get(value, value))
    return _once(known, ("words", name, repr(value)), lambda: _names_of(field.related_model, name, value))


def _names_of(model: type[models.Model], name: str, value: Any) -> str:
    asked = [pk for pk in (value if name in MANY else [value]) if isinstance(pk, int)]
    found = model.objects.filter(pk__in=asked)
    return ", ".join(str(each) for each in (found.select_related("school__organisation") if model is Campus else found))


def _once(known: Known | None, key: tuple, look: Callable[[], Any]) -> Any:
    if known is None:
        return look()
    if key not in known:
        known[key] = look()
    return known[key]


def content_of(listing: Programme) -> Content:
    return contents_of([listing])[listing.pk]


def contents_of(listings: Sequence[Programme]) -> dict[int, Content]:
    """Two queries, however many there are: where they are taught, and what they lead to."""
    ids = [listing.pk for listing in listings]
    campuses = _grouped(Offering.objects.filter(programme__in=ids).values_list("programme", "campus"))
    leads_to = Programme.occupations.through.objects.filter(programme__in=ids)
    occupations = _grouped(leads_to.values_list("programme", "occupation"))
    return {
        listing.pk: {name: listing.serializable_value(name) or "" for name in COLUMNS}
        | {name: listing.serializable_value(name) for name in FACTS}
        | {"campuses": campuses[listing.pk], "occupations": occupations[listing.pk]}
        for listing in listings
    }


def _grouped(pairs: models.QuerySet) -> dict[int, list[int]]:
    found = defaultdict(list)
    for listing, other in sorted(pairs.order_by()):
        found[listing].append(other)
    return found


def problems(listing: Programme, changes: Content, known: Known | None = None) -> dict[str, str]:
    """A sentence for each field whose new value cannot be."""
    found = {}
    for name, value in changes.items():
        try:
            _clean(listing, name, value, known)
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


def _clean(listing: Programme, name: str, value: Any, known: Known | None = None) -> Any:
    if not Programme._meta.get_field(name).is_relation:
        return _cleaned(listing, name, value)
    return _once(known, (listing.school_id, name, repr(value)), lambda: _cleaned(listing, name, value))


def _cleaned(listing: Programme, name: str, value: Any) -> Any:
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


def write(listing: Programme, changes: Content, stamps: Stamps | None = None) -> None:
    """Inside a transaction. Raises ValidationError for what `problems` would have named.

    `stamps` say what each translation is of, where that is known; without them: what is written now is of the original
    as it is now.
    """
    write_many([(listing, changes, stamps)])


def write_many(all_changes: Iterable[tuple[Programme, Content, Stamps | None]], known: Known | None = None) -> None:
    """As `write`; what is only about where they are taught and what they lead to is written for all at once."""
    campuses, occupations = {}, {}
    with transaction.atomic(), together():
        for listing, changes, stamps in all_changes:
            clean = {name: _clean(listing, name, value, known) for name, value in changes.items()}
            if stamps is None:
                stamps = stamped(content_of(listing), listing.translated_from, changes) if listing.pk else {}
            _write_itself(listing, clean, stamps)
            if "campuses" in clean:
                campuses[listing] = clean["campuses"]
            if "occupations" in clean:
                occupations[listing] = clean["occupations"]
        _lead(Programme.occupations.through, "occupation", occupations)
        if _lead(Offering, "campus", campuses):  # where it was taught until now nothing leads to it any more
            changed("school", {listing.school_id for listing in campuses})


def _write_itself(listing: Programme, clean: Content, stamps: Stamps) -> None:
    for name, value in clean.items():
        if name not in MANY:
            setattr(listing, Programme._meta.get_field(name).attname, value)
    translated_from = listing.translated_from | stamps
    if listing.pk and clean.keys() <= set(MANY) and translated_from == listing.translated_from:
        changed("programme", [listing.pk])
    else:
        listing.translated_from = translated_from
        listing.save()


def _lead(model: type[models.Model], to: str, wanted: dict[Programme, list[models.Model]]) -> bool:
    """Have each listing lead to these and to no others; whether one did."""
    links = model.objects.filter(programme__in=wanted).values_list("programme", to, "pk")
    there = {(listing, other): pk for listing, other, pk in links.order_by()}
    pairs = {(listing.pk, other.pk) for listing, others in wanted.items() for other in others}
    gone = [pk for pair, pk in there.items() if pair not in pairs]
    model.objects.filter(pk__in=gone).delete()
    new = [model(**{"programme_id": listing, f"{to}_id": other}) for listing, other in sorted(pairs - there.keys())]
    model.objects.bulk_create(new)
    return bool(gone)


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
