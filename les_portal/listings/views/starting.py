"""A new listing begins with what is known already."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.listings.actions.starting import Exists, from_listing, from_qualification, start
from les_portal.listings.content import LANGUAGES, Content
from les_portal.listings.forms.starting import StartForm
from les_portal.listings.schools import school_kept_by
from les_portal.search.words import sought
from programmes.models import Programme, Qualification
from schools.models import School

SHOWN = 20


@dataclass
class Beginning:
    """What the new listing is made from."""

    title: str = ""
    content: Content = field(default_factory=dict)


@method_decorator(never_cache, name="dispatch")
class New(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        beginning = self.beginning(school)
        if beginning is None:
            return self.choose(school)
        return self.ask(school, beginning, StartForm(school=school, initial=self.initial(school, beginning.content)))

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        beginning = self.beginning(school) or Beginning()
        form = StartForm(request.POST, school=school)
        if not form.is_valid():
            return self.ask(school, beginning, form)
        try:
            listing = start(school, beginning.content | self.typed(form), by=request.user)
        except Exists as exists:
            return self.ask(school, beginning, form, there=exists.listing)
        messages.success(request, _("The draft is there. Nobody but your school sees it until you publish it."))
        return redirect("listings:edit", organisation, listing.slug)

    def beginning(self, school: School) -> Beginning | None:
        """What the address says; None when nothing has been chosen yet."""
        if slug := self.asked("qualification"):
            qualification = get_object_or_404(Qualification.objects.select_related("level"), slug=slug)
            return Beginning(str(qualification), from_qualification(qualification, country=school.organisation.country))
        if slug := self.asked("copy"):
            listing = get_object_or_404(Programme, school=school, slug=slug)
            return Beginning(str(listing), from_listing(listing))
        return Beginning() if "blank" in self.request.GET else None

    def initial(self, school: School, content: Content) -> Content:
        campuses = school.campuses.open()
        only = list(campuses.values_list("pk", flat=True)[:2])
        return {"campuses": only if len(only) == 1 else []} | content

    def typed(self, form: StartForm) -> Content:
        data = form.cleaned_data
        return {
            "title_nl": data["title_nl"],
            "form": data["form"].pk,
            "field": data["field"].pk,
            "campuses": sorted(campus.pk for campus in data["campuses"]),
        }

    def asked(self, name: str) -> str:
        return self.request.GET.get(name, "").replace("\x00", "")  # no database can be asked for that

    def choose(self, school: School) -> HttpResponse:
        q = sought(self.asked("q"))
        context = {
            **self.about(school),
            "q": q,
            "qualifications": found(q, school) if q else [],
            "listings": school.programmes.order_by("sort_key", "pk").only("slug", "school", *titles())[:300],
        }
        return render(self.request, "listings/new.html", context)

    def ask(self, school: School, beginning: Beginning, form: StartForm, there: Programme | None = None):
        context = {**self.about(school), "beginning": beginning, "form": form, "there": there}
        return render(self.request, "listings/start.html", context)

    def about(self, school: School) -> dict:
        return {"organisation": school.organisation, "back": reverse("listings:new", args=[school.organisation.slug])}


def titles() -> list[str]:
    return [f"title_{language}" for language in LANGUAGES]


def found(q: str, school: School) -> list[Qualification]:
    """By code or by words of the title, those of the school's own side first."""
    asked = Q(code__icontains=q)
    for title in titles():
        asked |= Q(**{f"{title}__icontains": q})
    rows = Qualification.objects.filter(asked).select_related("level")
    ordered = sorted(rows[:200], key=lambda row: (row.country != school.organisation.country, str(row.title)))
    return ordered[:SHOWN]
