"""A listing on its way to its visitors: what is in its fields now, what is wrong with it, and what comes next."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.accounts.models import User
from les_portal.listings.content import (
    COLUMNS,
    FIELDS,
    LANGUAGES,
    TEXTS,
    Content,
    column,
    content_of,
    in_words,
    is_outdated,
    label_of,
    lacking,
    lost,
    problems,
)
from les_portal.listings.models import Revision
from les_portal.workflow.engine import workflow_of
from programmes.models import Programme

JUST_NOW = timedelta(minutes=10)
TWO_TEXTS = gettext_lazy("There are two texts: choose one of them.")
Status = Programme.Status


@dataclass(frozen=True)
class Text:
    """What somebody wrote for a field; `keep` is what chooses it. Nobody's name: visitors see it."""

    words: str
    keep: str = ""
    by: User | None = None


@dataclass(frozen=True)
class Choice:
    """A field that there are several texts for: what is in it now, and what else there is."""

    now: Text
    others: list[Text]


@dataclass(frozen=True)
class Change:
    """A field before and after."""

    name: str
    label: str
    before: str
    after: str
    is_text: bool


@dataclass(frozen=True)
class Step:
    """What the one big button does, and what happens then."""

    name: str
    label: str
    words: str


@dataclass
class Editing:
    """Everything is read when it is first asked for: a page shows all, an answer to what was typed only a little."""

    listing: Programme
    revision: Revision | None
    user: User
    live: Content = field(init=False)
    content: Content = field(init=False)

    def __post_init__(self) -> None:
        self.live = content_of(self.listing)
        self.content = self.live | self.changes

    @property
    def changes(self) -> Content:
        return self.revision.changes if self.revision else {}

    @property
    def stamps(self) -> dict[str, str]:
        return self.listing.translated_from | (self.revision.stamps if self.revision else {})

    @cached_property
    def problems(self) -> dict[str, str]:
        """Of what was typed."""
        return problems(self.listing, self.changes)

    @cached_property
    def lacking(self) -> dict[str, str]:
        return lacking(self.listing, self.content)

    def hindrances(self, step: str) -> list[tuple[str, str, str]]:
        """Field, its label and a sentence, for each that keeps this step from being taken."""
        found = self._needed(step) | self.problems
        for name in self.choices:
            found.setdefault(name, str(TWO_TEXTS))
        return [(name, label_of(name), found[name]) for name in FIELDS if name in found]

    def _needed(self, step: str) -> dict[str, str]:
        if step == "publish":
            return self.lacking
        return lost(self.listing, self.live, self.content) if self.listing.status == Status.PUBLISHED else {}

    # --- two people, one field --------------------------------------------------------------------

    @cached_property
    def choices(self) -> dict[str, Choice]:
        if not self.revision:
            return {}
        others: dict[str, list[Text]] = {}
        for name in self.revision.moved(self.live):
            others[name] = [Text(in_words(name, self.live[name]), "visitors")]
        for each in self.revision.set_aside:
            text = Text(in_words(each["field"], each["value"]), str(each["by"]), self.people.get(each["by"]))
            others.setdefault(each["field"], []).append(text)
        return {name: Choice(self._now(name), texts) for name, texts in others.items()}

    def _now(self, name: str) -> Text:
        over = [each["over"] for each in self.revision.set_aside if each["field"] == name]
        author = self.revision.authors.get(name, {}).get("by") or next(iter(over), None)
        return Text(in_words(name, self.content[name]), "", self.people.get(author))

    @cached_property
    def people(self) -> dict[int, User]:
        """Whoever wrote something in here."""
        if not self.revision:
            return {}
        rows = chain(self.revision.authors.values(), self.revision.set_aside)
        return User.objects.in_bulk({row.get(key) for row in rows for key in ("by", "over")} - {None})

    @cached_property
    def colleague(self) -> tuple[User, datetime] | None:
        """Who else wrote in this listing just now, and when."""
        now = timezone.now()
        newest = self.listing.revisions.filter(updated_at__gt=now - JUST_NOW)
        written = [row for revision in newest for row in revision.authors.values() if row["by"] != self.user.pk]
        written = [(datetime.fromisoformat(row["at"]), row["by"]) for row in written]
        at, person = max(written, default=(None, None))
        if at is None or at < now - JUST_NOW:
            return None
        found = self.people.get(person) or User.objects.filter(pk=person).first()
        return (found, at) if found else None

    # --- languages --------------------------------------------------------------------------------

    def languages(self) -> list[str]:
        """The original first."""
        original = self.content["written_in"]
        return sorted(LANGUAGES, key=lambda language: language != original)

    def state_of(self, text: str, language: str) -> str:
        """original, translated, outdated or missing; nothing where there is nothing to translate."""
        if language == self.content["written_in"]:
            return "original"
        if is_outdated(self.content, self.stamps, text, language):
            return "outdated"
        if self.content[column(text, language)]:
            return "translated"
        return "missing" if self.content[column(text, self.content["written_in"])] else ""

    # --- what comes next --------------------------------------------------------------------------

    @property
    def closed(self) -> str:
        """Why nobody can write here at the moment."""
        if self.listing.status == Status.ARCHIVED:
            return "archived"
        if self.revision and self.revision.status == Revision.Status.PROPOSED:
            return "proposed"
        may_publish = self.user.has_perm("programmes.publish_listing", self.listing)
        return "waiting" if self.listing.status == Status.PROPOSED and not may_publish else ""

    @property
    def step(self) -> Step:
        if self.listing.status == Status.DRAFT:
            at_once = self.user.has_perm("programmes.publish_listing", self.listing)
            transitions = workflow_of(self.listing).transitions
            words = _("From then on visitors find it, on the map and in the search.") if at_once else self._asked()
            return Step("publish", transitions["publish" if at_once else "propose"].label, words)
        revision = self.revision or Revision(programme=self.listing)
        name = "apply" if self.user.has_perm("listings.apply_revision", revision) else "propose"
        words = _("Visitors see it at once.") if name == "apply" else self._asked()
        return Step(name, workflow_of(revision).transitions[name].label, words)

    def _asked(self) -> str:
        if self.listing.school.approval == self.listing.school.Approval.BY_NETWORK:
            return _("The network looks at it first. Until then visitors see what is there now.")
        return _("An administrator of your school looks at it first. Until then visitors see what is there now.")

    def differences(self) -> list[Change]:
        return [
            Change(
                name,
                label_of(name),
                in_words(name, self.revision.before[name]),
                in_words(name, self.changes[name]),
                name in COLUMNS and not name.startswith("title"),
            )
            for name in FIELDS
            if name in self.changes
        ]

    def fresh_stamps(self) -> list[str]:
        """Translations that were found still right."""
        names = (column(text, language) for text in TEXTS for language in LANGUAGES)
        stamps = self.revision.stamps if self.revision else {}
        found = [name for name in names if name in stamps and name not in self.changes]
        return [label_of(name) for name in found if self._is_right(name)]

    def _is_right(self, name: str) -> bool:
        text, _sign, language = name.rpartition("_")
        return self.state_of(text, language) == "translated"
