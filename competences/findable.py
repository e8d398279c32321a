"""What diplomas, what one can do with them, and their descriptions are found by: every language, as it is stored.

As many queries for a thousand diplomas as for one. A diploma is also found by the programmes that lead to it; these
are looked up where somebody searches (`finding.py`), because they change much more often.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from competences.models import AuthorisedDescription, Competence, CompetenceGroup, CompetenceSkill, Element
from les_portal.search.engine import Document
from programmes.cards import in_languages
from programmes.models import Qualification

Texts = dict[int, list[str]]
LANGUAGES = ("nl", "fr", "en")


def qualification_documents(ids: Collection[int]) -> Iterator[Document]:
    """By title and code; then by what one can do with it, and by what one knows for that."""
    groups = _texts(CompetenceGroup.objects.filter(qualification__in=ids), "qualification_id", "title")
    competences = Competence.objects.current().filter(qualification__in=ids)
    titles = _texts(competences, "qualification_id", "title", plain=("code",))
    skills = _texts(_links(competences), "competence__qualification_id", "skill__title")
    elements = _texts(_elements(competences), "competence__qualification_id", "text")
    rows = Qualification.objects.filter(pk__in=ids).order_by()
    for pk, kind, code, *names in rows.values_list("pk", "kind", "code", *in_languages("title")):
        # What is cut off of a very long frame is the end of it: the many small pieces of knowledge.
        body = [*titles[pk], *groups[pk], *skills[pk], *elements[pk]]
        yield Document(pk, _lines([*names, *_numbers(kind, code)]), _lines(body))


def competence_documents(qualifications: Collection[int]) -> Iterator[Document]:
    """One by one, so that a search can say why a diploma was found. Those that the register still has."""
    competences = Competence.objects.current().filter(qualification__in=qualifications)
    skills = _texts(_links(competences), "competence_id", "skill__title")
    elements = _texts(_elements(competences), "competence_id", "text")
    for pk, code, *titles in competences.order_by().values_list("pk", "code", *in_languages("title")):
        yield Document(pk, _lines([*titles, code]), _lines([*skills[pk], *elements[pk]]))


def description_documents(ids: Collection[int]) -> Iterator[Document]:
    """Those that visitors are shown: by what they say, on both sides."""
    rows = AuthorisedDescription.objects.counting().filter(pk__in=ids).order_by()
    for description in rows.iterator(chunk_size=50):
        said = description.snapshot
        frames = (said["source"], said["target"])
        names = [text for frame in frames for text in (*_said(frame["title"]), *_numbers(frame["kind"], frame["code"]))]
        yield Document(description.pk, _lines([*names, description.number]), _lines(_told(said)))


def _told(said: dict) -> Iterator[str]:
    competences = [row for frame in (said["source"], said["target"]) for row in frame["competences"]]
    for row in competences:
        yield from (row["code"], *_said(row["title"]))
    for occupation in said["occupations"]:
        yield from _said(occupation["title"])
    for programme in said["programmes"]:
        yield from (programme["school"], *programme["towns"], *_said(programme["title"]))
    for row in competences:
        for text in (
            *(link["title"] for link in row["esco"]),
            *(part["text"] for part in row["knowledge"] + row["skills"]),
        ):
            yield from _said(text)


def _said(texts: dict[str, str]) -> list[str]:
    return [texts[language] for language in LANGUAGES if language in texts]


def _numbers(kind: str, code: str) -> list[str]:
    """As people write it: `25309`, `crebo 25309`; BK 0024 and bk-0024 are the same to the search."""
    return [code, f"{kind} {code}"] if code else []


def _links(competences):
    return CompetenceSkill.objects.filter(competence__in=competences.order_by().values("pk"))


def _elements(competences):
    return Element.objects.filter(competence__in=competences.order_by().values("pk"))


def _texts(rows, owner: str, *translated: str, plain: tuple[str, ...] = ()) -> Texts:
    """By the id of their owner, in the order of the rows."""
    found: Texts = defaultdict(list)
    for pk, *texts in rows.values_list(owner, *plain, *in_languages(*translated)):
        found[pk] += texts
    return found


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text)
