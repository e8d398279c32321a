from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override

from les_portal.accounts.forms import PreferencesForm
from les_portal.accounts.second_step import waiting


def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with override(user.language):
            messages.success(request, _("Saved."))
            return redirect("accounts:preferences")
    return render(request, "accounts/preferences.html", {"form": form})


def second_step(request: HttpRequest) -> HttpResponse:
    """What waits for a second step, the ways to one, and a way on without."""
    rights = waiting(request.user)
    if not rights:
        return redirect("mfa_index")
    return render(request, "accounts/second_step.html", {"rights": rights, "further": further(request)})


def further(request: HttpRequest) -> str:
    """Where somebody was going, if that is on this portal."""
    there = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if is_ours else reverse("pages:desk")
