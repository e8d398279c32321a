"""A specification as JSON-LD. The context stands in it: who reads it asks nothing of another site."""

from typing import Any

from competences.elm import vocabularies as words
from competences.elm.specification import Outcome, Specification, Texts

Node = dict[str, Any]


def _in_languages(name: str) -> Node:
    return {"@id": name, "@container": "@language"}


def _typed(name: str, datatype: str) -> Node:
    return {"@id": name, "@type": f"xsd:{datatype}"}


CONTEXT: Node = {
    "id": "@id",
    "type": "@type",
    "graph": "@graph",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "dc": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "adms": "http://www.w3.org/ns/adms#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{name: f"elm:{name}" for name in ("Qualification", "LearningOutcome", "Identifier", "Note", "WebResource")},
    "Concept": "skos:Concept",
    "title": _in_languages("dc:title"),
    "prefLabel": _in_languages("skos:prefLabel"),
    "noteLiteral": _in_languages("elm:noteLiteral"),
    "conceptType": "dc:type",
    "language": "dc:language",
    "modified": _typed("dc:modified", "dateTime"),
    "identifier": "adms:identifier",
    "notation": "skos:notation",
    "homepage": "foaf:homepage",
    "contentUrl": _typed("elm:contentUrl", "anyURI"),
    **{
        name: f"elm:{name}"
        for name in (
            *("EQFLevel", "NQFLevel", "ISCEDFCode", "learningSetting", "isPartialQualification", "learningOutcome"),
            *("reusabilityLevel", "relatedESCOSkill", "schemeName", "schemeVersion", "entryRequirement"),
            *("additionalNote", "supplementaryDocument"),
        )
    },
}


def document(specification: Specification) -> Node:
    return {"@context": CONTEXT, **qualification(specification)}


def qualification(told: Specification) -> Node:
    return without_nothing(
        {
            "id": told.uri,
            "type": "Qualification",
            "identifier": identifier(told.code, told.register, told.version),
            "title": told.titles,
            "additionalNote": [note(text) for text in told.notes],
            "homepage": web_resource(told.homepage),
            "supplementaryDocument": web_resource(told.source_url),
            "modified": told.modified,
            "ISCEDFCode": [concept(words.isced(code)) for code in told.fields],
            "language": concept(words.LANGUAGE["nl"]),
            "learningSetting": concept(words.FORMAL) if told.is_whole else None,
            "entryRequirement": note(told.entry),
            "learningOutcome": [outcome(each) for each in told.outcomes],
            "isPartialQualification": False if told.is_whole else None,
            "EQFLevel": concept(words.eqf(told.eqf)),
            "NQFLevel": concept(told.level, {"en": told.level_name}),
        }
    )


def outcome(told: Outcome) -> Node:
    return without_nothing(
        {
            "id": told.uri,
            "type": "LearningOutcome",
            "identifier": identifier(told.notation),
            "title": told.titles,
            "conceptType": concept(words.skill_type(told.kind)),
            "reusabilityLevel": concept(words.reuse_level(told.reuse)) if told.reuse else None,
            "relatedESCOSkill": [concept(uri, titles) for uri, titles in told.skills],
        }
    )


def identifier(notation: str, scheme: str = "", version: str = "") -> Node | None:
    told = {"type": "Identifier", "notation": notation, "schemeName": scheme, "schemeVersion": version}
    return without_nothing(told) if notation else None


def concept(uri: str, titles: Texts | None = None) -> Node:
    return without_nothing({"id": uri, "type": "Concept", "prefLabel": titles})


def note(texts: Texts) -> Node | None:
    return {"type": "Note", "noteLiteral": texts} if texts else None


def web_resource(url: str) -> Node | None:
    return {"type": "WebResource", "contentUrl": url} if url else None


def without_nothing(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
