from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from les_portal.accounts.models import User

# The technical administration asks for the same sign-in, with the same limits, as the portal.
admin.site.login = secure_admin_login(admin.site.login)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["name", "email", "language", "is_active", "is_staff"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "is_active", "is_staff", "is_superuser"]
