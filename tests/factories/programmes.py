import datetime

import factory
from django.utils import timezone

from les_portal.organisations.models import Country
from programmes.models import (
    BottleneckStatus,
    Counterpart,
    Field,
    Level,
    Occupation,
    Offering,
    OpenDay,
    Programme,
    ProgrammeForm,
    Qualification,
)
from tests.factories.schools import SchoolFactory

# Levels, forms and fields are reference data: a migration puts them in every database, so they are looked up.


def the_level(framework: str, code: str) -> Level:
    return Level.objects.get(framework=framework, code=code, valid_to=None)


def the_form(code: str) -> ProgrammeForm:
    return ProgrammeForm.objects.get(code=code)


def the_field(code: str) -> Field:
    return Field.objects.get(code=code)


class OccupationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occupation

    title_nl = factory.Sequence(lambda number: f"beroep {number}")
    slug = factory.Sequence(lambda number: f"beroep-{number}")


class BottleneckStatusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BottleneckStatus

    class Params:
        in_nl = factory.Trait(country=Country.NL, region="Zeeland", source="UWV")

    occupation = factory.SubFactory(OccupationFactory)
    country = Country.BE
    region = "Vlaanderen"
    year = 2025
    listed_as = factory.LazyAttribute(lambda status: status.occupation.title_nl)
    source = "VDAB"


class QualificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Qualification

    class Params:
        in_nl = factory.Trait(
            country=Country.NL,
            kind=Qualification.Kind.CREBO,
            code=factory.Sequence(lambda number: str(29000 + number)),
            level=factory.LazyFunction(lambda: the_level("NLQF", "4")),
        )

    country = Country.BE
    kind = Qualification.Kind.BK
    code = factory.Sequence(lambda number: f"BK9{number:03}")
    title_nl = factory.Sequence(lambda number: f"kwalificatie {number}")
    level = factory.LazyFunction(lambda: the_level("VKS", "4"))


class CounterpartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Counterpart

    flemish = factory.SubFactory(QualificationFactory)
    dutch = factory.SubFactory(QualificationFactory, in_nl=True)
    source = "test"


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """A draft, unless `published=True`. `at=[campus, …]` says where; its school is then theirs."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(status=Programme.Status.PUBLISHED, confirmed_on=datetime.date(2025, 9, 1))
        archived = factory.Trait(status=Programme.Status.ARCHIVED)
        in_nl = factory.Trait(
            school__in_nl=True,
            form=factory.LazyFunction(lambda: the_form("MBO_BOL")),
            level=factory.LazyFunction(lambda: the_level("NLQF", "4")),
        )
        dual = factory.Trait(form=factory.LazyFunction(lambda: the_form("SO_DUAAL")), workplace_share=60)
        in_care = factory.Trait(field=factory.LazyFunction(lambda: the_field("nursing")))
        in_ict = factory.Trait(field=factory.LazyFunction(lambda: the_field("ict")))

    school = factory.SubFactory(SchoolFactory)
    title_nl = factory.Sequence(lambda number: f"Opleiding {number}")
    form = factory.LazyFunction(lambda: the_form("SO_VT"))
    field = factory.LazyFunction(lambda: the_field("mechatronics"))
    level = factory.LazyFunction(lambda: the_level("VKS", "4"))
    duration_months = 24

    @classmethod
    def _create(cls, model_class, *args, at=(), leads_to=(), **kwargs):
        if at:
            kwargs["school"] = at[0].school
        programme = super()._create(model_class, *args, **kwargs)
        for campus in at:
            Offering.objects.create(programme=programme, campus=campus)
        if leads_to:
            programme.occupations.set(leads_to)
            programme.save()
        return programme


class OfferingFactory(factory.django.DjangoModelFactory):
    """A published programme at a campus of its own school."""

    class Meta:
        model = Offering

    programme = factory.SubFactory(ProgrammeFactory, published=True)
    campus = factory.SubFactory(
        "tests.factories.schools.CampusFactory", school=factory.SelfAttribute("..programme.school")
    )


def at_hour(days: int, hour: int) -> datetime.datetime:
    """So many days from today, on the clock of the schools."""
    zone = timezone.get_default_timezone()
    return datetime.datetime.combine(
        timezone.localdate(timezone=zone) + datetime.timedelta(days=days), datetime.time(hour), zone
    )


class OpenDayFactory(factory.django.DjangoModelFactory):
    """In ten days, from 10:00 to 16:00, of a whole school. `in_days=3` says when; `programme=` or `campus=` whose."""

    class Meta:
        model = OpenDay
        exclude = ["in_days"]

    class Params:
        over = factory.Trait(in_days=-1)
        cancelled = factory.Trait(cancelled_at=factory.LazyFunction(timezone.now), sequence=1)

    in_days = 10
    campus = programme = None
    school = factory.Maybe(
        "programme",
        factory.SelfAttribute("programme.school"),
        factory.Maybe("campus", factory.SelfAttribute("campus.school"), factory.SubFactory(SchoolFactory)),
    )
    starts_at = factory.LazyAttribute(lambda day: at_hour(day.in_days, 10))
    ends_at = factory.LazyAttribute(lambda day: at_hour(day.in_days, 16))
