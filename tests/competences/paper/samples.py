"""Descriptions as they come: an ordinary one, one with as much as there can be, and one of a protected profession."""

from itertools import cycle, islice

from competences.models import BridgingUnit, Comparison, Competence, CompetenceGroup, Line, Rating, Relation
from tests.factories.competences import (
    CompetenceFactory,
    DescriptionFactory,
    ElementFactory,
    RaterFactory,
    counting,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.programmes import OccupationFactory, ProgrammeFactory, QualificationFactory, the_level
from tests.factories.schools import CampusFactory

ORDINARY = [
    ("Werkt veilig, met vergrendelde energie", "equivalent"),
    ("Leest elektrische en mechanische schema’s", "equivalent"),
    ("Zoekt storingen in een installatie met PLC", "equivalent"),
    ("Stelt instrumentatie af", "partial"),
    ("Past de nationale elektrische voorschriften toe", "partial"),
    ("Plant preventief onderhoud", "equivalent"),
    ("Begeleidt een kleine ploeg en rapporteert", "missing"),
    ("Bestelt onderdelen en documenteert het werk", "equivalent"),
]
LONG = "Voert met de nodige zorg en volgens de geldende voorschriften werkzaamheden uit aan machines, toestellen en "
LONG += "installaties met mechanische, elektrische, pneumatische en hydraulische onderdelen, alleen of in ploeg"
WORDS = (
    "Vlaanderen werkt met het AREI, Nederland met NEN 3140 en NEN 1010. Wie van kant wisselt volgt eerst een cursus. "
)


def pair(source: dict, target: dict) -> Comparison:
    source = QualificationFactory(**{"country": "be", "kind": "bk", "level": the_level("VKS", "4")} | source)
    target = QualificationFactory(**{"country": "nl", "kind": "crebo", "level": the_level("NLQF", "4")} | target)
    keeper = OrganisationFactory()
    status = Comparison.Status.CONCLUDED
    return Comparison.objects.create(source=source, target=target, organisation=keeper, status=status)


def line(comparison: Comparison, title: str, relation: str, **fields) -> Line:
    """Of the target with one of the source behind it, or of the source; the texts in Dutch."""
    is_extra = relation == Relation.EXTRA
    of = comparison.source if is_extra else comparison.target
    explained = fields.pop("note_nl", "Iets kleiner van omvang.")
    note = "" if relation in ("equivalent", "extra") else explained
    competence = CompetenceFactory(qualification=of, title_nl=title, **fields)
    ElementFactory(competence=competence, text_nl=f"Kennis van: {title}"[:200])
    row = Line.objects.create(
        comparison=comparison,
        competence=competence,
        relation=relation,
        note_nl=note,
        aspect="legislation" if relation == "partial" else "",
        outcome=Line.Outcome.SETTLED,
    )
    if relation in ("equivalent", "partial"):
        behind = CompetenceFactory(qualification=comparison.source, title_nl=f"Kan ook: {title}", code="co 01919")
        ElementFactory(competence=behind, kind="motor", text_nl=f"Handelt bij: {title}"[:200])
        row.sources.add(behind)
    return row


def ordinary(**fields):
    """The comparison of the demo: 75 %."""
    comparison = pair(
        {"code": "BK0024", "title_nl": "Elektromecanicien", "title_fr": "Électromécanicien"},
        {
            "code": "25309",
            "title_nl": "Technicus service en onderhoud elektrotechniek en instrumentatie",
            "title_en": "Service and maintenance technician in electrical engineering and instrumentation",
        },
    )
    for number, (title, relation) in enumerate(ORDINARY, start=1):
        row = line(comparison, title, relation, code=f"B1-K1-W{number}")
        if relation != "equivalent":
            unit = BridgingUnit.objects.create(kind="course", title_nl=f"Cursus: {title}", hours=24, provider="Scalda")
            unit.competences.add(row.competence)
    line(comparison, "Vervangt lagers en koppelingen", "extra")
    offered(comparison, ["elektromecanicien", "onderhoudstechnicus"])
    written = {
        "summary_nl": "Wie dit diploma heeft, kan meteen aan de slag in het elektrisch onderhoud van machines.",
        "summary_fr": "Le titulaire peut travailler d’emblée à la maintenance de machines à commande électrique.",
        "differences_nl": "De Nederlandse voorschriften (NEN 3140) komen niet aan bod, en leidinggeven evenmin.",
        "strengths_nl": "Werkt ook aan de mechanische kant: lagers, koppelingen en uitlijning.",
        "legal_basis_nl": "Vlaamse Gemeenschap, beroepskwalificatie erkend door de Vlaamse Regering.",
    }
    return counting(comparison=comparison, **written | fields)


def offered(comparison: Comparison, occupations: list[str]) -> None:
    work = [OccupationFactory(title_nl=title) for title in occupations]
    ProgrammeFactory(
        published=True, at=[CampusFactory()], qualification=comparison.source, leads_to=work, duration_months=24
    )


def large(number: int = 40, **fields):
    """`number` competences a side, long titles, every relation, disputed lines, and nothing translated."""
    title = "Technicus elektrotechnische industriële installaties, automatisering en besturing voor de procesindustrie"
    comparison = pair(
        {"title_nl": f"Vlaamse {title}", "level": the_level("VKS", "5"), "code": f"BK{9000 + number}"},
        {"title_nl": f"Nederlandse {title}", "code": f"{28000 + number}"},
    )
    group = CompetenceGroup.objects.create(qualification=comparison.target, code="B1-K1", title_nl=LONG[:180])
    raters = [RaterFactory(comparison=comparison, country=country) for country in ("be", "nl")]
    for place, relation in enumerate(islice(cycle(["equivalent", "partial", "missing"]), number)):
        row = line(comparison, f"{LONG} ({place})", relation, group=group, weight=1 + place % 3, note_nl=WORDS)
        if relation == "partial":
            disputed(row, raters)
    line(comparison, LONG, "extra")
    offered(comparison, [f"beroep met een lange naam in de procesindustrie {place}" for place in range(12)])
    long = {name: (WORDS * 9).strip() for name in ("summary_nl", "differences_nl", "strengths_nl", "legal_basis_nl")}
    return counting(comparison=comparison, regulated="yes", regulated_note_nl=(WORDS * 9).strip(), **long | fields)


def disputed(row: Line, raters) -> None:
    Line.objects.filter(pk=row.pk).update(outcome=Line.Outcome.KEPT)
    for rater, relation in zip(raters, ("equivalent", "partial"), strict=True):
        Rating.objects.create(
            rater=rater, competence=row.competence, relation=relation, note=f"Gezien door {rater.country}."
        )


def nursing(**fields):
    """Three cohorts, a protected profession, and nothing that is missing."""
    comparison = pair(
        {"title_nl": "Graduaat basisverpleegkunde", "code": "", "kind": "higher", "level": the_level("VKS", "5")},
        {"title_nl": "Mbo-verpleegkundige", "code": "25480"},
    )
    for title in ("Verpleegt op basis van klinisch redeneren", "Begeleidt een zorgvrager", "Werkt samen met anderen"):
        line(comparison, title, "equivalent")
    return counting(
        comparison=comparison,
        summary_nl="Vakinhoudelijk liggen beide opleidingen dicht bij elkaar; de wet maakt het verschil.",
        regulated="yes",
        regulated_note_nl="Verpleegkundige is een beroep uit artikel 3 van de wet BIG.",
        **fields,
    )


def competences(comparison: Comparison) -> int:
    return Competence.objects.filter(qualification__in=[comparison.source, comparison.target]).count()


__all__ = ["DescriptionFactory", "competences", "large", "nursing", "ordinary"]
