"""Beginning a version, and writing in it while it is still being made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from competences.frames import LANGUAGES
from competences.models import AuthorisedDescription, Comparison
from les_portal.activity.models import Entry
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.workflow.engine import NotNow

BEGAN = verb("competences.authoriseddescription.begin", gettext_lazy("began this version"))
WROTE = verb("competences.authoriseddescription.write", gettext_lazy("wrote in it"))

TEXTS = ("summary", "differences", "strengths", "entry", "legal_basis", "regulated_note")
COLUMNS = tuple(f"{text}_{language}" for text in TEXTS for language in LANGUAGES)
CHOICES = ("regulated", "valid_until", "source_authority", "target_authority")
FIELDS = (*COLUMNS, *CHOICES)
COPIED = (*COLUMNS, "regulated", "source_authority_id", "target_authority_id")


@dataclass(frozen=True)
class Typed:
    """What somebody made of a field, and what they saw in it before: as the page holds it, and as it is kept."""

    before: str
    after: str
    value: Any


def as_typed(description: AuthorisedDescription, name: str) -> str:
    """A field as the page holds it."""
    value = getattr(description, f"{name}_id" if name.endswith("_authority") else name)
    return "" if value is None else str(value)


@transaction.atomic
def begin(comparison: Comparison, *, by) -> AuthorisedDescription:
    """The version that is being made, or a new one with the words of the one that counts.

    Whoever wrote those words, or in the comparison, does not sign them: they are copied too. Raises IntegrityError
    when two begin at the same moment.
    """
    same = AuthorisedDescription.objects.filter(comparison=comparison)
    if making := same.filter(status__in=AuthorisedDescription.MAKING).first():
        return making
    earlier = same.filter(version__isnull=False).order_by("-is_current", "-version").first()
    copied = {name: getattr(earlier, name) for name in COPIED} if earlier else {}
    description = AuthorisedDescription.objects.create(comparison=comparison, is_demo=comparison.is_demo, **copied)
    wrote = Entry.objects.about(comparison).exclude(actor=None).values_list("actor", flat=True)
    description.contributors.add(by, *wrote, *(earlier.contributors.all() if earlier else ()))
    record(BEGAN, description, by=by)
    return description


@transaction.atomic
def write(description: AuthorisedDescription, typed: dict[str, Typed], *, by) -> set[str]:
    """Keep what was typed, and answer the fields in which somebody else wrote since: those stay as they are.

    Raises NotNow once it is sent for signature.
    """
    rows = AuthorisedDescription.objects.filter(pk=description.pk, status__in=AuthorisedDescription.WRITABLE)
    if not rows.update(round=F("round")):  # first, because it is the lock
        raise NotNow
    now = rows.get()
    conflicts = {name for name, each in typed.items() if as_typed(now, name) not in (each.before, each.after)}
    fields = {name: each.value for name, each in typed.items() if name not in conflicts}
    changed = {name: value for name, value in fields.items() if as_typed(now, name) != typed[name].after}
    if changed:
        rows.update(**changed)
        now.contributors.add(by)
        remember(now, by)
    return conflicts


def remember(description: AuthorisedDescription, by) -> None:
    """Once for as long as nobody else does something: not at each pause between two words."""
    last: Iterable[Entry] = Entry.objects.about(description).order_by("-pk")[:1]
    if not any(entry.verb == WROTE and entry.actor_id == by.pk for entry in last):
        record(WROTE, description, by=by)


def fill(description: AuthorisedDescription, words: dict[str, str], *, by) -> set[str]:
    """Put these words in the fields that are still empty; which those were. Raises NotNow."""
    fresh = AuthorisedDescription.objects.get(pk=description.pk)
    empty = {name: text for name, text in words.items() if text and not as_typed(fresh, name)}
    return set(empty) - write(description, {name: Typed("", text, text) for name, text in empty.items()}, by=by)
