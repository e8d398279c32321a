from modeltranslation.translator import TranslationOptions, register

from programmes.models import Field, Occupation, OpenDay, Programme, ProgrammeForm, Qualification


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("title", "summary", "content", "outlook", "admission")


@register(Qualification)
class QualificationTranslation(TranslationOptions):
    fields = ("title",)


@register(Occupation)
class OccupationTranslation(TranslationOptions):
    fields = ("title", "regulated")


@register(ProgrammeForm)
class ProgrammeFormTranslation(TranslationOptions):
    fields = ("name", "explanation")


@register(Field)
class FieldTranslation(TranslationOptions):
    fields = ("name",)


@register(OpenDay)
class OpenDayTranslation(TranslationOptions):
    fields = ("note",)
