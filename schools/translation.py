from modeltranslation.translator import TranslationOptions, register

from schools.models import EducationStage


@register(EducationStage)
class EducationStageTranslation(TranslationOptions):
    fields = ("name",)
