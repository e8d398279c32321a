"""A job as somebody puts it together: tasks out of the frames of diplomas, and which diplomas cover them.

At most `MOST` tasks, so that the answer is two queries however many diplomas there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.http import urlencode

from competences.finding import Found, competences_for, look_up
from competences.models import Competence
from competences.reasons import Why, reasons
from les_portal.search.ranking import ranked_by
from les_portal.search.words import sought
from programmes.models import Qualification

MOST = 40
JOBS, TASKS = 6, 20  # shown of what was found
DIGITS = 12  # an id that is longer is none


@dataclass(frozen=True)
class Job:
    """A diploma made for a job: its tasks, and why the words led to it."""

    qualification: Qualification
    tasks: tuple[int, ...]
    why: Why | None

    @property
    def querystring(self) -> str:
        """All its tasks, ticked: who needs less of it takes some away."""
        return Choice(job=self.qualification.slug, tasks=self.tasks).querystring()


@dataclass(frozen=True)
class Choice:
    """What the address asks for. `job`: the diploma whose tasks are shown to choose from."""

    q: str = ""
    job: str = ""
    tasks: tuple[int, ...] = ()
    were_too_many: bool = False

    @classmethod
    def of(cls, params: QueryDict) -> Self:
        texts = (text for text in params.getlist("task") if text.isdecimal() and len(text) <= DIGITS)
        tasks = tuple(dict.fromkeys(int(text) for text in texts))
        # The one character that no database can be asked for.
        job = params.get("job", "").replace("\x00", "")
        return cls(sought(params.get("q", "")), job, tasks[:MOST], len(tasks) > MOST)

    def querystring(self, **changes: Any) -> str:
        values = {"q": self.q, "job": self.job, "task": self.tasks} | changes
        return urlencode({name: value for name, value in values.items() if value not in (None, "", ())}, doseq=True)

    @cached_property
    def chosen(self) -> dict[int, Competence]:
        """In the order of their frames; what no register has any more is left out."""
        rows = Competence.objects.current().filter(pk__in=self.tasks).select_related("qualification__level")
        return {row.pk: row for row in rows.order_by("qualification", "position", "pk")}

    @cached_property
    def frame(self) -> Qualification | None:
        return Qualification.objects.filter(slug=self.job).select_related("level").first() if self.job else None

    @cached_property
    def of_frame(self) -> list[Competence]:
        rows = Competence.objects.current().filter(qualification=self.frame) if self.frame else []
        return list(rows.select_related("group")) if rows else []

    @property
    def elsewhere(self) -> list[Competence]:
        """The chosen ones that do not stand in the frame that is shown."""
        here = {row.pk for row in self.of_frame}
        return [row for pk, row in self.chosen.items() if pk not in here]


@dataclass(frozen=True)
class Answers:
    """What the words lead to: whole jobs, and single tasks with the diploma they belong to."""

    jobs: list[Job] = field(default_factory=list)
    tasks: list[Competence] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.jobs or self.tasks)


def answers(choice: Choice) -> Answers:
    if not choice.q:
        return Answers()
    found = look_up(choice.q)
    return Answers(jobs_of(found), tasks_of(choice))


def jobs_of(found: Found) -> list[Job]:
    """Of diplomas with a frame, the best first."""
    has_frame = Exists(Competence.objects.current().filter(qualification=OuterRef("pk")).order_by())
    rows = ranked_by(Qualification.objects.filter(has_frame), list(found.diplomas)).order_by("rank")
    rows = list(rows.select_related("level")[:JOBS])
    tasks, why = tasks_by_diploma(row.pk for row in rows), reasons(found, {row.pk for row in rows})
    return [Job(row, tuple(tasks[row.pk][:MOST]), why.get(row.pk)) for row in rows]


def tasks_by_diploma(ids: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Competence.objects.current().filter(qualification__in=list(ids))
    for diploma, pk in rows.values_list("qualification", "pk"):
        found[diploma].append(pk)
    return found


def tasks_of(choice: Choice) -> list[Competence]:
    """Those that were not chosen or shown already."""
    shown = {*choice.chosen, *(row.pk for row in choice.of_frame)}
    rows = ranked_by(Competence.objects.current(), list(competences_for(choice.q))).exclude(pk__in=shown)
    return list(rows.select_related("qualification").order_by("rank")[:TASKS])
