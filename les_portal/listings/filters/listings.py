from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple, Self

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.listings.content import LANGUAGES, TEXTS, column
from les_portal.listings.filters.hints import Menu
from les_portal.search.words import fold, sought
from programmes.freshness import due
from programmes.models import Programme

SORTS = {
    "name": (gettext_lazy("Name"), ("sort_key", "pk")),
    "due": (gettext_lazy("First to be confirmed"), (F("due_on").asc(nulls_last=True), "sort_key", "pk")),
    "changed": (gettext_lazy("Last changed"), ("-updated_at", "pk")),
}


class StateLink(NamedTuple):
    """A filter of the list: how many listings are in a state."""

    value: str
    label: str
    number: int
    is_chosen: bool


def lacks(language: str) -> Q:
    """Some text of it is written, and not in this language."""
    return reduce(or_, (_lacks(text, language) for text in TEXTS))


def _lacks(text: str, language: str) -> Q:
    others = (_empty(text, other) for other in LANGUAGES if other != language)
    return _empty(text, language) & reduce(or_, (~other for other in others))


def _empty(text: str, language: str) -> Q:
    name = column(text, language)
    return Q(**{name: ""}) | Q(**{f"{name}__isnull": True})


@dataclass(frozen=True)
class WantedListings:
    """Which of a school's listings to show. What does not exist is no filter."""

    q: str = ""
    state: str = ""
    due: bool = False
    missing: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        state, missing, sort = (query.get(name, "") for name in ("state", "missing", "sort"))
        return cls(
            sought(query.get("q", "")),
            state if state in Programme.Status.values else "",
            query.get("due") == "1",
            missing if missing in LANGUAGES else "",
            sort if sort in SORTS else "name",
        )

    def __bool__(self) -> bool:
        return bool(self.q or self.state or self.due or self.missing)

    def listings(self, rows: QuerySet[Programme]) -> QuerySet[Programme]:
        return self._in_state(self._others(rows)).order_by(*SORTS[self.sort][1])

    def _others(self, rows: QuerySet[Programme]) -> QuerySet[Programme]:
        if self.q:
            titles = [Q(**{f"{column('title', language)}__icontains": self.q}) for language in LANGUAGES]
            rows = rows.filter(reduce(or_, titles) | Q(sort_key__contains=fold(self.q)) | Q(reference__iexact=self.q))
        if self.due:
            rows = rows.filter(due(localdate()))
        if self.missing:
            rows = rows.filter(lacks(self.missing))
        return rows

    def _in_state(self, rows: QuerySet[Programme]) -> QuerySet[Programme]:
        return rows.filter(status=self.state) if self.state else rows

    def states(self, rows: QuerySet[Programme]) -> list[StateLink]:
        """Of all that the other filters leave. One query."""
        numbers = dict(self._others(rows).order_by().values_list("status").annotate(Count("pk")))
        return [StateLink(state, state.label, numbers.get(state, 0), state == self.state) for state in Programme.Status]

    def menus(self) -> list[Menu]:
        languages = [(code, _(name)) for code, name in settings.LANGUAGES]
        dues = [("1", _("To be confirmed now"))]
        return [
            Menu("missing", _("Translation"), _("All"), _options(languages, self.missing, _("Missing: %(language)s"))),
            Menu("due", _("Confirmation"), _("All"), [(value, word, self.due) for value, word in dues]),
            Menu("sort", _("Sorted by"), "", [(name, str(SORTS[name][0]), name == self.sort) for name in SORTS]),
        ]


def _options(choices: list[tuple[str, str]], chosen: str, sentence: str) -> list[tuple[str, str, bool]]:
    return [(value, sentence % {"language": word}, value == chosen) for value, word in choices]
