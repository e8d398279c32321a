from django.contrib import admin

from les_portal.organisations.models import Membership, Organisation


class MembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "country", "is_demo"]
    list_filter = ["kind", "country", "is_demo"]
    search_fields = ["name", "company_number"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]
