"""What is told, cut to what the paper prints: its first page is the whole answer, so long texts go on behind it."""

from collections.abc import Iterable

Said = dict[str, str]
# Characters on the first page, so that it stays one page; the whole text stands behind it.
FRONT = {"summary": 300, "differences": 300, "strengths": 180, "regulated_note": 240}
MOST_OCCUPATIONS, MOST_SCHOOLS, MOST_GAPS = 4, 4, 4
LONGEST_NAME, LONGEST_GAP = 60, 80
LONG_TITLE = 60
MUCH, LAW_LINE = 750, 120  # characters of all this together, and what a line about a cohort counts for: set smaller
FRAME = "country side number level eqf title original_title source source_url valid_to".split()
AS_TOLD = (
    "number version coverage bar counts agreement regulated is_demo level_warning occupations programmes "
    "sign_offs days history disclaimer entry legal_basis"
).split()


def paper(told: dict, *, page: str) -> dict:
    """`page` is the address where it can be read."""
    frames = {name: {key: told[name][key] for key in FRAME} for name in ("source", "target")}
    return {
        **{name: told[name] for name in AS_TOLD},
        **frames,
        "front": front(told),
        "behind": {name: told[name] for name, limit in FRONT.items() if len(told[name]["text"]) > limit},
        "groups": groups(told["lines"]),
        "has_bridges": any(row["bridges"] for row in told["lines"]),
        "extras": [line(row) for row in told["extras"]],
        # Their original words stand in the comparison.
        "profile": [{"code": row["code"], "title": row["title"]} for row in told["source"]["competences"]],
        "signposts": [signpost(row) for row in told["signposts"]],
        "page": page,
    }


def front(told: dict) -> dict:
    """The answer in short."""
    brief = {name: shortened(told[name], limit) for name, limit in FRONT.items()}
    gaps = [shortened(row["competence"]["title"], LONGEST_GAP) | {"word": row["word"]} for row in told["gaps"]]
    schools = {row["school"]: ", ".join(row["towns"]) for row in told["programmes"]}
    law = [{"cohort": row["cohort"], "body": row["body"]} for row in told["signposts"] if row["case"] == "regulated"]
    return {
        **brief,
        "has_long_title": len(told["source"]["original_title"]["text"]) > LONG_TITLE,
        "is_much": length_of(told, brief) + LAW_LINE * len(law) > MUCH,
        "gaps": gaps[:MOST_GAPS],
        "more_gaps": max(0, len(gaps) - MOST_GAPS),
        "law": law,
        "occupations": [shortened(row["title"], LONGEST_NAME) for row in told["occupations"][:MOST_OCCUPATIONS]],
        "more_occupations": max(0, len(told["occupations"]) - MOST_OCCUPATIONS),
        "schools": [{"school": name, "towns": towns} for name, towns in list(schools.items())[:MOST_SCHOOLS]],
        "more_schools": max(0, len(schools) - MOST_SCHOOLS),
    }


def length_of(told: dict, brief: dict[str, Said]) -> int:
    titles = [told[name][kind] for name in ("source", "target") for kind in ("title", "original_title")]
    return sum(len(text["text"]) for text in (*brief.values(), *titles)) + len(told["level_warning"])


def shortened(text: Said, limit: int) -> Said:
    """At the end of a sentence where there is one in the second half, else of a word."""
    if len(text["text"]) <= limit:
        return text
    head = text["text"][: limit - 1]
    end = head.rfind(". ")
    kept = head[: end + 1] if end > limit / 2 else head[: head.rfind(" ")] if " " in head else head
    return text | {"text": f"{kept} …"}


def groups(lines: Iterable[dict]) -> list[dict]:
    """The lines, below the core task of the target that they belong to."""
    found = []
    for row in lines:
        of = row["competence"]
        if not found or found[-1]["id"] != of["group"]:
            found.append({"id": of["group"], "title": of["group_title"], "lines": []})
        found[-1]["lines"].append(line(row))
    return found


def line(row: dict) -> dict:
    return {
        **{name: row[name] for name in ("relation", "word", "sign", "aspect", "weight", "note", "is_disputed")},
        "competence": competence(row["competence"]),
        "sources": [competence(source) for source in row["sources"]],
        "views": [{name: view[name] for name in ("country", "side", "word", "sign", "note")} for view in row["views"]],
        "bridges": [
            {name: unit[name] for name in ("title", "kind_label", "hours", "provider", "side")}
            for unit in row["bridges"]
        ],
    }


def competence(row: dict) -> dict:
    """Without the original words where they are the ones that are printed already."""
    is_same = row["original_title"]["text"] == row["title"]["text"]
    return {"code": row["code"], "title": row["title"], "original": None if is_same else row["original_title"]}


def signpost(row: dict) -> dict:
    return {name: row[name] for name in ("case", "case_label", "body", "url", "text", "cohort", "source", "checked")}
