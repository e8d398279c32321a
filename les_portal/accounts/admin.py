from functools import wraps

from allauth.account.decorators import secure_admin_login
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
