"""A qualification with its competence frame as plain values: what is compared, frozen, watched, shown and sent.

Texts are `{"nl": …, "fr": …, "en": …}` with the languages that there are, `"original"` names the one it was written in.
"""

from collections import defaultdict

from django.conf import settings

from competences.models import Competence, Element
from programmes.models import Qualification

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def texts(obj, field: str, *, original: str = "nl") -> dict[str, str]:
    """As the columns have it, whatever language is active. {} where nothing is written."""
    found = {code: text for code in LANGUAGES if (text := getattr(obj, f"{field}_{code}"))}
    return found | {"original": original if original in found else next(iter(found))} if found else {}


def qualification_facts(qualification: Qualification) -> dict:
    level = qualification.level
    return {
        "id": qualification.pk,
        "slug": qualification.slug,
        "country": qualification.country,
        "kind": qualification.kind,
        "code": qualification.code,
        "version": qualification.version,
        "title": texts(qualification, "title"),
        "level": {"framework": level.framework, "code": level.code, "eqf": level.eqf} if level else None,
        "valid_from": qualification.valid_from and qualification.valid_from.isoformat(),
        "valid_to": qualification.valid_to and qualification.valid_to.isoformat(),
        "successor": qualification.successor.slug if qualification.successor else "",
        "source": qualification.source,
        "source_url": qualification.source_url,
    }


def frame(qualification: Qualification) -> dict:
    """With its groups and its current competences, each with knowledge and skills. Four queries, however many."""
    groups = [
        {"id": group.pk, "code": group.code, "title": texts(group, "title")} for group in qualification.groups.all()
    ]
    competences = qualification.competences.current().prefetch_related("elements", "skill_links__skill")
    return qualification_facts(qualification) | {
        "groups": groups,
        "competences": [competence_facts(competence) for competence in competences],
    }


def competence_facts(competence: Competence) -> dict:
    elements = defaultdict(list)
    for element in competence.elements.all():
        part = "knowledge" if element.kind == Element.Kind.KNOWLEDGE else "skills"
        elements[part].append({"kind": element.kind, "text": texts(element, "text", original=competence.written_in)})
    return {
        "id": competence.pk,
        "group": competence.group_id,
        "key": competence.key,
        "code": competence.code,
        "type": competence.type,
        "title": texts(competence, "title", original=competence.written_in),
        "weight": competence.weight,
        "knowledge": elements["knowledge"],
        "skills": elements["skills"],
        "esco": [
            {
                "uri": link.skill.uri,
                "kind": link.skill.kind,
                "reuse": link.skill.reuse_level,
                "title": texts(link.skill, "title"),
            }
            for link in competence.skill_links.all()
        ],
        "is_demo": competence.is_demo,
    }
