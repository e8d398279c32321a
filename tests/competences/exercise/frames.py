"""The pair of the demo, each side in its own words (domain.md 9.3), and frames of any size."""

from competences.models import Comparison, Competence, CompetenceSkill, Element, Rater
from competences.models import Skill as EscoSkill
from programmes.models import Qualification
from tests.factories.competences import ComparisonFactory, CompetenceFactory, RaterFactory

# By what they are about, so that a test can say which belong together: title, and lines below it.
FLEMISH = {
    "lockout": ("Werkt veilig aan vergrendelde en spanningsloze installaties", ["Kennis van vergrendelprocedures"]),
    "diagrams": ("Leest elektrische schema's en mechanische tekeningen", ["Kennis van symbolen op schema's"]),
    "faults": (
        "Zoekt storingen in installaties met een PLC",
        ["Meet signalen van sensoren", "Kent PLC-sturingen"],
    ),
    "bearings": ("Vervangt lagers, koppelingen en riemen", ["Lijnt assen uit"]),
    "calibrates": ("Kalibreert meetinstrumenten", ["Kennis van drukmeting en temperatuurmeting"]),
    "rules": ("Past het AREI toe bij elektrische werken", ["Kennis van het AREI en de keuring"]),
    "plans": ("Plant het preventief onderhoud", ["Stelt een onderhoudsschema op"]),
    "orders": ("Bestelt onderdelen en vult de werkfiche in", ["Houdt de administratie van het onderhoud bij"]),
}
DUTCH = {
    "lockout": (
        "Stelt installaties veilig en vergrendelt energiebronnen",
        ["Kent procedures voor veiligstellen"],
    ),
    "diagrams": ("Interpreteert schema's en tekeningen", ["Leest elektrische en mechanische symbolen"]),
    "faults": ("Lokaliseert storingen in een PLC-gestuurde installatie", ["Kennis van sensoren en PLC's"]),
    "calibrates": ("Kalibreert en regelt instrumentatie in", ["Stelt regelkringen voor druk en temperatuur in"]),
    "rules": ("Past NEN 3140 en NEN 1010 toe", ["Kennis van normen voor elektrische installaties en keuring"]),
    "plans": ("Maakt een planning voor preventief onderhoud", ["Bewaakt het onderhoudsschema"]),
    "coaches": ("Begeleidt een klein team en rapporteert", ["Geeft werkinstructie aan collega's"]),
    "orders": ("Bestelt materiaal en documenteert het werk", ["Verwerkt onderdelen in de administratie"]),
}


def fill(qualification: Qualification, rows: dict) -> dict[str, Competence]:
    made = {}
    for position, (about, (title, lines)) in enumerate(rows.items()):
        made[about] = CompetenceFactory(qualification=qualification, title=title, position=position)
        for line in lines:
            Element.objects.create(competence=made[about], kind=Element.Kind.KNOWLEDGE, text=line)
    return made


def demo_pair(**kwargs) -> tuple[Comparison, dict[str, Competence], dict[str, Competence]]:
    comparison = ComparisonFactory(**kwargs)
    return comparison, fill(comparison.source, FLEMISH), fill(comparison.target, DUTCH)


def link(skill: EscoSkill, *competences: Competence) -> None:
    for competence in competences:
        CompetenceSkill.objects.create(competence=competence, skill=skill)


def rated_by(comparison: Comparison, flemish, dutch) -> tuple[Rater, Rater]:
    return (
        RaterFactory(comparison=comparison, user=flemish, country="be"),
        RaterFactory(comparison=comparison, user=dutch, country="nl"),
    )
