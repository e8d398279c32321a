"""The page on which a listing is edited: its sections, their fields, and which of them are done."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.listings.content import TEXTS, column
from les_portal.listings.editing import Choice, Editing
from les_portal.listings.forms.editing import FORMATTED, Inputs, as_typed
from programmes.cards import in_languages
from programmes.models import Occupation, Programme, Qualification
from schools.models import Campus

FOUND = 12  # of a search
STATES = {
    "todo": (gettext_lazy("to do"), "clock", "warn"),
    "done": (gettext_lazy("done"), "check", "good"),
    "again": (gettext_lazy("look again"), "warning", "bad"),
}
TONGUES = {
    "original": (gettext_lazy("original"), "paper", ""),
    "translated": (gettext_lazy("translated"), "check", "good"),
    "outdated": (gettext_lazy("outdated"), "warning", "warn"),
    "missing": (gettext_lazy("missing"), "clock", ""),
}
HELP = {
    "title": gettext_lazy("As a pupil would say it: short, without codes."),
    "summary": gettext_lazy("At most 300 characters. It stands on the card in the list."),
    "content": gettext_lazy("What does one do all week, and what does one learn by it?"),
    "outlook": gettext_lazy("Jobs and further studies, in your own words."),
    "admission": gettext_lazy("For whom it is, what one needs, and how to sign up."),
    "reference": gettext_lazy("Only for you: it ties a row of your own file to this listing."),
}
FACTS = ("form", "field", "level", "duration_months", "language", "workplace_share")
WAYS = ("website", "email", "phone")


@dataclass(frozen=True)
class Badge:
    words: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Option:
    """Something to tick: a campus, a qualification, an occupation."""

    value: int | str
    label: str
    note: str
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    help: str
    input: Any  # a bound field; None for a list to choose from
    was: str
    problem: str
    choice: Choice | None
    language: str = ""
    tongue: Badge | None = None
    is_outdated: bool = False
    text: str = ""  # what is previewed
    is_formatted: bool = False


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    state: Badge


class Page:
    def __init__(self, editing: Editing, asked: dict[str, str] | None = None, shown: dict[str, str] | None = None):
        """`asked` are the words of a search, `shown` sentences that are to stand at fields beside their own."""
        self.editing, self.asked, self.shown = editing, asked or {}, shown or {}

    @cached_property
    def inputs(self) -> Inputs:
        return Inputs(self.editing.listing, self.editing.content)

    def field(self, name: str) -> Field:
        """Of a fact."""
        return Field(
            name=name,
            label=capfirst(str(Programme._meta.get_field(name).verbose_name)),
            help=str(HELP.get(name, "")),
            input=self.inputs[name] if name in self.inputs.fields else None,
            was=as_typed(self.editing.content[name]),
            problem=self.problem(name),
            choice=self.editing.choices.get(name),
        )

    def text(self, text: str, language: str) -> Field:
        name, state = column(text, language), self.editing.state_of(text, language)
        return Field(
            name=name,
            label=capfirst(str(Programme._meta.get_field(text).verbose_name)),
            help="",
            input=self.inputs[name],
            was=as_typed(self.editing.content[name]),
            problem=self.problem(name),
            choice=self.editing.choices.get(name),
            language=language,
            tongue=Badge(*TONGUES[state]) if state else None,
            is_outdated=state == "outdated",
            text=as_typed(self.editing.content[name]),
            is_formatted=text in FORMATTED,
        )

    def any_field(self, name: str) -> Field:
        text, _sign, language = name.rpartition("_")
        return self.text(text, language) if text in TEXTS else self.field(name)

    def problem(self, name: str) -> str:
        return self.editing.problems.get(name) or self.shown.get(name, "")

    # --- what the template asks for ---------------------------------------------------------------

    def texts(self) -> list[tuple[str, str, str, list[Field]]]:
        """Name, label, help, and one field for each language."""
        languages = self.editing.languages()
        return [
            (text, fields[0].label, str(HELP[text]), fields)
            for text in TEXTS
            for fields in [[self.text(text, language) for language in languages]]
        ]

    def written_in(self) -> Field:
        return self.field("written_in")

    def facts(self) -> list[Field]:
        return [self.field(name) for name in FACTS]

    def ways(self) -> list[Field]:
        return [self.field(name) for name in WAYS]

    def reference(self) -> Field:
        return self.field("reference")

    def where(self) -> Field:
        return self.field("campuses")

    def diploma(self) -> Field:
        return self.field("qualification")

    def leads_to(self) -> Field:
        return self.field("occupations")

    @cached_property
    def campuses(self) -> list[Option]:
        """The open ones of the school; and where it is taught now, whatever became of that."""
        chosen = self.editing.content["campuses"]
        rows = Campus.objects.filter(school=self.editing.listing.school_id).select_related(
            "place", "school__organisation"
        )
        return [
            Option(row.pk, str(row), str(row.place) if row.is_open else _("closed"), row.pk in chosen)
            for row in rows
            if row.is_open or row.pk in chosen
        ]

    @cached_property
    def qualifications(self) -> list[Option]:
        """The one that was chosen, and none."""
        chosen = self.editing.content["qualification"]
        rows = Qualification.objects.filter(pk=chosen if isinstance(chosen, int) else None).select_related("level")
        found = [Option(row.pk, str(row), note_of(row), True) for row in rows]
        return [*found, Option("", _("No qualification of a register"), "", not found)]

    @cached_property
    def occupations(self) -> list[Option]:
        """Those that were chosen."""
        rows = Occupation.objects.filter(pk__in=self.editing.content["occupations"])
        return [Option(row.pk, str(row), "", True) for row in rows]

    @property
    def asked_qualification(self) -> str:
        return self.asked.get("qualification", "")

    @property
    def asked_occupation(self) -> str:
        return self.asked.get("occupation", "")

    @cached_property
    def found_qualifications(self) -> list[Option]:
        return found_qualifications(self.asked_qualification, self.editing)

    @cached_property
    def found_occupations(self) -> list[Option]:
        return found_occupations(self.asked_occupation, self.editing)

    # --- what is done -----------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        titles = {
            "texts": _("What it tells"),
            "facts": _("What it is"),
            "where": _("Where it is taught"),
            "contact": _("Whom to ask"),
            "leads-to": _("What it leads to"),
        }
        return [Section(name, title, Badge(*STATES[self._state(name)])) for name, title in titles.items()]

    def _state(self, section: str) -> str:
        editing = self.editing
        names = IN_SECTION[section]
        wrong = {*editing.problems, *editing.choices, *self.shown}
        if wrong.intersection(names) or (section == "texts" and self._some_text_is_outdated()):
            return "again"
        return "todo" if self._lacks(section) else "done"

    def _some_text_is_outdated(self) -> bool:
        languages = self.editing.languages()
        return any(self.editing.state_of(text, language) == "outdated" for text in TEXTS for language in languages)

    def _lacks(self, section: str) -> bool:
        content = self.editing.content
        if section == "texts":
            originals = [column(text, content["written_in"]) for text in ("title", "summary", "content")]
            return not content["title_nl"] or not all(content[name] for name in originals)
        if section in ("where", "contact"):
            return bool({"where": {"campuses"}, "contact": {"website"}}[section].intersection(self.editing.lacking))
        needed = {"facts": ("form", "field", "level", "duration_months"), "leads-to": ("occupations",)}[section]
        return any(content[name] in (None, "", []) for name in needed)


IN_SECTION = {
    "texts": {*in_languages(*TEXTS), "written_in"},
    "facts": {*FACTS, "qualification"},
    "where": {"campuses"},
    "contact": {*WAYS, "reference"},
    "leads-to": {"occupations"},
}


def note_of(row: Qualification) -> str:
    return " · ".join(part for part in (row.get_country_display(), str(row.level or "")) if part)


def asked_for(words: str, *columns: str) -> Q:
    """Each of the words, somewhere in one of the columns."""
    asked = Q()
    for word in words.split()[:6]:
        somewhere = Q()
        for name in columns:
            somewhere |= Q(**{f"{name}__icontains": word})
        asked &= somewhere
    return asked


def found_qualifications(words: str, editing: Editing) -> list[Option]:
    """By code or title; those of the school's own side first."""
    if not words.strip():
        return []
    chosen, mine = editing.content["qualification"], editing.listing.school.organisation.country
    asked = asked_for(words, "code", *in_languages("title"))
    rows = Qualification.objects.filter(asked).exclude(pk=chosen if isinstance(chosen, int) else None)
    rows = sorted(rows.select_related("level")[: 10 * FOUND], key=lambda row: row.country != mine)
    return [Option(row.pk, str(row), note_of(row), False) for row in rows[:FOUND]]


def found_occupations(words: str, editing: Editing) -> list[Option]:
    if not words.strip():
        return []
    rows = Occupation.objects.on_offer().filter(asked_for(words, *in_languages("title")))
    rows = rows.exclude(pk__in=editing.content["occupations"])[:FOUND]
    return [Option(row.pk, str(row), "", False) for row in rows]
