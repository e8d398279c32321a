"""Why a diploma was found: the competence that says so, and what in it; else the work, or a school that teaches it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from competences.finding import Found, competences_for
from competences.models import Competence
from les_portal.search.words import fold, words_that_matter
from programmes.cards import Text, in_languages, translated
from programmes.models import Occupation, Programme, Qualification

SHOWN = 2  # competences, occupations and programmes each
Rows = dict[int, list[dict]]


@dataclass(slots=True)
class Reason:
    """A competence, and the piece of knowledge or skill in it that has the words, where its title has not."""

    title: Text
    detail: Text | None = None


@dataclass(slots=True)
class Why:
    competences: list[Reason] = field(default_factory=list)
    more: int = 0  # competences beside those
    occupations: list[Text] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.competences or self.occupations or self.programmes)


def reasons(found: Found, diplomas: set[int]) -> dict[int, Why]:
    """By diploma; those that only their name was found by are not in it. As many queries for one as for fifty."""
    if not found.words:
        return {}
    words = words_that_matter(fold(found.words).split())
    why: dict[int, Why] = defaultdict(Why)
    _add_competences(why, found.words, words, diplomas)
    _add_programmes(why, found, words, diplomas - _named(words, diplomas))
    return dict(why)


def _named(words: list[str], diplomas: set[int]) -> set[int]:
    """Those whose own name or code has all the words: there is nothing more to say."""
    rows = Qualification.objects.filter(pk__in=diplomas).order_by().values("pk", "code", *in_languages("title"))
    names = {row["pk"]: fold(" ".join(str(text or "") for text in row.values())) for row in rows}
    return {pk for pk, name in names.items() if all(word in name for word in words)}


def _add_competences(why: dict[int, Why], asked: str, words: list[str], diplomas: Collection[int]) -> None:
    rank = competences_for(asked)
    rows = Competence.objects.current().filter(pk__in=list(rank), qualification__in=diplomas).order_by()
    of_diploma: dict[int, list[int]] = defaultdict(list)
    for pk, diploma in sorted(rows.values_list("pk", "qualification"), key=lambda row: rank[row[0]]):
        of_diploma[diploma].append(pk)
    shown = {pk for ids in of_diploma.values() for pk in ids[:SHOWN]}
    told = _told(shown, words)
    for diploma, ids in of_diploma.items():
        why[diploma].competences = [told[pk] for pk in ids[:SHOWN]]
        why[diploma].more = len(ids[SHOWN:])


def _told(ids: Collection[int], words: list[str]) -> dict[int, Reason]:
    rows = Competence.objects.filter(pk__in=ids).order_by().values("pk", *in_languages("title"))
    parts = _parts(ids)
    return {row["pk"]: _reason(row, parts.get(row["pk"], []), words) for row in rows}


def _parts(ids: Collection[int]) -> Rows:
    """The knowledge, the skills and what ESCO calls them, of each competence."""
    found: Rows = defaultdict(list)
    columns = {"elements": in_languages("elements__text"), "skills": in_languages("skills__title")}
    for relation, names in columns.items():
        rows = Competence.objects.filter(pk__in=ids, **{f"{relation}__isnull": False}).order_by(f"{relation}__pk")
        for pk, *texts in rows.values_list("pk", *names):
            found[pk].append(dict(zip(in_languages("text"), texts, strict=True)))
    return found


def _reason(row: dict, parts: list[dict], words: list[str]) -> Reason:
    title = translated(row, "title")
    if _says(row, "title", words):
        return Reason(title)
    part = next((part for part in parts if _says(part, "text", words)), None)
    return Reason(title, translated(part, "text") if part else None)


def _says(row: dict, name: str, words: list[str]) -> bool:
    """One of the words, in any language."""
    said = fold(" ".join(row[column] or "" for column in in_languages(name)))
    return any(word in said for word in words)


def _add_programmes(why: dict[int, Why], found: Found, words: list[str], diplomas: Collection[int]) -> None:
    rows = Programme.objects.published().filter(pk__in=list(found.programmes), qualification__in=diplomas)
    for programme in rows.select_related("school__organisation").order_by("sort_key", "pk"):
        taught = why[programme.qualification_id].programmes
        # One that is taught in two places is one reason.
        if (programme.title, programme.school_id) not in {(row.title, row.school_id) for row in taught}:
            taught.append(programme)
    leads = Occupation.objects.filter(programmes__in=rows.order_by().values("pk")).order_by("slug").distinct()
    for row in leads.values("programmes__qualification", *in_languages("title")):
        of_it, title = why[row["programmes__qualification"]], translated(row, "title")
        if _says(row, "title", words) and title not in of_it.occupations:
            of_it.occupations.append(title)
    for of_it in why.values():
        of_it.programmes, of_it.occupations = of_it.programmes[:SHOWN], of_it.occupations[:SHOWN]
