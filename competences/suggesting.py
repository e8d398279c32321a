"""Which competences of the diploma held may cover one of the other side: by shared ESCO skills and by wording.

It only orders what a teacher chooses from. A word that few competences have says more than one that all have.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from competences.frames import LANGUAGES
from competences.models import Competence
from les_portal.search.words import fold, words_that_matter

STEM = 6  # letters: "onderhoudt" and "onderhouden", "elektrische" and "elektricien"
IN_TITLE, BELOW_IT = 3, 1
SHARED_SKILL = 0.5  # what one skill that both link to is worth beside wording, which is 1 for the same text
LEAST = 0.06  # below it, what they share is chance
SHOWN_WORDS = 3
# Between the words of a task, in the three languages, and beside those that a search leaves out.
SMALL = set(
    "aan als bij door hun naar om over tot uit zijn zich avec dans leur leurs ses son from into its their".split()
)


@dataclass(frozen=True)
class Suggestion:
    source: Competence
    score: float
    skills: list[str] = field(default_factory=list)  # the ESCO skills that both link to
    words: list[str] = field(default_factory=list)  # the rarest that both use


@dataclass(frozen=True)
class Wording:
    """How often each stem occurs, and the word that it stands for."""

    counts: Counter
    written: dict[str, str]


def with_wording(competences):
    """What `suggestions` reads of each, in a few queries for all."""
    return competences.prefetch_related("elements", "skill_links__skill")


def suggestions(
    sources: Iterable[Competence], targets: Iterable[Competence], *, most: int = 6
) -> dict[int, list[Suggestion]]:
    """By target, the best first. Reads elements and skills: give it competences `with_wording`."""
    sources, targets = list(sources), list(targets)
    languages = shared_languages([*sources, *targets])
    wordings = {each.pk: wording(each, languages) for each in (*sources, *targets)}
    rarity = rarities(wordings.values())
    return {
        target.pk: sorted(
            (found for source in sources if (found := compare(source, target, wordings, rarity)).score >= LEAST),
            key=lambda found: -found.score,
        )[:most]
        for target in targets
    }


def compare(source: Competence, target: Competence, wordings: dict[int, Wording], rarity: dict[str, float]):
    ours, theirs = skills_of(source), skills_of(target)
    shared = [title for uri, title in theirs.items() if uri in ours]
    one, other = wordings[source.pk], wordings[target.pk]
    common = sorted(one.counts.keys() & other.counts.keys(), key=lambda stem: (-rarity[stem], stem))
    score = cosine(one.counts, other.counts, rarity) + SHARED_SKILL * len(shared)
    telling = [other.written[stem] for stem in common if rarity[stem] > 1][:SHOWN_WORDS]
    return Suggestion(source, score, shared, telling)


def skills_of(competence: Competence) -> dict[str, str]:
    return {link.skill.uri: str(link.skill) for link in competence.skill_links.all()}


def shared_languages(competences: list[Competence]) -> list[str]:
    """One that all are written in, so that words meet their own kind; else all that there are."""
    whole = [code for code in LANGUAGES if all(getattr(each, f"title_{code}") for each in competences)]
    return whole[:1] or LANGUAGES


def wording(competence: Competence, languages: list[str]) -> Wording:
    counts, written = Counter(), {}
    add(counts, written, texts_of(competence, "title", languages), IN_TITLE)
    for element in competence.elements.all():
        add(counts, written, texts_of(element, "text", languages), BELOW_IT)
    return Wording(counts, written)


def texts_of(obj, name: str, languages: list[str]) -> str:
    return " ".join(filter(None, (getattr(obj, f"{name}_{language}") for language in languages)))


def add(counts: Counter, written: dict[str, str], text: str, weight: int) -> None:
    for word in words_that_matter(fold(text).split()):
        if len(word) > 2 and word not in SMALL:
            counts[word[:STEM]] += weight
            written.setdefault(word[:STEM], word)


def rarities(wordings: Iterable[Wording]) -> dict[str, float]:
    """What a stem says: 0 when all use it."""
    wordings = list(wordings)
    used = Counter(stem for each in wordings for stem in each.counts)
    return {stem: math.log(len(wordings) / number) for stem, number in used.items()}


def cosine(one: Counter, other: Counter, rarity: dict[str, float]) -> float:
    """1 for the same words, 0 for none in common."""
    ours, theirs = weighed(one, rarity), weighed(other, rarity)
    product = sum(weight * theirs.get(stem, 0) for stem, weight in ours.items())
    return product / (length(ours) * length(theirs)) if product else 0.0


def weighed(counts: Counter, rarity: dict[str, float]) -> dict[str, float]:
    """Damped: saying a word ten times is not ten times as much."""
    return {stem: (1 + math.log(number)) * rarity[stem] for stem, number in counts.items()}


def length(vector: dict[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values()))
