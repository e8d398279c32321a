"""Finding a diploma by what one can do with it, and ranking diplomas by the tasks of a job: 500 with 40 competences."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from competences.finding import competences_for, look_up
from competences.jobs import MOST
from competences.models import AuthorisedDescription, Comparison, Competence, Covers, Element
from competences.preparation import index_qualifications
from competences.reaching import ranked, reaches
from competences.reasons import reasons
from les_portal.organisations.models import Organisation
from programmes.models import Qualification
from tests.bench import words
from tests.bench.finding import Finding, milliseconds, once
from tests.bench.rows import Row, new_ids, write

DIPLOMAS, COMPETENCES, ELEMENTS = 500, 40, 3
SHOWN = 24
RARE, RARE_COMPETENCES = "glasblazen", 20
COLUMNS = ("title_nl", "title_fr", "title_en", "elements__text_nl", "elements__text_fr", "elements__text_en")


def find() -> Iterator[Finding]:
    ids = make_diplomas()
    indexing = once(lambda: index(ids))
    yield Finding(f"{DIPLOMAS} diplomas with {COMPETENCES} competences each made findable", p50_ms=indexing)
    # As `make_portal` leaves it.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    for what, word, goal in (("rare", RARE, 1 / 4), ("medium", words.MEDIUM, 1), ("common", words.COMMON, 1)):
        ours, floor = milliseconds(lambda word=word: competences_for(word), lambda word=word: in_every_text(word))
        yield Finding(f"competences with a {what} word", ours / floor, "icontains", ours, rounds=5, goal=goal)
        whole = milliseconds(lambda word=word: with_reasons(word))[0]
        yield Finding(f"diplomas found by a {what} word, with the reason", whole / floor, "icontains", whole, rounds=5)
    yield from rank(ids)


def rank(ids: list[int]) -> Iterator[Finding]:
    """All of the one side against the first of the other, for all tasks that one may choose."""
    tasks = {row.pk: row for row in Competence.objects.filter(qualification=ids[-1])[:MOST]}
    ours, each = milliseconds(lambda: ranked(tasks), lambda: one_by_one(ids, tasks))
    what = f"ranking {DIPLOMAS // 2} diplomas for {len(tasks)} tasks"
    yield Finding(what, ours / each, "a query per diploma", ours, rounds=5, goal=1 / 2)
    told = milliseconds(lambda: reaches(ranked(tasks), tasks))[0]
    yield Finding(f"{what}, and telling the first of them", p50_ms=told, rounds=5)


def in_every_text(word: str) -> list[int]:
    """The first diplomas by name, looked for in every text of every competence."""
    wanted = Q()
    for column in COLUMNS:
        wanted |= Q(**{f"{column}__icontains": word})
    fits = Competence.objects.current().filter(wanted).order_by().values("qualification")
    rows = Qualification.objects.filter(pk__in=fits).order_by("title", "pk")
    return list(rows.values_list("pk", flat=True)[:SHOWN])


def with_reasons(word: str) -> dict:
    found = look_up(word)
    return reasons(found, set(list(found.diplomas)[:SHOWN]))


def one_by_one(ids: list[int], tasks: dict) -> list[int]:
    return [
        sum(Covers.objects.filter(qualification=pk, competence__in=list(tasks)).values_list("halves", flat=True))
        for pk in ids
    ]


# --- made up --------------------------------------------------------------------------------------


@transaction.atomic
def make_diplomas() -> list[int]:
    """The last one is described by all of the other side."""
    random, ids = Random(5), new_ids(Qualification)
    diplomas = [diploma(next(ids), number, random) for number in range(DIPLOMAS)]
    write(Qualification, diplomas)
    competence_ids, rows = new_ids(Competence), []
    for row in diplomas:
        rows += [competence(next(competence_ids), row, number, random) for number in range(COMPETENCES)]
    for row in random.sample(rows, RARE_COMPETENCES):
        row["title_nl"] += f" {RARE}"
    write(Competence, rows)
    write(Element, (element(row, random) for row in rows for _n in range(ELEMENTS)))
    describe(diplomas, rows)
    return [row["id"] for row in diplomas]


@transaction.atomic
def index(ids: list[int]) -> None:
    index_qualifications(ids)


def diploma(pk: int, number: int, random: Random) -> Row:
    country, kind = ("be", "bk") if number < DIPLOMAS // 2 else ("nl", "crebo")
    title = f"Technicus {words.speciality(random)}"
    names = {"title": title, "title_nl": title, "slug": f"bench-diploma-{number}", "code": f"B{number:04}"}
    return {"id": pk, "country": country, "kind": kind, **names}


def competence(pk: int, of: Row, number: int, random: Random) -> Row:
    title = f"Werkt aan {words.speciality(random)} en {words.speciality(random)}"
    return {"id": pk, "qualification_id": of["id"], "title": title, "title_nl": title, "position": number}


def element(of: Row, random: Random) -> Row:
    text = f"Kennis van {words.speciality(random)} en {words.speciality(random)}"
    return {"competence_id": of["id"], "kind": Element.Kind.KNOWLEDGE.value, "text": text, "text_nl": text}


def describe(diplomas: list[Row], competences: list[Row]) -> None:
    target, random = diplomas[-1]["id"], Random(6)
    asked = [row["id"] for row in competences if row["qualification_id"] == target]
    keeper = Organisation.objects.order_by("pk").values_list("pk", flat=True).first()
    comparisons, descriptions, covers = [], [], []
    comparison_ids, ids = new_ids(Comparison), new_ids(AuthorisedDescription)
    for source in diplomas[: DIPLOMAS // 2]:
        pk, description = next(comparison_ids), next(ids)
        row = {"id": pk, "source_id": source["id"], "target_id": target, "slug": f"bench-{pk}"}
        comparisons.append(row | {"organisation_id": keeper})
        descriptions.append(published(description, pk))
        for task in asked:
            relation, halves = random.choice((("equivalent", 2), ("partial", 1), ("missing", 0)))
            of = {"description_id": description, "qualification_id": source["id"], "competence_id": task}
            covers.append({**of, "relation": relation, "halves": halves})
    write(Comparison, comparisons)
    write(AuthorisedDescription, descriptions)
    write(Covers, covers)


def published(pk: int, comparison: int) -> Row:
    number = {"year": 2000, "sequence": pk, "version": 1, "is_current": True}
    valid = timezone.localdate() + timedelta(days=365)
    return {"id": pk, "comparison_id": comparison, "status": "published", "valid_until": valid, **number}
