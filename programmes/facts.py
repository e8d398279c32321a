"""What a programme's page tells beside the school's own words: work on both sides, and the same across the border."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import IntegerField, Prefetch, Q, QuerySet
from django.db.models.functions import Abs, Coalesce

from les_portal.organisations.models import Country
from les_portal.search.ranking import ranked_by
from programmes.models import BottleneckStatus, Level, Occupation, Programme, Qualification


@dataclass(frozen=True, slots=True)
class Shore:
    """The labour market of one side: each occupation with its place on the newest shortage lists there."""

    country: Country
    occupations: list[tuple[Occupation, list[BottleneckStatus]]]

    @property
    def has_bottleneck(self) -> bool:
        return any(listed for _occupation, listed in self.occupations)


def labour_markets(programme: Programme, occupations: QuerySet[Occupation]) -> list[Shore]:
    """Both shores, the programme's own first, with what it leads to. Two queries."""
    newest = Prefetch("bottlenecks", BottleneckStatus.objects.current(), to_attr="listed")
    occupations = list(occupations.prefetch_related(newest))
    home = Country(programme.school.organisation.country)
    shores = sorted([Country.BE, Country.NL], key=lambda country: country != home)
    return [
        Shore(
            country,
            [(occupation, [row for row in occupation.listed if row.country == country]) for occupation in occupations],
        )
        for country in shores
    ]


def level_across(programme: Programme) -> Level | None:
    """The level of the other side's framework that is linked to the same EQF level."""
    if not programme.level:
        return None
    levels = Level.objects.filter(eqf=programme.level.eqf, country__in=[Country.BE, Country.NL])
    # NLQF has a "4+" beside its 4: the plain number is the one that answers.
    return levels.exclude(country=programme.level.country).filter(code=str(programme.level.eqf)).first()


def counterpart_qualifications(qualification: Qualification) -> QuerySet[Qualification]:
    """What people on the other side compare this diploma with."""
    paired = Q(flemish_counterparts__flemish=qualification) | Q(dutch_counterparts__dutch=qualification)
    return Qualification.objects.filter(paired).select_related("level").distinct()


def across_the_border(programme: Programme, *, most: int = 6) -> QuerySet[Programme]:
    """Published ones on the other side: for a counterpart qualification first, then the same field, nearest level.

    Each step stops at what is still wanted; sorting a whole field took more than the rest of the page.
    """
    country = programme.school.organisation.country
    elsewhere = Programme.objects.published().exclude(school__organisation__country=country)
    found: list[int] = []
    for rows in _steps(programme, elsewhere):
        if len(found) < most:
            found += rows.exclude(pk__in=found).values_list("pk", flat=True)[: most - len(found)]
    return ranked_by(Programme.objects.all(), found).order_by("rank")


def _steps(programme: Programme, elsewhere: QuerySet[Programme]) -> Iterator[QuerySet[Programme]]:
    by_name = ["is_overdue", "sort_key", "pk"]
    if programme.qualification:
        counterparts = counterpart_qualifications(programme.qualification).order_by()
        yield elsewhere.filter(qualification__in=counterparts.values("pk")).order_by(*by_name)
    same_field = elsewhere.filter(field=programme.field_id)
    if programme.level:
        yield same_field.filter(level__eqf=programme.level.eqf).order_by(*by_name)
        away = Abs(Coalesce("level__eqf", 99) - programme.level.eqf, output_field=IntegerField())
        yield same_field.annotate(away=away).order_by("away", *by_name)
    else:
        yield same_field.order_by(*by_name)
