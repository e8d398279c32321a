from django.contrib import admin
from django.db import models

from les_portal.organisations.models import Membership, Organisation


class MembershipInline(admin.TabularInline):
    """For the first administrator. Afterwards roles change on the portal, which keeps the last one and the history."""

    model = Membership
    autocomplete_fields = ["user"]
    extra = 0
    can_delete = False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "country", "is_demo"]
    list_filter = ["kind", "country", "is_demo"]
    search_fields = ["name", "company_number"]
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [MembershipInline]
