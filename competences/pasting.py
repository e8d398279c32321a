"""A frame as people have it in a document: lines to paste, and what they mean.

# B1-K1 Onderhoudt installaties          a group, where a line begins with #
co 01919 Werkt in teamverband            a competence, with an optional code before it
- Kennis van veiligheidsregels           what belongs below it: indented, or after a dash or a dot
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from competences.models import Competence, CompetenceGroup, Element

MOST = 200  # competences at a time
BELOW = re.compile(r"^(?:\s+[-*•–·▪o]?\s+|\s+|[-*•–·▪]\s*)(?=\S)")
NUMBERED = re.compile(r"^\d{1,3}[.)]\s+")
CODE = re.compile(
    r"^((?:[BP]\d+-)?K\d+(?:-W\d+)?|co ?\d{4,6}|(?:[A-Z]{2}-)?\d{5,6}(?:-[a-z])?|\d+\.\d+(?:\.\d+)*)[\s:.)–-]+(?=\S)",
    re.I,
)
KNOWLEDGE = (
    "kennis",
    "basiskennis",
    "grondige kennis",
    "kent ",
    "weet ",
    "knowledge",
    "knows ",
    "connaissance",
    "connaît ",
)


@dataclass
class Pasted:
    """A competence."""

    title: str
    code: str = ""
    line: int = 0
    elements: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class PastedGroup:
    """With an empty title for what stands before any group."""

    title: str = ""
    code: str = ""
    competences: list[Pasted] = field(default_factory=list)


def read(text: str) -> list[PastedGroup]:
    """Raises ValidationError with a sentence for each line that cannot be used."""
    groups, wrong = [PastedGroup()], []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.replace("\u00a0", " ").rstrip()
        if not any(character.isalnum() for character in line):
            continue
        try:
            _take(line, number, groups)
        except ValidationError as error:
            wrong.append(_("Line %(number)d: %(problem)s") % {"number": number, "problem": error.messages[0]})
    if sum(len(group.competences) for group in groups) > MOST:
        wrong.append(_("That is more than %d competences: add them in parts.") % MOST)
    if wrong:
        raise ValidationError(wrong[:20])
    return [group for group in groups if group.competences or group.title]


def _take(line: str, number: int, groups: list[PastedGroup]) -> None:
    group = groups[-1]
    if line.startswith("#"):
        code, title = _code_of(_words(line.lstrip("#")))
        groups.append(PastedGroup(_fitting(title, CompetenceGroup, "title"), code))
    elif found := BELOW.match(line):
        if not group.competences:
            raise ValidationError(_("it belongs below a competence, but none stands above it."))
        text = _fitting(_words(line[found.end() :]), Element, "text")
        group.competences[-1].elements.append((kind_of(text), text))
    else:
        code, title = _code_of(line)
        group.competences.append(Pasted(_fitting(title, Competence, "title"), code, number))


def _code_of(line: str) -> tuple[str, str]:
    """From a table a code is what stands before the first tab."""
    first, tab, rest = line.partition("\t")
    if tab and rest.strip() and len(first) <= 40:
        return _words(first), _words(rest)
    line = NUMBERED.sub("", _words(line))
    found = CODE.match(line)
    return (found[1], line[found.end() :]) if found else ("", line)


def kind_of(text: str) -> str:
    return Element.Kind.KNOWLEDGE if text.casefold().startswith(KNOWLEDGE) else Element.Kind.SKILL


def _words(text: str) -> str:
    return " ".join(text.split())


def _fitting(text: str, model, name: str) -> str:
    limit = model._meta.get_field(name).max_length
    if not text:
        raise ValidationError(_("there is only a code, and no words."))
    if len(text) > limit:
        raise ValidationError(_("it is longer than %d characters.") % limit)
    return text
