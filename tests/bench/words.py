"""What the made-up schools and programmes are called: about as alike, and as different, as in the registers."""

from random import Random

KINDS = {
    "be": (
        "GO! atheneum", "GO! technisch atheneum", "Vrij Technisch Instituut", "Provinciale technische school",
        "Sint-Jozefsinstituut", "Sint-Lievenscollege", "Onze-Lieve-Vrouwecollege", "Heilig-Hartinstituut",
        "Middenschool", "Centrum voor volwassenenonderwijs", "Centrum leren en werken", "School voor verpleegkunde",
        "Zorgcampus", "Secundair onderwijs De Linde", "Stedelijk lyceum", "Sint-Franciscusinstituut",
    ),
    "nl": (
        "Vakcollege", "Lyceum", "Scholengemeenschap", "Praktijkschool", "Mbo-college voor techniek", "Zorgcollege",
        "Beroepscollege", "Technisch college", "School voor vmbo", "Christelijk college",
        "Stedelijke scholengemeenschap",
    ),
}  # fmt: skip
STREETS = (
    "Kerkstraat", "Stationsstraat", "Molenstraat", "Schoolstraat", "Nieuwstraat", "Kanaallaan", "Zandstraat",
    "Kasteellaan", "Groenestraat", "Dorpsstraat", "Havenlaan", "Veldstraat", "Beukenlaan", "Zeedijk", "Polderweg",
    "Sint-Annastraat", "Oude Vaart", "Westerlaan", "Scheldekaai", "Vlasmarkt",
)  # fmt: skip

# What sets one listing apart from the next: a compound made of two of these.
FIRST = (
    "scheeps", "staal", "hout", "zorg", "lucht", "water", "wind", "zonne", "elektro", "instrumenten", "jeugd",
    "ouderen", "thuis", "haven", "landbouw", "voedings", "textiel", "koel", "warmte", "data", "netwerk", "beveiligings",
    "kraan", "spoor", "vliegtuig", "auto", "fiets", "dak", "gevel", "beton", "kunststof", "laboratorium",
    "apotheek", "kraam",
)  # fmt: skip
SECOND = (
    "techniek", "onderhoud", "montage", "bouw", "installaties", "beheer", "begeleiding", "verzorging", "systemen",
    "productie", "ontwerp", "mechanica", "herstelling", "planning", "logistiek", "controle", "besturing",
    "ondersteuning",
)  # fmt: skip

PROGRAMMES_PER_CAMPUS = 5

# Searched for: in 20 listings however many there are, in 3 % of them, in many, in compounds, with a typing error.
RARE, RARE_LISTINGS = "orgelbouw", 20
MEDIUM = "kunststof"
COMMON = "techniek"
COMPOUND = "mechanica"
MISTYPED = "verpleegkudne"


def school_name(random: Random, country: str, town: str) -> str:
    return f"{random.choice(KINDS[country])} {town}"


def speciality(random: Random) -> str:
    return random.choice(FIRST) + random.choice(SECOND)
