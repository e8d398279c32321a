"""The answers about descriptions, described. `rows.py` makes them; a test holds the two together."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers as s

from competences.models import Aspect, AuthorisedDescription, BridgingUnit, Competence, Element, Relation, Signpost
from les_portal.documents.models import Document
from programmes.api.shapes import COUNTRY, LevelRow, Texts
from programmes.models import Qualification


class DiplomaRow(s.Serializer):
    slug = s.CharField()
    country = s.ChoiceField(**COUNTRY)
    kind = s.ChoiceField(Qualification.Kind.choices)
    code = s.CharField(allow_blank=True)
    version = s.CharField(allow_blank=True)
    title = Texts()
    level = LevelRow(allow_null=True)


class CoverageRow(s.Serializer):
    percent = s.IntegerField(
        allow_null=True,
        min_value=0,
        max_value=100,
        help_text=_("Of the competences of the target, by weight; partial counts half. It is not a recognition."),
    )
    equivalent = s.IntegerField()
    partial = s.IntegerField()
    missing = s.IntegerField()
    extra = s.IntegerField()


PUBLIC = [(status.value, status.label) for status in AuthorisedDescription.Status if status.value not in
          ("draft", "review", "changes_requested", "authorised")]  # fmt: skip


class DescriptionRow(s.Serializer):
    number = s.CharField(help_text=_("Of the pair; every version has it."))
    version = s.IntegerField()
    status = s.ChoiceField(PUBLIC)
    source = DiplomaRow(help_text=_("The diploma that somebody holds."))
    target = DiplomaRow(help_text=_("What it is compared with, on the other side of the border."))
    coverage = CoverageRow(allow_null=True)
    languages = s.ListField(child=s.CharField(), help_text=_("In which its PDF is there."))
    authorised_on = s.DateField()
    valid_until = s.DateField(allow_null=True)
    changed_at = s.DateTimeField(help_text=_("When what visitors see of it last changed."))
    is_demo = s.BooleanField(help_text=_("Invented for the demonstration."))
    url = s.URLField()
    json = s.URLField()
    jsonld = s.URLField()
    pdf = s.URLField()


class GroupRow(s.Serializer):
    id = s.IntegerField()
    code = s.CharField(allow_blank=True)
    title = Texts()


class SkillRow(s.Serializer):
    kind = s.ChoiceField(Element.Kind.choices)
    text = Texts()


class EscoRow(s.Serializer):
    uri = s.CharField()
    title = Texts()


class CompetenceRow(s.Serializer):
    id = s.IntegerField()
    group = s.IntegerField(allow_null=True)
    code = s.CharField(allow_blank=True)
    type = s.ChoiceField(Competence.Type.choices)
    weight = s.IntegerField()
    title = Texts()
    written_in = s.CharField(allow_blank=True, help_text=_("The language of the register; the others are ours."))
    knowledge = Texts(many=True)
    skills = SkillRow(many=True)
    esco = EscoRow(many=True)


class FrameRow(DiplomaRow):
    source = s.CharField(allow_blank=True)
    source_url = s.CharField(allow_blank=True)
    groups = GroupRow(many=True)
    competences = CompetenceRow(many=True)


class BridgeRow(s.Serializer):
    kind = s.ChoiceField(BridgingUnit.Kind.choices)
    title = Texts()
    description = Texts()
    hours = s.IntegerField(allow_null=True)
    provider = s.CharField(allow_blank=True)
    url = s.CharField(allow_blank=True)


class ViewRow(s.Serializer):
    country = s.ChoiceField(**COUNTRY)
    relation = s.ChoiceField(Relation.choices)
    note = s.CharField(allow_blank=True)


class LineRow(s.Serializer):
    competence = s.IntegerField(help_text=_("Of the target; of the source where it is extra."))
    sources = s.ListField(child=s.IntegerField(), help_text=_("The competences of the source that cover it."))
    relation = s.ChoiceField(Relation.choices)
    sign = s.CharField()
    weight = s.IntegerField()
    aspect = s.ChoiceField(Aspect.choices, allow_blank=True)
    note = Texts()
    views = ViewRow(many=True, help_text=_("What each side thinks, where they do not agree; the lower one counts."))
    bridges = BridgeRow(many=True)


class SignpostRow(s.Serializer):
    code = s.CharField()
    case = s.ChoiceField(Signpost.Case.choices)
    body = s.CharField()
    url = s.CharField(allow_blank=True)
    text = Texts()
    cohort_from = s.DateField(allow_null=True)
    cohort_until = s.DateField(allow_null=True)
    is_automatic = s.BooleanField()
    source = s.CharField(allow_blank=True)
    source_url = s.CharField(allow_blank=True)
    valid_from = s.DateField()


class DescribedProgramme(s.Serializer):
    slug = s.CharField()
    title = Texts()
    school = s.CharField()
    towns = s.ListField(child=s.CharField())
    form = Texts()
    months = s.IntegerField(allow_null=True)
    workplace_share = s.IntegerField(allow_null=True)
    url = s.URLField()


class PaperRow(s.Serializer):
    language = s.CharField()
    number = s.CharField()
    sha256 = s.CharField()
    size = s.IntegerField()
    standing = s.ChoiceField(Document.Standing.choices)
    url = s.URLField()
    verification = s.URLField()


class DescriptionDetail(DescriptionRow):
    source = FrameRow()
    target = FrameRow()
    lines = LineRow(many=True)
    agreement = inline_serializer("Agreement", {"same": s.IntegerField(), "of": s.IntegerField()})
    summary = Texts()
    differences = Texts()
    strengths = Texts()
    entry = Texts()
    legal_basis = Texts()
    regulated_note = Texts()
    regulated = s.ChoiceField(AuthorisedDescription.Regulated.choices)
    level_warning = s.CharField(allow_blank=True)
    signposts = SignpostRow(many=True)
    occupations = inline_serializer(
        "DescribedOccupation",
        {"title": Texts(), "uri": s.CharField(allow_blank=True), "isco": s.CharField(allow_blank=True),
         "regulated": Texts()},
        many=True,
    )  # fmt: skip
    programmes = DescribedProgramme(many=True)
    sign_offs = inline_serializer(
        "SignOffRow",
        {"country": s.ChoiceField(**COUNTRY), "organisation": s.CharField(), "signed_on": s.DateField(allow_null=True)},
        many=True,
    )
    review_on = s.DateField(allow_null=True)
    history = inline_serializer(
        "EarlierVersion", {"version": s.IntegerField(), "authorised_on": s.DateField(allow_null=True)}, many=True
    )
    concerns = s.ListField(child=s.CharField(), help_text=_("What changed since, where it is under review."))
    documents = PaperRow(many=True)
    disclaimer = s.CharField()
