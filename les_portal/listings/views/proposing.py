"""Where a visitor says what is not right on a public page, without an account."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.accounts.limits import Limit, address_of
from les_portal.listings.actions.correcting import propose
from les_portal.listings.correctable import Page, school_of
from les_portal.listings.forms.corrections import ProposalForm
from les_portal.listings.models import Correction
from les_portal.listings.schools import keeps
from les_portal.publication.stored import public_page
from programmes.models import Programme
from schools.models import Campus, School

# A class room shares one network, and a school has to be able to read what comes in.
PER_NETWORK = Limit("correction", 20, timedelta(hours=1))
PER_PAGE = Limit("correction_of_page", 20, timedelta(days=1))


def programme(slug: str) -> Programme:
    rows = Programme.objects.published().select_related("school__organisation", "form", "level")
    return get_object_or_404(rows, slug=slug)


def school(slug: str) -> School:
    return get_object_or_404(School.objects.select_related("organisation"), organisation__slug=slug)


def campus(school: str, slug: str) -> Campus:
    rows = Campus.objects.filter(closed_on=None).select_related("school__organisation", "place")
    return get_object_or_404(rows, school__organisation__slug=school, slug=slug)


PAGES = {"programme": programme, "school": school, "campus": campus}


@method_decorator([login_not_required, never_cache], name="dispatch")
class Propose(View):
    """GET asks; POST keeps it once, and leads to a page that says what is next. `kind` is that of the page."""

    http_method_names = ["get", "head", "post"]
    kind = ""

    def get(self, request: HttpRequest, **where: str) -> HttpResponse:
        page = PAGES[self.kind](**where)
        return self.ask(page, ProposalForm(page=page))

    def post(self, request: HttpRequest, **where: str) -> HttpResponse:
        page = PAGES[self.kind](**where)
        form = ProposalForm(request.POST, page=page)
        if not form.is_valid():
            return self.ask(page, form)
        if not Correction.objects.filter(ticket=form.ticket).exists():
            if wait := self.too_often(page):
                return self.ask(page, form, wait=wait)
            words = {name: form.cleaned_data[name] for name in ("proposal", "reason", "email")}
            propose(page, form.fact, **words, ticket=form.ticket)
        return redirect(f"{request.path}thanks/")

    def too_often(self, page: Page) -> int:
        return PER_NETWORK.take(address_of(self.request)) or PER_PAGE.take(f"{page._meta.label_lower} {page.pk}")

    def ask(self, page: Page, form: ProposalForm, *, wait: int = 0) -> HttpResponse:
        school = school_of(page)
        context = {
            "kind": self.kind,
            "page": page,
            "organisation": school.organisation,
            "form": form,
            "wait": in_words(wait) if wait else "",
            "keeps_it": keeps(self.request.user, school),
        }
        response = render(self.request, "listings/corrections/propose.html", context, status=429 if wait else 200)
        if wait:
            response["Retry-After"] = str(wait)
        return response


def in_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext("Try again in %(number)d minute.", "Try again in %(number)d minutes.", minutes) % {
        "number": minutes
    }


@public_page
def thanks(request: HttpRequest, kind: str, **where: str) -> HttpResponse:
    page = PAGES[kind](**where)
    context = {"page": page, "organisation": school_of(page).organisation}
    return render(request, "listings/corrections/thanks.html", context)
