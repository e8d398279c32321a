from django.contrib import admin

from schools.models import Campus, EducationStage, Place, School


class CampusInline(admin.StackedInline):
    model = Campus
    autocomplete_fields = ["place"]
    extra = 0


@admin.register(School)
class SchoolAdmin(admin.ModelAdmin):
    list_display = ["__str__", "type", "register", "register_number", "retired_on"]
    list_filter = ["type", "register"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "register_number"]
    autocomplete_fields = ["organisation"]
    inlines = [CampusInline]


@admin.register(Campus)
class CampusAdmin(admin.ModelAdmin):
    list_display = ["__str__", "place", "retired_on", "closed_on"]
    list_select_related = ["school__organisation", "place"]
    search_fields = ["name", "school__organisation__name", "place__municipality"]
    autocomplete_fields = ["school", "place"]


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ["__str__", "country", "precision"]
    list_filter = ["country", "precision"]
    search_fields = ["street", "postcode", "municipality"]


@admin.register(EducationStage)
class EducationStageAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "country", "valid_from", "valid_to", "source"]
