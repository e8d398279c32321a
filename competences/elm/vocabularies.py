"""Concepts of the model's controlled vocabularies that we use. Those of the levels as published in its XML schema."""

SNB = "http://data.europa.eu/snb/"
QDR = f"{SNB}qdr/c_"
LANGUAGES = "http://publications.europa.eu/resource/authority/language/"

LANGUAGE = {"nl": f"{LANGUAGES}NLD", "fr": f"{LANGUAGES}FRA", "en": f"{LANGUAGES}ENG"}
FORMAL = f"{SNB}learning-setting/6fd4685715"
FIELD_UNKNOWN = "9999"
KNOWLEDGE, SKILL = "knowledge", "skill"
REUSE_LEVELS = ("transversal", "cross-sector", "sector-specific", "occupation-specific")

# By the name that the portal gives a level.
NATIONAL_LEVELS = {
    "VKS 1": f"{QDR}cf509e8a",
    "VKS 2": f"{QDR}7f5e85a7",
    "VKS 3": f"{QDR}650d7e95",
    "VKS 4": f"{QDR}615c4895",
    "VKS 5": f"{QDR}6fa57440",
    "VKS 6": f"{QDR}65235ec5",
    "VKS 7": f"{QDR}95fec238",
    "VKS 8": f"{QDR}13c65774",
    "NLQF E": f"{QDR}b42dd23b",
    "NLQF 1": f"{QDR}3e11a3fd",
    "NLQF 2": f"{QDR}c749fa23",
    "NLQF 3": f"{QDR}f97cdbb5",
    "NLQF 4": f"{QDR}ff656b33",
    "NLQF 4+": f"{QDR}c2700f4e",
    "NLQF 5": f"{QDR}18c9e9fe",
    "NLQF 6": f"{QDR}1711a061",
    "NLQF 7": f"{QDR}478359fc",
    "NLQF 8": f"{QDR}2835a50f",
    "CFC 1": f"{QDR}9c785d58",
    "CFC 2": f"{QDR}15435c11",
    "CFC 3": f"{QDR}19d85def",
    "CFC 4": f"{QDR}baa10a4e",
    "CFC 5": f"{QDR}cf6bd5a1",
    "CFC 6": f"{QDR}09d0ebb0",
    "CFC 7": f"{QDR}4e0e5f6b",
    "CFC 8": f"{QDR}165020a6",
    # The list still has the levels of France under their names from before 2019: V to I.
    "RNCP 3": f"{QDR}d7cce980",
    "RNCP 4": f"{QDR}40020d69",
    "RNCP 5": f"{QDR}243aefbe",
    "RNCP 6": f"{QDR}5ad5d222",
    "RNCP 7": f"{QDR}828fbcc3",
    "RNCP 8": f"{QDR}7ab73420",
}


def eqf(level: int) -> str:
    return f"{SNB}eqf/{level}"


def isced(code: str) -> str:
    return f"{SNB}isced-f/{code}"


def skill_type(kind: str) -> str:
    return f"{SNB}skill-type/{kind}"


def reuse_level(level: str) -> str:
    return f"{SNB}skill-reuse-level/{level}"
