"""How a school keeps its listings: read by who keeps them, set by its administrators and the network."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.listings.actions.settings import ChangedMeanwhile, change_settings
from les_portal.listings.forms.settings import SettingsForm
from les_portal.listings.schools import school_kept_by
from schools.models import School


@method_decorator(never_cache, name="dispatch")
class Settings(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        return self.show(school, SettingsForm(school=school, user=request.user))

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        if not request.user.has_perm("listings.change_settings", school):
            raise PermissionDenied
        form = SettingsForm(request.POST, school=school, user=request.user)
        if form.is_valid() and self.save(school, form):
            return redirect("freshness:settings", organisation)
        return self.show(school, form)

    def save(self, school: School, form: SettingsForm) -> bool:
        try:
            changed = change_settings(school, by=self.request.user, **form.values())
        except ChangedMeanwhile:
            form.add_error(
                None, _("Somebody else changed this a moment ago. Look again, and save it if you still wish.")
            )
            school.refresh_from_db()
            return False
        messages.success(self.request, _("Saved.") if changed else _("Nothing was changed."))
        return True

    def show(self, school: School, form: SettingsForm) -> HttpResponse:
        context = {
            "school": school,
            "organisation": school.organisation,
            "form": form,
            "may_change": self.request.user.has_perm("listings.change_settings", school),
        }
        return render(self.request, "listings/freshness/settings.html", context)
