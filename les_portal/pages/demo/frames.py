"""The competence frames of the demo, with the ESCO skills that they name and what bridges their gaps."""

from collections import Counter

from competences.actions.telling import qualifications_changed
from competences.models import (
    BridgingUnit,
    Competence,
    CompetenceGroup,
    CompetenceSkill,
    Element,
    Skill,
)
from les_portal.pages.demo.fixtures import FixtureError, Known, in_columns
from programmes.models import Qualification

KEY = "demo:"  # before the code: no register gives such a key


def load(rows: dict, qualifications: Known, made: Counter) -> None:
    skills = load_skills(rows["skills"], rows["skills_source"], made)
    filled = []
    for row in rows["frames"]:
        qualification = qualifications[row["qualification"]]
        # Whatever stands there, of a register or typed in, is left alone.
        if not qualification.competences.exists():
            make_frame(row, qualification, skills)
            filled.append(qualification.pk)
    made["competence frames"] += len(filled)
    load_bridges(rows["bridges"], qualifications, made)
    if filled:
        qualifications_changed(filled)


def load_skills(rows: list[dict], source: str, made: Counter) -> Known:
    there = {skill.uri: skill for skill in Skill.objects.filter(uri__in=[row["uri"] for row in rows])}
    known = Known("ESCO skill", {})
    for row in rows:
        columns = in_columns({name: value for name, value in row.items() if name != "name"})
        if row["uri"] not in there:
            there[row["uri"]] = Skill.objects.create(**columns)
            made["ESCO skills"] += 1
        known[row["name"]] = there[row["uri"]]
    return known


def make_frame(row: dict, qualification: Qualification, skills: Known) -> None:
    position = 0
    for number, group in enumerate(row["groups"]):
        columns = in_columns({"code": group["code"], "title": group["title"]})
        made = CompetenceGroup.objects.create(qualification=qualification, position=number, **columns)
        for competence in group["competences"]:
            make_competence(competence, made, position, skills)
            position += 1


def make_competence(row: dict, group: CompetenceGroup, position: int, skills: Known) -> None:
    columns = in_columns({name: row[name] for name in ("code", "type", "title")})
    competence = Competence.objects.create(
        qualification=group.qualification,
        group=group,
        key=KEY + row["code"],
        weight=row.get("weight", 1),
        position=position,
        source="Demo",
        is_demo=True,
        **columns,
    )
    for number, element in enumerate(row["elements"]):
        Element.objects.create(competence=competence, position=number, **in_columns(element))
    for name in row["esco"]:
        CompetenceSkill.objects.create(competence=competence, skill=skills[name], source="Demo")


def load_bridges(rows: list[dict], qualifications: Known, made: Counter) -> None:
    there = set(BridgingUnit.objects.filter(is_demo=True).values_list("title_nl", flat=True))
    for row in rows:
        found = [in_frame(qualifications[slug]).get(code) for slug, code in row["leads_to"]]
        if row["title"]["nl"] not in there and all(found):
            columns = in_columns({name: value for name, value in row.items() if name != "leads_to"})
            BridgingUnit.objects.create(source="Demo", is_demo=True, **columns).competences.set(found)
            made["bridging units"] += 1


def in_frame(qualification: Qualification) -> dict[str, Competence]:
    """What the demo put there, by its code; nothing where a register or a person filled the frame."""
    rows = qualification.competences.current()
    if rows.exclude(key__startswith=KEY).exists():
        return {}
    return {row.key.removeprefix(KEY): row for row in rows}


def named(frame: dict[str, Competence], code: str) -> Competence:
    if code not in frame:
        raise FixtureError(f"there is no competence “{code}” in {next(iter(frame.values())).qualification}")
    return frame[code]
