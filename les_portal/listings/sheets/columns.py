"""The columns of a file of listings, and what people call them in three languages.

The names stand here and not among the translations, because a file of last year must be read next year.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

from les_portal.listings.content import LANGUAGES, MANY, TEXTS, column
from les_portal.search.words import fold


@dataclass(frozen=True)
class Column:
    name: str
    nl: str
    fr: str
    en: str
    others: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """In the language of who looks at it."""
        return getattr(self, get_language() or LANGUAGES[0])

    @property
    def names(self) -> tuple[str, ...]:
        return (self.nl, self.fr, self.en, self.name, *self.others)


_WORDS = {
    "title": (("Titel", "Titre", "Title"), ("opleiding", "naam", "formation", "intitulé", "programme", "name")),
    "summary": (("In één zin", "En une phrase", "In one sentence"), ("samenvatting", "résumé")),
    "content": (("Wat je leert", "Ce qu’on apprend", "What you learn"), ("inhoud", "contenu")),
    "outlook": (("Wat je kunt worden", "Ce qu’on peut devenir", "What you can become"), ("toekomst", "débouchés")),
    "admission": (("Toelating", "Comment y entrer", "How to get in"), ("toelatingsvoorwaarden", "admission")),
}


def _of_text(text: str, language: str) -> Column:
    """A heading that names no language is Dutch, in which every listing has a title."""
    headings, others = _WORDS[text]
    bare = (*headings, *others, text) if language == "nl" else ()
    return Column(
        column(text, language), *(f"{heading} ({language})" for heading in headings),
        (*bare, *(f"{other} ({language})" for other in others)),
    )  # fmt: skip


REFERENCE = Column(
    "reference", "Eigen referentie", "Votre référence", "Your own reference", ("referentie", "référence")
)
ADDRESS = Column(
    "slug", "Adres op het portaal", "Adresse sur le portail", "Address on the portal", ("adres", "adresse")
)
COLUMNS = (
    REFERENCE,
    ADDRESS,
    *(_of_text(text, language) for text in TEXTS[:2] for language in LANGUAGES),
    Column("form", "Soort opleiding", "Type", "Form", ("vorm", "onderwijsvorm", "soort", "forme")),
    Column("field", "Vakgebied", "Domaine", "Field", ("richting", "studiegebied")),
    Column("level", "Niveau", "Niveau", "Level"),
    Column("qualification", "Kwalificatie", "Certification", "Qualification", ("diploma", "crebo", "diplôme")),
    Column("language", "Lestaal", "Langue des cours", "Taught in", ("taal", "langue")),
    Column(
        "duration_months", "Duur in maanden", "Durée en mois", "Duration in months", ("duur", "durée", "duration")
    ),
    Column(
        "workplace_share", "Deel op de werkplek in %", "Part en milieu de travail en %", "Share at the workplace in %",
        ("werkplek", "milieu de travail", "workplace"),
    ),
    Column("campuses", "Campussen", "Implantations", "Campuses", ("campus", "implantation", "vestiging")),
    Column("occupations", "Beroepen", "Métiers", "Occupations", ("beroep", "métier", "occupation")),
    Column("website", "Website", "Site web", "Website", ("site", "url")),
    Column("email", "E-mail", "E-mail", "E-mail", ("e-mailadres", "mail", "courriel", "adresse e-mail")),
    Column("phone", "Telefoon", "Téléphone", "Telephone", ("tel", "telefoonnummer", "phone number")),
    *(_of_text(text, language) for text in TEXTS[2:] for language in LANGUAGES),
)  # fmt: skip
BY_NAME = {each.name: each for each in COLUMNS}
# Of a file with bad rows: why. It is no field, and is left alone when the file comes back.
WHY = Column("why", "Wat er niet klopt", "Ce qui ne va pas", "What is wrong")
LONG = frozenset(column(text, language) for text in TEXTS[2:] for language in LANGUAGES)
CHOICES = ("form", "field", "level", "qualification", "language", *MANY)
NEEDED = ("title_nl", "form", "field")  # for a new listing


def find_columns(header: list[str]) -> dict[str, int]:
    """Our name for each column that is known -> where it stands. The first of two with the same name counts."""
    known = {plain(name): each.name for each in reversed(COLUMNS) for name in reversed(each.names)}
    found: dict[str, int] = {}
    for position, heading in enumerate(header):
        if name := known.get(plain(heading)):
            found.setdefault(name, position)
    return found


def unknown_headings(header: list[str]) -> list[str]:
    known = {plain(name) for each in (*COLUMNS, WHY) for name in each.names}
    return [heading for heading in header if heading and plain(heading) not in known]


def plain(heading: str) -> str:
    return fold(heading).replace(" ", "")
