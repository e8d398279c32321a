"""Which diplomas cover the chosen tasks, on what that rests, what they lack, and what would bridge it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competences.cards import shown
from competences.drawing import bar
from competences.models import AuthorisedDescription, BridgingUnit, Competence, Covers, Relation
from competences.ranking import Standing, standings
from programmes.models import Counterpart, Programme, Qualification

SHOWN = 20
MOST_UNCOMPARED = 12


@dataclass(slots=True)
class Bridge:
    title: object
    kind: str
    hours: int | None
    provider: str
    url: str


@dataclass(slots=True)
class Gap:
    task: Competence
    relation: Relation
    bridges: list[Bridge]


@dataclass(slots=True)
class Reach:
    """One diploma in the ranking."""

    standing: Standing
    diploma: Qualification
    own: int = 0  # tasks of the diploma itself
    whole: list[Competence] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    descriptions: dict[int, AuthorisedDescription] = field(default_factory=dict)

    @property
    def bar(self) -> SafeString:
        share = self.standing.percent
        parts = [{"relation": "equivalent", "share": share}, {"relation": "missing", "share": 100 - share}]
        return bar(parts, label=_("%(percent)d %% covered") % {"percent": share})


def ranked(tasks: Mapping[int, Competence]) -> list[Standing]:
    """All diplomas of which anything is known about these tasks. One query."""
    rows = Covers.objects.filter(competence__in=list(tasks)).order_by()
    covered = rows.values_list("qualification", "competence", "halves")
    return standings({pk: task.qualification_id for pk, task in tasks.items()}, covered)


def reaches(rows: list[Standing], tasks: Mapping[int, Competence]) -> list[Reach]:
    """The first few of the ranking in words. Two queries."""
    first = rows[:SHOWN]
    diplomas = Qualification.objects.select_related("level").in_bulk([row.qualification for row in first])
    told = {row.qualification: Reach(row, diplomas[row.qualification]) for row in first}
    for task in tasks.values():
        if task.qualification_id in told:
            told[task.qualification_id].own += 1
            told[task.qualification_id].whole.append(task)
    for line in lines(tasks, told):
        add(told[line.qualification_id], line, tasks[line.competence_id])
    return list(told.values())


def lines(tasks: Collection[int], diplomas: Collection[int]) -> QuerySet[Covers]:
    """With their descriptions, but not with all that these say."""
    rows = Covers.objects.filter(competence__in=list(tasks), qualification__in=list(diplomas))
    return (
        rows.select_related("description__comparison")
        .only(
            *("relation", "halves", "bridges", "qualification", "competence", "description__status"),
            *("description__year", "description__sequence", "description__version", "description__comparison__slug"),
        )
        .order_by("competence__position", "pk")
    )


def add(reach: Reach, line: Covers, task: Competence) -> None:
    reach.descriptions[line.description_id] = line.description
    if line.relation == Relation.EQUIVALENT:
        reach.whole.append(task)
    else:
        reach.gaps.append(Gap(task, Relation(line.relation), [bridge(row) for row in line.bridges]))


def bridge(row: dict) -> Bridge:
    kind = str(BridgingUnit.Kind(row["kind"]).label)
    return Bridge(shown(row["title"]), kind, row["hours"], row["provider"], row["url"])


def uncompared(tasks: Mapping[int, Competence], known: Collection[int]) -> QuerySet[Qualification]:
    """Diplomas that may fit and of which nothing is known: compared by people, or taught in the same field."""
    asked = {task.qualification_id for task in tasks.values()}
    pairs = Counterpart.objects.filter(Q(flemish__in=asked) | Q(dutch__in=asked)).order_by()
    published = Programme.objects.published().order_by()
    fields = published.filter(qualification__in=asked).values("field")
    near = Q(pk__in=published.filter(field__in=fields).values("qualification"))
    paired = Q(pk__in=pairs.values("flemish")) | Q(pk__in=pairs.values("dutch"))
    rows = Qualification.objects.filter(near | paired).exclude(pk__in=list(known))
    return rows.select_related("level").order_by("title", "pk")
