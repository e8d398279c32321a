from competences.models.comparisons import (
    COUNTS_FOR,
    Aspect,
    Comparison,
    Line,
    Rater,
    Rating,
    Relation,
)
from competences.models.covering import Covers
from competences.models.descriptions import AuthorisedDescription, SignOff
from competences.models.frames import (
    BridgingUnit,
    Competence,
    CompetenceGroup,
    CompetenceSkill,
    Element,
    Proposal,
    Skill,
)
from competences.models.signposts import Signpost

__all__ = [
    "COUNTS_FOR",
    "Aspect",
    "AuthorisedDescription",
    "BridgingUnit",
    "Comparison",
    "Competence",
    "CompetenceGroup",
    "CompetenceSkill",
    "Covers",
    "Element",
    "Line",
    "Proposal",
    "Rater",
    "Rating",
    "Relation",
    "SignOff",
    "Signpost",
    "Skill",
]
