"""A first wording of a description, made from its comparison: quicker to improve than an empty field to fill."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from competences.frames import LANGUAGES
from competences.models import COUNTS_FOR, AuthorisedDescription, Relation
from competences.snapshot import gather
from competences.telling import told

LARGEST = 3  # gaps that the summary names


def first_words(description: AuthorisedDescription) -> dict[str, str]:
    """By column: summary, differences and strengths in each language. Nothing where nothing is compared yet."""
    gathered = gather(description)
    if gathered["coverage"]["percent"] is None:
        return {}
    words = {}
    for language in LANGUAGES:
        data = told(gathered, language)
        with override(language):
            words[f"summary_{language}"] = summary(data)
            words[f"differences_{language}"] = differences(data)
            words[f"strengths_{language}"] = strengths(data)
    return words


def summary(data: dict) -> str:
    """How far it reaches, in numbers, and what is missing most."""
    counts = {row["relation"]: row["number"] for row in data["counts"]}
    reach = _(
        "Who holds “%(source)s” covers %(percent)d %% of what “%(target)s” asks: of %(all)d competences "
        "%(full)d wholly, %(part)d in part and %(none)d not."
    ) % {
        "source": data["source"]["title"]["text"],
        "target": data["target"]["title"]["text"],
        "percent": data["coverage"]["percent"],
        "all": len(data["lines"]),
        "full": counts[Relation.EQUIVALENT],
        "part": counts[Relation.PARTIAL],
        "none": counts[Relation.MISSING],
    }
    largest = ", ".join(f"“{name_of(line)}”" for line in by_size(data["gaps"])[:LARGEST])
    if not largest:
        return reach
    return f"{reach} {_('The largest differences: %(names)s.') % {'names': largest}}"


def differences(data: dict) -> str:
    """A line for each gap, with its explanation where that is written in this language."""
    return "\n".join(f"- {name_of(line)} ({line['word'].lower()}){why(line)}" for line in by_size(data["gaps"]))


def strengths(data: dict) -> str:
    return "\n".join(f"- {name_of(line)}" for line in data["extras"])


def by_size(gaps: list[dict]) -> list[dict]:
    """What is missing before what is there in part, and what weighs more first."""
    return sorted(gaps, key=lambda line: (COUNTS_FOR[Relation(line["relation"])], -line["weight"]))


def name_of(line: dict) -> str:
    return line["competence"]["title"]["text"]


def why(line: dict) -> str:
    note = line["note"]
    return f": {' '.join(note['text'].split())}" if note["text"] and not note["language"] else ""
