from dataclasses import dataclass
from typing import NamedTuple, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from les_portal.jobs.handlers import handlers
from les_portal.jobs.models import Job
from les_portal.jobs.querysets import JobQuerySet


class Menu(NamedTuple):
    name: str
    label: str
    anything: str
    options: list[tuple[str, str, bool]]  # value, word, chosen


@dataclass(frozen=True)
class Wanted:
    """Which jobs to show. A state or kind that does not exist is no filter."""

    state: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        state, kind = query.get("state", ""), query.get("kind", "")
        return cls(state if state in Job.State.values else "", kind if kind in handlers() else "")

    def __bool__(self) -> bool:
        return bool(self.state or self.kind)

    def jobs(self) -> JobQuerySet:
        chosen = {"state": self.state, "kind": self.kind}
        return Job.objects.filter(**{field: value for field, value in chosen.items() if value})

    def menus(self) -> list[Menu]:
        kinds = sorted(((kind, str(handler.label)) for kind, handler in handlers().items()), key=lambda kind: kind[1])
        return [
            Menu("state", _("State"), _("All states"), _options(Job.State.choices, self.state)),
            Menu("kind", _("What"), _("All work"), _options(kinds, self.kind)),
        ]


def _options(choices: list[tuple[str, str]], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, word, value == chosen) for value, word in choices]
