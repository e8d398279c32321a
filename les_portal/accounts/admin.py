from functools import wraps

import allauth.mfa.admin  # noqa: F401  registers what is registered otherwise below
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from les_portal.accounts.models import User


def may_administer(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_staff and request.user.has_second_step


def by_the_portals_sign_in(djangos):
    """The technical administration asks for the same sign-in, limits included, as the portal; and a second step."""
    login = secure_admin_login(djangos)

    @wraps(djangos)
    def sign_in(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_staff and not request.user.has_second_step:
            return redirect("accounts:second-step")
        return login(request, *args, **kwargs)

    return sign_in


admin.site.has_permission = may_administer
admin.site.login = by_the_portals_sign_in(admin.site.login)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["name", "email", "language", "is_active", "is_staff"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "is_active", "is_staff", "is_superuser"]


admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class SecondStepAdmin(admin.ModelAdmin):
    """To take one away from who lost it. allauth's own shows the secret, with which anybody makes the codes."""

    list_display = fields = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    search_fields = ["user__name", "user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False
