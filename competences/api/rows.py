"""What the API tells of descriptions: from the snapshot, and how they stand now.

Texts come in every language they have; a language that is missing is null, and nothing is filled in for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from competences.documents import AUTHORISED_DESCRIPTION
from competences.models import AuthorisedDescription, Relation
from competences.snapshot import WRITTEN
from competences.telling import disclaimer, level_warning
from les_portal.documents.models import Document

Row = dict[str, Any]
Papers = list[Document]
DIPLOMA = ("slug", "country", "kind", "code", "version", "level")


def texts(said: dict[str, str]) -> dict[str, str | None]:
    return {code: said.get(code) for code, _name in settings.LANGUAGES}


def papers_of(descriptions: Iterable[AuthorisedDescription]) -> dict[int, Papers]:
    """The files that are there, by description. One query."""
    kind = ContentType.objects.get_for_model(AuthorisedDescription)
    rows = Document.objects.filter(
        content_type=kind,
        object_id__in=[row.pk for row in descriptions],
        kind=AUTHORISED_DESCRIPTION.code,
        state=Document.State.READY,
    )
    order = [code for code, _name in settings.LANGUAGES]
    found = defaultdict(list)
    for row in sorted(rows.defer("content"), key=lambda row: order.index(row.language)):
        found[row.object_id].append(row)
    return found


def in_list(description: AuthorisedDescription, papers: Papers, portal: str) -> Row:
    """Enough to know whether one wants it, and where it is. `portal`: `https://portal.example`."""
    told = description.snapshot
    is_gone = description.status == AuthorisedDescription.Status.WITHDRAWN
    return {
        "number": description.number,
        "version": description.version,
        "status": description.status,
        "source": diploma(told["source"]),
        "target": diploma(told["target"]),
        "coverage": None if is_gone else told["coverage"],
        "languages": [] if is_gone else [paper.language for paper in papers],
        "authorised_on": told["dates"]["authorised_on"],
        "valid_until": told["dates"]["valid_until"],
        "changed_at": description.changed_at.isoformat(),
        "is_demo": told["is_demo"],
        "url": portal + description.get_absolute_url(),
        **{name: portal + address(description, name) for name in ("json", "jsonld", "pdf")},
    }


def address(description: AuthorisedDescription, extension: str, language: str = "") -> str:
    """Of this version, whatever comes after it."""
    number = description.number_in(language) if language else f"{description.number}-v{description.version}"
    return reverse(f"api:description-{extension}", args=[number])


def whole(description: AuthorisedDescription, papers: Papers, portal: str) -> Row:
    told = description.snapshot
    return in_list(description, papers, portal) | {
        "source": frame(told["source"]),
        "target": frame(told["target"]),
        "lines": [line(row) for row in told["lines"]],
        "agreement": told["agreement"],
        **{name: texts(told[name]) for name in WRITTEN},
        "regulated": told["regulated"],
        "level_warning": level_warning(told),
        "signposts": [row | {"text": texts(row["text"])} for row in told["signposts"]],
        "occupations": [row | in_texts(row, "title", "regulated") for row in told["occupations"]],
        "programmes": [programme(row, portal) for row in told["programmes"]],
        "sign_offs": told["sign_offs"],
        "review_on": told["dates"]["review_on"],
        "history": told["history"],
        "concerns": description.concern_sentences,
        "documents": [document(description, paper, portal) for paper in papers],
        "disclaimer": disclaimer(),
    }


def in_texts(row: Row, *names: str) -> Row:
    return {name: texts(row[name]) for name in names}


def diploma(frame: Row) -> Row:
    return {name: frame[name] for name in DIPLOMA} | in_texts(frame, "title")


def frame(told: Row) -> Row:
    return diploma(told) | {
        "source": told["source"],
        "source_url": told["source_url"],
        "groups": [group | in_texts(group, "title") for group in told["groups"]],
        "competences": [competence(row) for row in told["competences"]],
    }


def competence(told: Row) -> Row:
    return {
        **{name: told[name] for name in ("id", "group", "code", "type", "weight")},
        "title": texts(told["title"]),
        "written_in": told["title"].get("original", ""),
        "knowledge": [texts(row["text"]) for row in told["knowledge"]],
        "skills": [{"kind": row["kind"], "text": texts(row["text"])} for row in told["skills"]],
        "esco": [{"uri": row["uri"], "title": texts(row["title"])} for row in told["esco"]],
    }


def line(told: Row) -> Row:
    """`relation` with its sign; what each side thought where they keep their disagreement."""
    bridges = [row | in_texts(row, "title", "description") for row in told["bridges"]]
    names = ("competence", "sources", "relation", "weight", "aspect", "views")
    return {
        **{name: told[name] for name in names},
        "sign": Relation(told["relation"]).sign,
        "note": texts(told["note"]),
        "bridges": bridges,
    }


def programme(told: Row, portal: str) -> Row:
    url = portal + reverse("programmes:programme", args=[told["slug"]])
    return told | in_texts(told, "title", "form") | {"url": url}


def document(description: AuthorisedDescription, paper: Document, portal: str) -> Row:
    """By its fingerprint anybody can tell whether a file is this one."""
    return {
        "language": paper.language,
        "number": paper.number,
        "sha256": paper.sha256,
        "size": paper.size,
        "standing": paper.standing,
        "url": portal + address(description, "pdf", paper.language),
        "verification": f"{portal}{reverse('verify', args=[paper.code])}",
    }
