"""The answers of the API, described. `rows.py` and `features.py` make them; a test holds the two together."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers as s

from les_portal.organisations.models import Country
from programmes.models import OpenDay, Programme, Qualification, Sector
from schools.models import Place, Register, School


class Errors(s.Serializer):
    errors = s.DictField(child=s.CharField(), help_text=_("A sentence for each parameter that is not well written."))


class Texts(s.Serializer):
    """A text in each language of the portal; null where it has not been translated."""

    nl = s.CharField(allow_null=True)
    fr = s.CharField(allow_null=True)
    en = s.CharField(allow_null=True)


@extend_schema_field({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2, "nullable": True})
class Coordinates(s.Field):
    """Longitude and latitude, WGS84, in degrees."""


COUNTRY = {"choices": Country.choices, "help_text": _("Side of the border: be, nl, or fr (France and Wallonia).")}
EQF = {"min_value": 1, "max_value": 8}
DISTANCE = {"required": False, "help_text": _("Kilometres over the great circle; only when near or a place is asked.")}


class CampusRow(s.Serializer):
    id = s.IntegerField()
    name = s.CharField()
    country = s.ChoiceField(**COUNTRY)
    street = s.CharField(allow_blank=True)
    house_number = s.CharField(allow_blank=True)
    postcode = s.CharField()
    municipality = s.CharField()
    coordinates = Coordinates(allow_null=True, help_text=_("Longitude and latitude in degrees (WGS84)."))
    precision = s.ChoiceField(Place.Precision.choices, help_text=_("How exact the coordinates are."))
    site_number = s.CharField(allow_blank=True, help_text=_("The site's number in its register."))
    phone = s.CharField(allow_blank=True)
    email = s.CharField(allow_blank=True)
    website = s.CharField(allow_blank=True)
    url = s.URLField(help_text=_("The page on the portal."))


class StageRow(s.Serializer):
    code = s.CharField()
    name = Texts()
    eqf_from = s.IntegerField(allow_null=True)
    eqf_to = s.IntegerField(allow_null=True)


class SchoolRow(s.Serializer):
    id = s.IntegerField()
    name = s.CharField()
    type = s.ChoiceField(School.Type.choices)
    country = s.ChoiceField(**COUNTRY)
    network = s.CharField(allow_blank=True)
    register = s.ChoiceField(Register.choices, allow_blank=True)
    register_number = s.CharField(allow_blank=True, help_text=_("Flemish institution number or BRIN."))
    stages = StageRow(many=True)
    website = s.CharField(allow_blank=True)
    email = s.CharField(allow_blank=True)
    phone = s.CharField(allow_blank=True)
    programme_count = s.IntegerField()
    campuses = CampusRow(many=True)
    url = s.URLField()
    distance_km = s.FloatField(**DISTANCE)


class ProgrammeLink(s.Serializer):
    id = s.IntegerField()
    title = Texts()
    url = s.URLField()


class SchoolDetail(SchoolRow):
    programmes = ProgrammeLink(many=True)


class LevelRow(s.Serializer):
    framework = s.CharField()
    code = s.CharField()
    eqf = s.IntegerField(**EQF)


class CodeAndName(s.Serializer):
    code = s.CharField()
    name = Texts()


class BottleneckRow(s.Serializer):
    country = s.ChoiceField(**COUNTRY)
    region = s.CharField(allow_blank=True)
    year = s.IntegerField()
    listed_as = s.CharField()
    source = s.CharField()
    source_url = s.CharField(allow_blank=True)
    is_demo = s.BooleanField()


class OccupationRow(s.Serializer):
    code = s.CharField()
    title = Texts()
    esco_uri = s.CharField(allow_blank=True)
    isco = s.CharField(allow_blank=True)
    bottlenecks = BottleneckRow(many=True, help_text=_("Where the newest shortage lists name it."))


class QualificationLink(s.Serializer):
    id = s.IntegerField()
    kind = s.ChoiceField(Qualification.Kind.choices)
    code = s.CharField(allow_blank=True)
    title = Texts()


class ProgrammeRow(s.Serializer):
    id = s.IntegerField()
    title = Texts()
    summary = Texts()
    school = inline_serializer("SchoolLink", {"id": s.IntegerField(), "name": s.CharField()})
    country = s.ChoiceField(**COUNTRY)
    sector = s.ChoiceField(Sector.choices)
    field = CodeAndName()
    form = CodeAndName()
    level = LevelRow(allow_null=True)
    qualification = QualificationLink(allow_null=True)
    occupations = OccupationRow(many=True)
    language = s.ChoiceField(Programme.Language.choices, help_text=_("The language it is taught in."))
    duration_months = s.IntegerField(allow_null=True)
    workplace_share = s.IntegerField(allow_null=True, help_text=_("Share at the workplace, in %."))
    campuses = CampusRow(many=True)
    website = s.CharField(allow_blank=True)
    email = s.CharField(allow_blank=True)
    phone = s.CharField(allow_blank=True)
    confirmed_on = s.DateField(allow_null=True, help_text=_("When the school last said that all of this is right."))
    confirmed_by = s.CharField(allow_null=True)
    is_overdue = s.BooleanField(
        help_text=_("Whether the school let pass the day on which it would say so again. Ask before you decide.")
    )
    is_demo = s.BooleanField(help_text=_("Invented for the demonstration."))
    url = s.URLField()
    distance_km = s.FloatField(**DISTANCE)


class ProgrammeDetail(ProgrammeRow):
    content = Texts()
    outlook = Texts()
    admission = Texts()


class EventRow(s.Serializer):
    id = s.UUIDField(help_text=_("Also the UID in its calendar file."))
    kind = s.ChoiceField(OpenDay.Kind.choices)
    status = s.ChoiceField(["confirmed", "cancelled"])
    starts_at = s.DateTimeField(help_text=_("On the clock of Brussels and Amsterdam, with its distance to UTC."))
    ends_at = s.DateTimeField()
    is_online = s.BooleanField()
    school = inline_serializer("SchoolLink", {"id": s.IntegerField(), "name": s.CharField()})
    country = s.ChoiceField(**COUNTRY)
    programme = ProgrammeLink(allow_null=True, help_text=_("Null when it is not for one programme."))
    campuses = CampusRow(many=True, help_text=_("Where one can go: several when it is at each of them."))
    note = Texts(help_text=_("What to know beforehand."))
    website = s.CharField(allow_blank=True, help_text=_("Where to register or read more."))
    is_demo = s.BooleanField(help_text=_("Invented for the demonstration."))
    url = s.URLField()
    calendar = s.URLField(help_text=_("The same as a calendar file."))


class CounterpartRow(s.Serializer):
    id = s.IntegerField()
    source = s.CharField(help_text=_("Who compares them. It says “look there”, never “the same”."))


class QualificationRow(s.Serializer):
    id = s.IntegerField()
    country = s.ChoiceField(**COUNTRY)
    kind = s.ChoiceField(Qualification.Kind.choices)
    code = s.CharField(allow_blank=True)
    version = s.CharField(allow_blank=True)
    title = Texts()
    level = LevelRow(allow_null=True)
    valid_from = s.DateField(allow_null=True)
    valid_to = s.DateField(allow_null=True)
    successor = s.IntegerField(allow_null=True, help_text=_("The id of the qualification that follows it."))
    counterparts = CounterpartRow(many=True)
    programme_count = s.IntegerField()
    source = s.CharField(allow_blank=True)
    source_url = s.CharField(allow_blank=True)


class QualificationDetail(QualificationRow):
    programmes = ProgrammeLink(many=True)


class Properties(s.Serializer):
    id = s.IntegerField()
    name = s.CharField()
    school = s.CharField()
    school_id = s.IntegerField()
    school_type = s.ChoiceField(School.Type.choices)
    school_url = s.URLField()
    url = s.URLField()
    country = s.ChoiceField(**COUNTRY)
    shape = s.ChoiceField([country.shape for country in Country], help_text=_("The marker of its side of the border."))
    place = s.IntegerField(help_text=_("Campuses at one address share it."))
    address = s.CharField(allow_blank=True)
    postcode = s.CharField()
    municipality = s.CharField()
    precision = s.ChoiceField(Place.Precision.choices)
    programmes = s.IntegerField(help_text=_("How many published programmes are offered here."))
    sectors = s.ListField(child=s.ChoiceField(Sector.choices))
    distance_km = s.FloatField(**DISTANCE)


class Geometry(s.Serializer):
    type = s.ChoiceField(["Point"])
    coordinates = Coordinates()


class Feature(s.Serializer):
    type = s.ChoiceField(["Feature"])
    id = s.IntegerField()
    geometry = Geometry(allow_null=True, help_text=_("Null where nobody knows the coordinates."))
    properties = Properties()


class FeatureCollection(s.Serializer):
    type = s.ChoiceField(["FeatureCollection"])
    features = Feature(many=True)


def page_of(row: type[s.Serializer]) -> s.Serializer:
    """The envelope of a list."""
    return inline_serializer(
        f"{row.__name__.removesuffix('Row')}Page",
        {
            "count": s.IntegerField(help_text=_("How many there are on all pages.")),
            "next": s.URLField(allow_null=True),
            "previous": s.URLField(allow_null=True),
            "results": row(many=True),
        },
    )
