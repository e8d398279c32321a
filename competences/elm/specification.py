"""What a frame says, in the terms of the European Learning Model; how it is written down is another's question."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from competences.elm import vocabularies as words
from competences.frames import LANGUAGES
from programmes.models import Qualification

Texts = dict[str, str]
Kind = Qualification.Kind
REGISTERS = {Kind.BK: "Vlaamse kwalificatiestructuur", Kind.CREBO: "CREBO"}
DEMO = {
    "nl": "Verzonnen voor de demo.",
    "fr": "Inventé pour la démonstration.",
    "en": "Invented for the demonstration.",
}


class CannotBeTold(Exception):
    """The model asks for something that nobody here knows: a sentence that says what."""


@dataclass(frozen=True)
class Outcome:
    uri: str
    titles: Texts
    kind: str
    notation: str = ""
    reuse: str = ""
    skills: list[tuple[str, Texts]] = field(default_factory=list)


@dataclass(frozen=True)
class Specification:
    uri: str
    titles: Texts
    eqf: int
    level: str  # address of the national one
    level_name: str
    fields: list[str]  # ISCED-F
    outcomes: list[Outcome]
    code: str = ""
    version: str = ""
    register: str = ""
    is_whole: bool = False  # known not to be a part of another qualification
    homepage: str = ""
    source_url: str = ""
    modified: str = ""
    entry: Texts = field(default_factory=dict)
    notes: list[Texts] = field(default_factory=list)


def specification(
    frame: dict,
    uri: str,
    *,
    side: str = "it",
    fields: Iterable[str] = (),
    homepage: str = "",
    modified: str = "",
    entry: Texts | None = None,
) -> Specification:
    """Of `frame`, as `competences.frames.frame` or a snapshot has it. Raises CannotBeTold.

    Below `uri` everything has its place: `#it`, or `side`, is the qualification, `#12` a competence and `#12-1` a line
    below it.
    """
    level = frame["level"]
    name = f"{level['framework']} {level['code']}" if level else ""
    if name not in words.NATIONAL_LEVELS:
        raise CannotBeTold(_("The European Learning Model asks for a level, and that of this diploma is not known."))
    if not frame["competences"]:
        raise CannotBeTold(_("The European Learning Model asks for competences, and this diploma has none here yet."))
    kind = frame["kind"]
    return Specification(
        uri=f"{uri}#{side}",
        titles=plain(frame["title"]),
        eqf=level["eqf"],
        level=words.NATIONAL_LEVELS[name],
        level_name=name,
        fields=sorted({code for code in fields if code}) or [words.FIELD_UNKNOWN],
        outcomes=[each for competence in frame["competences"] for each in outcomes(competence, uri)],
        code=frame["code"],
        version=frame["version"],
        register=REGISTERS.get(kind, ""),
        is_whole=kind in (Kind.BK, Kind.CREBO, Kind.HIGHER),
        homepage=homepage,
        source_url=frame["source_url"],
        modified=modified,
        entry=plain(entry or {}),
        notes=[DEMO] if any(competence["is_demo"] for competence in frame["competences"]) else [],
    )


def outcomes(competence: dict, uri: str) -> Iterable[Outcome]:
    """The competence, then what one must know and be able to do for it."""
    name, code = f"{uri}#{competence['id']}", competence["code"]
    yield Outcome(
        uri=name,
        titles=plain(competence["title"]),
        kind=words.SKILL,
        notation=code,
        reuse=common_reuse(competence["esco"]),
        skills=[(link["uri"], plain(link["title"])) for link in competence["esco"]],
    )
    below = [(words.KNOWLEDGE, line) for line in competence["knowledge"]]
    below += [(words.SKILL, line) for line in competence["skills"]]
    for number, (kind, line) in enumerate(below, start=1):
        notation = f"{code}.{number}" if code else ""
        yield Outcome(uri=f"{name}-{number}", titles=plain(line["text"]), kind=kind, notation=notation)


def common_reuse(links: list[dict]) -> str:
    """How widely it is used, where ESCO says the same of all its skills."""
    levels = {link["reuse"] for link in links}
    level = levels.pop() if len(levels) == 1 else ""
    return level if level in words.REUSE_LEVELS else ""


def plain(texts: Texts) -> Texts:
    return {language: texts[language] for language in LANGUAGES if language in texts}
