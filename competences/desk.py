"""A description as those who work on it see it: what is written, what is missing, who is waited for."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competences import completeness
from competences.actions.writing import COLUMNS, TEXTS, as_typed
from competences.completeness import COMPLETE, VALID_FOR, in_years, is_what_was_asked
from competences.forms.desk import Inputs, label_of, side_of
from competences.frames import LANGUAGES
from competences.models import AuthorisedDescription, Comparison, SignOff
from competences.signing import authority
from les_portal.activity.models import Entry
from les_portal.organisations.models import Country
from les_portal.workflow.engine import workflow_of

Status = AuthorisedDescription.Status

HELP = {
    "summary": _("Two or three sentences for an employer who reads no further."),
    "differences": _("What somebody with this diploma still has to learn for the work on the other side."),
    "strengths": _("What they can do that the other diploma does not ask."),
    "entry": _("With which diploma or at which age one begins."),
    "legal_basis": _("Such as: awarded by the school, recognised by the Flemish Government; the decree or the act."),
    "regulated_note": _("Whom to ask before one may do this work there. Only where it is a protected profession."),
}
# Where what is missing is mended.
PLACES = {
    completeness.is_concluded: "comparisons:comparison",
    completeness.everything_is_mapped: "comparisons:reconcile",
    completeness.gaps_are_explained: "comparisons:lines",
    completeness.has_dutch_texts: "#at-summary_nl",
    completeness.protection_is_decided: "#at-regulated",
    completeness.has_days_ahead: "#at-valid_until",
    completeness.has_signers: "#signers",
}


@dataclass
class Field:
    """One input, what it held when the page was made, and what is wrong with what was typed."""

    name: str
    label: str
    input: object
    was: str
    language: str = ""
    problem: str = ""
    colleague: str | None = None  # what somebody else wrote there meanwhile

    @property
    def text(self) -> str:
        return self.was


@dataclass
class Desk:
    comparison: Comparison
    user: object
    problems: dict[str, str] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    typed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def versions(self) -> list[AuthorisedDescription]:
        """The newest first; without what was dropped before anybody signed it."""
        rows = self.comparison.descriptions.order_by("-created_at", "-pk").defer("snapshot")
        rows = rows.exclude(status=Status.WITHDRAWN, version=None).select_related(
            "comparison__source", "comparison__target", "source_authority", "target_authority"
        )
        signed = SignOff.objects.select_related("organisation", "by", "description__comparison").order_by(
            "-round", "country"
        )
        return list(rows.prefetch_related(Prefetch("sign_offs", signed)))

    @cached_property
    def making(self) -> AuthorisedDescription | None:
        return next((row for row in self.versions if row.status in AuthorisedDescription.MAKING), None)

    @cached_property
    def counting(self) -> AuthorisedDescription | None:
        return next((row for row in self.versions if row.is_current), None)

    @property
    def counts_first(self) -> bool:
        """What visitors see comes first, unless somebody is at work on the next version and nothing is wrong."""
        return self.making is None or (self.counting is not None and self.counting.status == Status.UNDER_REVIEW)

    @property
    def older(self) -> list[AuthorisedDescription]:
        return [row for row in self.versions if row not in (self.making, self.counting)]

    @cached_property
    def may_write(self) -> bool:
        return self.user.has_perm("competences.edit_description", self.comparison)

    @property
    def is_open(self) -> bool:
        """Whether this person can write in it now."""
        return self.may_write and self.making is not None and self.making.status in AuthorisedDescription.WRITABLE

    @cached_property
    def sign_offs(self) -> list[SignOff]:
        """Of the round that is going on."""
        if self.making is None or self.making.status != Status.REVIEW:
            return []
        return [row for row in self.making.sign_offs.all() if row.round == self.making.round]

    @property
    def waits_for(self) -> list[SignOff]:
        return [row for row in self.sign_offs if row.status == SignOff.Status.WAITING]

    @cached_property
    def to_sign(self) -> list[SignOff]:
        """What this very person may sign."""
        return [row for row in self.waits_for if workflow_of(row).available(row, self.user)]

    @cached_property
    def refusal(self) -> Entry | None:
        """Why it was sent back, or taken back, while it is being mended."""
        if self.making is None or self.making.status not in AuthorisedDescription.WRITABLE:
            return None
        return Entry.objects.about(self.making).steps().select_related("actor").first()

    @cached_property
    def missing(self) -> list[tuple[str, str]]:
        """A sentence for each, and where it is mended."""
        is_asked = self.making.status == Status.REVIEW
        to_submit = workflow_of(self.making).transitions["submit"].guards
        guards = (*COMPLETE, is_what_was_asked) if is_asked else to_submit
        found = [(guard(self.making), self.place(guard)) for guard in guards]
        return [(sentence, place) for sentence, place in found if sentence]

    def place(self, guard) -> str:
        if guard is completeness.has_levels:
            return self.place_of_level()
        place = PLACES.get(guard, "")
        return place if place.startswith("#") or not place else reverse(place, args=[self.comparison.slug])

    def place_of_level(self) -> str:
        sides = (self.comparison.source, self.comparison.target)
        without = next((row for row in sides if row.level is None), sides[0])
        try:
            return reverse("frames:frame", args=[without.slug])
        except NoReverseMatch:
            return ""

    # --- what is written --------------------------------------------------------------------------

    @cached_property
    def _inputs(self) -> Inputs:
        return Inputs(self.making, self.typed)

    def field(self, name: str) -> Field:
        text, _sign, language = name.rpartition("_") if name in COLUMNS else ("", "", "")
        was = as_typed(self.making, name)
        return Field(
            name=name,
            label=label_of(text or name),
            input=self._inputs[name],
            was=was,
            language=language,
            problem=self.problems.get(name, ""),
            colleague=was if name in self.conflicts else None,
        )

    @property
    def texts(self) -> list[tuple[str, str, list[Field]]]:
        return [
            (label_of(text), str(HELP[text]), [self.field(f"{text}_{language}") for language in LANGUAGES])
            for text in TEXTS
            if text != "regulated_note"
        ]

    @property
    def regulated(self) -> Field:
        return self.field("regulated")

    @property
    def regulated_notes(self) -> tuple[str, str, list[Field]]:
        fields = [self.field(f"regulated_note_{language}") for language in LANGUAGES]
        return label_of("regulated_note"), str(HELP["regulated_note"]), fields

    @property
    def languages(self) -> list[str]:
        return LANGUAGES

    @property
    def valid_until(self) -> Field:
        return self.field("valid_until")

    @property
    def latest_day(self):
        return in_years(timezone.localdate(), VALID_FOR)

    @property
    def authorities(self) -> list[tuple[str, str, Field, object]]:
        """By side: its code and name, the choice, and who would be asked as it stands."""
        names = ("source_authority", "target_authority")
        found = [(side_of(self.making, name), self.field(name)) for name in names]
        return [(side, Country(side).label, each, authority(self.making, side)) for side, each in found]

    @property
    def has_words(self) -> bool:
        """The first wording is offered while there is none in one of the languages."""
        return all(as_typed(self.making, f"summary_{language}") for language in LANGUAGES)
