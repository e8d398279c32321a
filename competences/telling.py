"""A snapshot in one language: the same plain data for the page, the paper and the JSON.

A text is `{"text": …, "language": …}`; `language` is "" where it is the one that was asked for.
"""

from collections import Counter
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from competences.models import COUNTS_FOR, Aspect, BridgingUnit, Element, Relation, Signpost
from les_portal.organisations.models import Country

Said = dict[str, str]
Case = Signpost.Case
NOTHING: Said = {"text": "", "language": ""}


def said(texts: dict[str, str], language: str) -> Said:
    """In `language`; else the Dutch one, or the original."""
    if not texts:
        return NOTHING
    found = next(code for code in (language, "nl", texts["original"]) if code in texts)
    return {"text": texts[found], "language": "" if found == language else found}


def original(texts: dict[str, str]) -> Said:
    """As the register or the teacher wrote it."""
    return {"text": texts[texts["original"]], "language": texts["original"]} if texts else NOTHING


def told(snapshot: dict, language: str = "") -> dict:
    """Everything that there is to tell, in `language` or the active one."""
    language = language or get_language()
    with override(language):
        return _told(snapshot, language)


def _told(snapshot: dict, language: str) -> dict:
    source, target = (told_frame(snapshot[name], language) for name in ("source", "target"))
    known = {row["id"]: row for row in (*source["competences"], *target["competences"])}
    lines = [told_line(row, known, language) for row in snapshot["lines"]]
    return {
        **{name: snapshot[name] for name in ("number", "version", "coverage", "agreement", "regulated", "is_demo")},
        "source": source,
        "target": target,
        "lines": [line for line in lines if line["relation"] != Relation.EXTRA],
        "extras": [line for line in lines if line["relation"] == Relation.EXTRA],
        "gaps": [line for line in lines if line["relation"] in (Relation.PARTIAL, Relation.MISSING)],
        "counts": [{**relation_words(name), "number": snapshot["coverage"][name]} for name in Relation.values],
        "bar": bar(snapshot),
        "level_warning": level_warning(snapshot),
        **{name: said(snapshot[name], language) for name in WRITTEN},
        "signposts": [told_signpost(row, language) for row in sorted(snapshot["signposts"], key=urgency)],
        "occupations": [told_occupation(row, language) for row in snapshot["occupations"]],
        "programmes": [told_programme(row, language) for row in snapshot["programmes"]],
        "sign_offs": [
            row | {"side": side(row["country"]), "day": day(row["signed_on"])} for row in snapshot["sign_offs"]
        ],
        "dates": snapshot["dates"],
        "days": {name: day(text) for name, text in snapshot["dates"].items()},
        "history": [row | {"day": day(row["authorised_on"])} for row in snapshot["history"]],
        "disclaimer": disclaimer(),
    }


WRITTEN = ("summary", "differences", "strengths", "entry", "legal_basis", "regulated_note")


def told_frame(frame: dict, language: str) -> dict:
    level = frame["level"]
    groups = {group["id"]: group | {"title": said(group["title"], language)} for group in frame["groups"]}
    return {
        **{name: frame[name] for name in ("id", "slug", "country", "kind", "code", "version", "source", "source_url")},
        "side": side(frame["country"]),
        "valid_from": day(frame["valid_from"]),
        "valid_to": day(frame["valid_to"]),
        "title": said(frame["title"], language),
        "original_title": original(frame["title"]),
        "number": ", ".join(part for part in (frame["code"], frame["version"]) if part),
        "level": f"{level['framework']} {level['code']}" if level else "",
        "eqf": level["eqf"] if level else None,
        "groups": list(groups.values()),
        "competences": [told_competence(row, groups, language) for row in frame["competences"]],
    }


def told_competence(competence: dict, groups: dict[int, dict], language: str) -> dict:
    return {
        **{name: competence[name] for name in ("id", "group", "code", "type", "weight")},
        "group_title": groups[competence["group"]]["title"] if competence["group"] in groups else NOTHING,
        "title": said(competence["title"], language),
        "original_title": original(competence["title"]),
        "knowledge": [said(row["text"], language) for row in competence["knowledge"]],
        "skills": [
            said(row["text"], language) | {"kind": str(Element.Kind(row["kind"]).label)} for row in competence["skills"]
        ],
        "esco": [{"uri": row["uri"], "title": said(row["title"], language)} for row in competence["esco"]],
    }


def told_line(line: dict, known: dict[int, dict], language: str) -> dict:
    return {
        **relation_words(line["relation"]),
        "competence": known[line["competence"]],
        "sources": [known[pk] for pk in line["sources"] if pk in known],
        "weight": line["weight"],
        "aspect": str(Aspect(line["aspect"]).label) if line["aspect"] else "",
        "note": said(line["note"], language),
        "is_disputed": line["outcome"] == "kept",
        "views": [view | {"side": side(view["country"]), **relation_words(view["relation"])} for view in line["views"]],
        "bridges": [told_bridge(row, language) for row in line["bridges"]],
    }


def bar(snapshot: dict) -> list[dict]:
    """What of the target is covered and what is not: how many competences, and the share of their weight in %."""
    weights = Counter()
    for line in snapshot["lines"]:
        weights[line["relation"]] += line["weight"]
    total = sum(weights[name] for name in COUNTS_FOR)
    return [
        {
            **relation_words(name),
            "number": snapshot["coverage"][name],
            "share": round(100 * weights[name] / total, 2) if total else 0,
        }
        for name in COUNTS_FOR
    ]


def relation_words(relation: str) -> dict:
    of_it = Relation(relation)
    return {"relation": of_it.value, "word": str(of_it.label), "sign": of_it.sign}


def told_bridge(bridge: dict, language: str) -> dict:
    texts = {name: said(bridge[name], language) for name in ("title", "description")}
    place = {"side": side(bridge["country"]) if bridge["country"] else ""}
    return bridge | texts | place | {"kind": bridge["kind"], "kind_label": str(BridgingUnit.Kind(bridge["kind"]).label)}


def told_signpost(row: dict, language: str) -> dict:
    return row | {
        "case_label": str(Signpost.Case(row["case"]).label),
        "text": said(row["text"], language),
        "cohort": cohort(row["cohort_from"], row["cohort_until"]),
        "checked": day(row["valid_from"]),
    }


def urgency(row: dict) -> int:
    """What the law asks first, then what a diploma counts for, then what helps without one."""
    return [Case.REGULATED, Case.LEVEL, Case.HIGHER, Case.EXPERIENCE].index(row["case"])


def told_occupation(row: dict, language: str) -> dict:
    return row | {"title": said(row["title"], language), "regulated": said(row["regulated"], language)}


def told_programme(row: dict, language: str) -> dict:
    return row | {"title": said(row["title"], language), "form": said(row["form"], language)}


def level_warning(snapshot: dict) -> str:
    """The fixed sentence where the levels differ."""
    levels = [snapshot[name]["level"] for name in ("source", "target")]
    if not all(levels) or levels[0]["eqf"] == levels[1]["eqf"]:
        return ""
    return _(
        "The two diplomas do not have the same level: EQF %(source)d and EQF %(target)d. The comparison of competences "
        "says nothing about the right to go on to further study or to a pay scale."
    ) % {"source": levels[0]["eqf"], "target": levels[1]["eqf"]}


def disclaimer() -> str:
    return _(
        "This document compares the content of two diplomas. It is not a recognition of equivalence and grants no "
        "right to a profession or title. For recognition: NARIC-Vlaanderen or IDW; for care professions Departement "
        "Zorg and the federal public health service, or the BIG-register."
    )


def side(country: str) -> str:
    return str(Country(country).label)


def day(text: str | None) -> str:
    return date_format(date.fromisoformat(text), "j F Y") if text else ""


def cohort(start: str | None, end: str | None) -> str:
    """For whom it holds, by when they began."""
    days = {"start": day(start), "end": day(end)}
    if start and end:
        return _("Who began from %(start)s and before %(end)s") % days
    if start:
        return _("Who began from %(start)s") % days
    return _("Who began before %(end)s") % days if end else ""
