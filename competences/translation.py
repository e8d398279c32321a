from modeltranslation.translator import TranslationOptions, register

from competences.models import (
    AuthorisedDescription,
    BridgingUnit,
    Competence,
    CompetenceGroup,
    Element,
    Line,
    Signpost,
    Skill,
)


@register([CompetenceGroup, Competence, Skill])
class TitleTranslation(TranslationOptions):
    fields = ("title",)


@register([Element, Signpost])
class TextTranslation(TranslationOptions):
    fields = ("text",)


@register(BridgingUnit)
class BridgingUnitTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Line)
class LineTranslation(TranslationOptions):
    fields = ("note",)


@register(AuthorisedDescription)
class AuthorisedDescriptionTranslation(TranslationOptions):
    fields = ("summary", "differences", "strengths", "entry", "legal_basis", "regulated_note")
