"""What a card in a list of descriptions tells: from the snapshot, as far as it is asked; and how it stands now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competences.drawing import bar
from competences.models import AuthorisedDescription
from competences.reasons import Why
from competences.telling import said
from les_portal.organisations.models import Country
from les_portal.search.ranking import ranked_by
from programmes.cards import Text, in_languages, translated
from programmes.models import Qualification

# Of a snapshot, which is long, only these are fetched.
SAID = {
    "said_coverage": F("snapshot__coverage"),
    "said_source_title": F("snapshot__source__title"),
    "said_source_level": F("snapshot__source__level"),
    "said_target_title": F("snapshot__target__title"),
    "said_target_level": F("snapshot__target__level"),
}


@dataclass(slots=True)
class Diploma:
    """One of the two, as it was described."""

    id: int
    slug: str
    country: Country
    code: str
    title: Text
    level: str
    eqf: int | None
    why: Why | None = None


@dataclass(slots=True)
class DescriptionCard:
    url: str
    number: str
    held: Diploma
    known: Diploma  # what the description compares it with
    percent: int | None
    counts: dict[str, int]
    status: AuthorisedDescription.Status
    is_demo: bool

    @property
    def is_in_force(self) -> bool:
        return self.status == AuthorisedDescription.Status.PUBLISHED

    @property
    def differs_in_level(self) -> bool:
        return self.held.eqf != self.known.eqf

    @property
    def bar(self) -> SafeString:
        share = self.percent or 0
        parts = [{"relation": "equivalent", "share": share}, {"relation": "missing", "share": 100 - share}]
        return bar(parts, label=_("%(percent)d %% covered") % {"percent": share})


def description_rows(rows: QuerySet[AuthorisedDescription]) -> QuerySet[AuthorisedDescription]:
    """Without what is long, and with the few facts of it that a card shows. One query."""
    return (
        rows.select_related("comparison__source", "comparison__target")
        .only(
            *("status", "is_demo", "year", "sequence", "version", "comparison__slug"),
            *(f"comparison__{side}__{name}" for side in ("source", "target") for name in ("slug", "country", "code")),
        )
        .annotate(**SAID)
    )


def description_cards(ids: Sequence[int]) -> list[DescriptionCard]:
    """In this order."""
    rows = description_rows(ranked_by(AuthorisedDescription.objects.all(), ids)).order_by("rank")
    return [description_card(row) for row in rows]


def explain(cards: Iterable[DescriptionCard], why: Mapping[int, Why]) -> None:
    for diploma in (diploma for card in cards for diploma in (card.held, card.known)):
        diploma.why = why.get(diploma.id)


def description_card(row: AuthorisedDescription) -> DescriptionCard:
    return DescriptionCard(
        url=row.get_absolute_url(),
        number=row.number,
        held=_diploma(row, "source"),
        known=_diploma(row, "target"),
        percent=row.said_coverage["percent"],
        counts=row.said_coverage,
        status=AuthorisedDescription.Status(row.status),
        is_demo=row.is_demo,
    )


def diploma(row: Qualification) -> Diploma:
    """One that nobody described: as its register has it."""
    level = row.level
    title = translated({name: getattr(row, name) for name in in_languages("title")}, "title")
    return Diploma(
        row.pk, row.slug, Country(row.country), row.code, title, str(level or ""), level.eqf if level else None
    )


def _diploma(row: AuthorisedDescription, side: str) -> Diploma:
    now, level = getattr(row.comparison, side), getattr(row, f"said_{side}_level")
    return Diploma(
        id=now.pk,
        slug=now.slug,
        country=Country(now.country),
        code=now.code,
        title=shown(getattr(row, f"said_{side}_title")),
        level=f"{level['framework']} {level['code']}" if level else "",
        eqf=level["eqf"] if level else None,
    )


def shown(texts: dict[str, str]) -> Text:
    """A text of a snapshot, with the language that it is really in."""
    found = said(texts, get_language())
    return Text(found["text"], found["language"] or get_language())
