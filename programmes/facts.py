"""What a programme's page tells beside the school's own words: work on both sides, and the same across the border."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Coalesce

from les_portal.organisations.models import Country
from programmes.models import BottleneckStatus, Level, Occupation, Programme, Qualification


@dataclass(frozen=True, slots=True)
class Shore:
    """The labour market of one side: each occupation with its place on the newest shortage lists there."""

    country: Country
    occupations: list[tuple[Occupation, list[BottleneckStatus]]]

    @property
    def has_bottleneck(self) -> bool:
        return any(listed for _occupation, listed in self.occupations)


def labour_markets(programme: Programme) -> list[Shore]:
    """Both shores, the programme's own first. Two queries."""
    newest = Prefetch("bottlenecks", BottleneckStatus.objects.current(), to_attr="listed")
    occupations = list(programme.occupations.prefetch_related(newest))
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


def across_the_border(programme: Programme) -> QuerySet[Programme]:
    """Published ones on the other side: for a counterpart qualification first, then the same field, nearest level."""
    country = programme.school.organisation.country
    paired = Q(pk__in=[])
    if programme.qualification_id:
        paired = Q(qualification__flemish_counterparts__flemish=programme.qualification_id) | Q(
            qualification__dutch_counterparts__dutch=programme.qualification_id
        )
    near = Q(field=programme.field_id)
    rank = Case(When(paired, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Programme.objects.published().exclude(school__organisation__country=country).filter(paired | near)
    if programme.level:
        away = Abs(Coalesce("level__eqf", 99) - programme.level.eqf, output_field=IntegerField())
        return rows.annotate(rank=rank, away=away).order_by("rank", "away", "sort_key", "pk").distinct()
    return rows.annotate(rank=rank).order_by("rank", "sort_key", "pk").distinct()
