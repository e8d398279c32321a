"""What a description was made from, fact by fact: as it was authorised, as it is now, and wherein that differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from competences.frames import frame
from competences.models import Comparison, Signpost
from competences.signposts import signposts_for
from competences.snapshot import occupation, occupations_of, signpost
from programmes.models import Occupation

THERE = True  # the value of a fact that says no more than that something exists


@dataclass(frozen=True)
class Fact:
    what: str
    name: dict | str  # what it is about: a text in languages
    value: Any


Facts = dict[str, Fact]


def as_it_is_now(comparison: Comparison, snapshot: dict) -> dict:
    """The parts of a snapshot that are watched. A constant number of queries, however long the frames are."""
    known = [row["slug"] for row in snapshot["occupations"] if "slug" in row]
    rows = Occupation.objects.filter(Q(slug__in=known) | Q(pk__in=occupations_of(comparison.source).values("pk")))
    return {
        "source": frame(comparison.source),
        "target": frame(comparison.target),
        "signposts": [signpost(row) for row in signposts_for(comparison.source, comparison.target.country)],
        "occupations": [occupation(row) for row in rows],
    }


def differences(snapshot: dict, now: dict, *, upheld: dict | None = None) -> list[dict]:
    """A concern for each change since, but for those that somebody looked at and upheld: `upheld[key]` is the value."""
    before, after = facts(snapshot), facts(now)
    found = [concern for key in before | after if (concern := _compared(key, before.get(key), after.get(key)))]
    return [concern for concern in found if not _is_upheld(concern, upheld or {})]


def _is_upheld(concern: dict, upheld: dict) -> bool:
    return concern["key"] in upheld and upheld[concern["key"]] == concern["after"]


def _compared(key: str, before: Fact | None, after: Fact | None) -> dict | None:
    if before and after:
        is_same = _has_all(before, after) if before.what == "competence_esco" else before.value == after.value
        return None if is_same else _concern(key, "changed", before, before.value, after.value)
    # What belongs to something new or gone is said with it.
    fact = before or after
    if fact.value is not THERE:
        return None
    return _concern(key, "gone" if before else "added", fact, *((THERE, None) if before else (None, THERE)))


def _has_all(before: Fact, after: Fact) -> bool:
    """A link more makes nothing different."""
    return set(before.value) <= set(after.value)


def _concern(key: str, event: str, fact: Fact, before: Any, after: Any) -> dict:
    return {"key": key, "event": event, "what": fact.what, "name": fact.name, "before": before, "after": after}


def facts(snapshot: dict) -> Facts:
    """By a key that stays the same while what it is about exists."""
    return {
        **dict(_of_frame("source", snapshot["source"])),
        **dict(_of_frame("target", snapshot["target"])),
        **dict(_of_signposts(snapshot["signposts"])),
        **dict(_of_occupations(snapshot["occupations"])),
    }


def _of_frame(side: str, data: dict) -> Iterator[tuple[str, Fact]]:
    name = data["title"]
    yield f"{side}.title", Fact("title", name, _original(name))
    for field in ("level", "valid_to", "successor"):
        yield f"{side}.{field}", Fact(field, name, data.get(field))
    for competence in data["competences"]:
        yield from _of_competence(f"{side}.competence.{competence['id']}", competence)


def _of_competence(key: str, data: dict) -> Iterator[tuple[str, Fact]]:
    """In the language that it was written in: a better translation makes no other diploma."""
    name = data["title"]
    yield key, Fact("competence", name, THERE)
    yield f"{key}.title", Fact("competence_title", name, _original(name))
    for field in ("code", "type", "weight"):
        yield f"{key}.{field}", Fact(f"competence_{field}", name, data[field])
    elements = sorted([row["kind"], _original(row["text"])] for row in (*data["knowledge"], *data["skills"]))
    yield f"{key}.elements", Fact("competence_elements", name, elements)
    yield f"{key}.esco", Fact("competence_esco", name, sorted(row["uri"] for row in data["esco"]))


def _of_signposts(rows: list[dict]) -> Iterator[tuple[str, Fact]]:
    for row in rows:
        what = "protection" if row["case"] == Signpost.Case.REGULATED else "signpost"
        key = f"signpost.{row['code']}"
        said = [row["body"], _original(row["text"]), row["cohort_from"], row["cohort_until"], row["is_automatic"]]
        yield key, Fact(what, row["body"], THERE)
        yield f"{key}.content", Fact(f"{what}_content", row["body"], said)


def _of_occupations(rows: list[dict]) -> Iterator[tuple[str, Fact]]:
    """Which occupations a diploma leads to follows its programmes, and is no change; what the law says of one is."""
    for row in rows:
        if row["regulated"]:
            key = f"occupation.{row.get('slug') or row['uri']}"
            yield key, Fact("occupation", row["title"], THERE)
            yield f"{key}.regulated", Fact("occupation_regulated", row["title"], _original(row["regulated"]))


def _original(texts: dict) -> str:
    return texts[texts["original"]] if texts else ""
