"""A description as linked data: both diplomas in the European Learning Model, and what covers what.

The model has no word for a comparison of two diplomas, so those are ours; the diplomas themselves stay within it.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from competences.elm import json_ld
from competences.elm.specification import plain, specification
from competences.frames import LANGUAGES
from competences.models import AuthorisedDescription
from competences.telling import disclaimer

Node = dict[str, Any]


def document(description: AuthorisedDescription, portal: str) -> Node:
    """Raises CannotBeTold."""
    number = f"{description.number}-v{description.version}"
    uri = portal + reverse("api:description-jsonld", args=[number])
    told = description.snapshot
    fields = told.get("fields", {})
    sides = {
        side: specification(
            told[side],
            uri,
            side=side,
            fields=fields.get(side, ()),
            homepage=portal + reverse("descriptions:qualification", args=[told[side]["slug"]]),
            modified=description.authorised_at.isoformat(timespec="seconds"),
            entry=told["entry"] if side == "source" else None,
        )
        for side in ("source", "target")
    }
    node = compared(description, uri)
    diplomas = [json_ld.qualification(each) for each in sides.values()]
    return {"@context": context(portal), "graph": [node, *diplomas]}


def context(portal: str) -> Node:
    """Our words stand explained where the whole interface is."""
    ours = ("AuthorisedDescription", "Line", "status", "version", "percent", "line", "relation", "aspect", "weight")
    return json_ld.CONTEXT | {
        "les": f"{portal}{reverse('api:docs')}#",
        **{name: f"les:{name}" for name in ours},
        **{name: {"@id": f"les:{name}", "@type": "@id"} for name in ("source", "target", "outcome", "coveredBy")},
        "note": {"@id": "les:note", "@container": "@language"},
        "description": {"@id": "dc:description", "@container": "@language"},
        "number": "dc:identifier",
        "page": {"@id": "foaf:page", "@type": "@id"},
        "authorised": {"@id": "dc:dateAccepted", "@type": "xsd:date"},
        "validUntil": {"@id": "les:validUntil", "@type": "xsd:date"},
    }


def compared(description: AuthorisedDescription, uri: str) -> Node:
    told = description.snapshot
    return json_ld.without_nothing(
        {
            "id": f"{uri}#description",
            "type": "AuthorisedDescription",
            "number": description.number,
            "version": description.version,
            "status": description.status,
            "authorised": told["dates"]["authorised_on"],
            "validUntil": told["dates"]["valid_until"],
            "source": f"{uri}#source",
            "target": f"{uri}#target",
            "percent": told["coverage"]["percent"],
            "description": in_every_language(),
            "line": [line(row, uri) for row in told["lines"]],
        }
    )


def line(row: dict, uri: str) -> Node:
    return json_ld.without_nothing(
        {
            "type": "Line",
            "outcome": f"{uri}#{row['competence']}",
            "coveredBy": [f"{uri}#{source}" for source in row["sources"]],
            "relation": row["relation"],
            "aspect": row["aspect"],
            "weight": row["weight"],
            "note": plain(row["note"]),
        }
    )


def in_every_language() -> dict[str, str]:
    """What it is, and above all what it is not."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = disclaimer()
    return said
