from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from programmes.models import (
    BottleneckStatus,
    Counterpart,
    Field,
    Level,
    Occupation,
    Offering,
    Programme,
    ProgrammeForm,
    Qualification,
)


class OfferingInline(admin.TabularInline):
    model = Offering
    autocomplete_fields = ["campus"]
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(TranslationAdmin):
    list_display = ["title", "school", "form", "level", "status", "confirmed_on"]
    list_filter = ["status", "field", "form"]
    list_select_related = ["school__organisation", "form", "level"]
    search_fields = ["title_nl", "title_fr", "title_en"]
    autocomplete_fields = ["school", "qualification", "confirmed_by", "occupations"]
    readonly_fields = ["status"]  # it changes on the listing's own page, with its guards and its history
    inlines = [OfferingInline]


class BottleneckInline(admin.TabularInline):
    model = BottleneckStatus
    extra = 0


@admin.register(Occupation)
class OccupationAdmin(TranslationAdmin):
    list_display = ["title", "isco", "version", "retired_in"]
    search_fields = ["title_nl", "title_fr", "title_en"]
    inlines = [BottleneckInline]


@admin.register(Qualification)
class QualificationAdmin(TranslationAdmin):
    list_display = ["title", "country", "code", "version", "level", "valid_to"]
    list_filter = ["country", "kind"]
    search_fields = ["title_nl", "code"]


@admin.register(Level)
class LevelAdmin(admin.ModelAdmin):
    list_display = ["__str__", "eqf", "valid_from", "valid_to", "source"]


@admin.register(ProgrammeForm, Field)
class NamedAdmin(TranslationAdmin):
    list_display = ["code", "name"]


@admin.register(Counterpart)
class CounterpartAdmin(admin.ModelAdmin):
    list_display = ["flemish", "dutch", "source"]
    autocomplete_fields = ["flemish", "dutch"]
