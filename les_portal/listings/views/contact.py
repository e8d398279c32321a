"""How a school as a whole can be reached. Its listings and campuses may say it otherwise for themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.listings.actions.contact import change_contact
from les_portal.listings.forms.contact import ContactForm
from les_portal.listings.schools import school_kept_by
from les_portal.organisations.models import Organisation
from schools.models import School


@method_decorator(never_cache, name="dispatch")
class Contact(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        return self.show(school, ContactForm(instance=school.organisation))

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        form = ContactForm(request.POST, instance=Organisation.objects.get(pk=school.organisation_id))
        if not form.is_valid():
            return self.show(school, form)
        if change_contact(school, form.cleaned_data, by=request.user):
            messages.success(request, _("Saved. Visitors see it now."))
        return redirect("manage:workspace", organisation)

    def show(self, school: School, form: ContactForm) -> HttpResponse:
        context = {"organisation": school.organisation, "school": school, "form": form}
        return render(self.request, "listings/quality/contact.html", context)
