"""The campuses of a school as its people keep them: where they are, how they are reached, what was changed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.activity.models import Entry
from les_portal.listings.actions.campuses import ChangedMeanwhile, Exists, change_campus, open_campus
from les_portal.listings.campuses import ADDRESS, CONTACT, facts_of
from les_portal.listings.forms.campuses import CampusForm, again, with_values
from les_portal.listings.placing import Found, find, misplaced
from les_portal.listings.register import compare
from les_portal.listings.schools import keeps, school_kept_by, school_read_by
from les_portal.organisations.models import Country
from programmes.models import Programme
from schools.models import Campus, Place, School

Status = Programme.Status


@dataclass(frozen=True)
class Row:
    campus: Campus
    differences: int
    misplaced: str


@never_cache
@require_safe
def campuses(request: HttpRequest, organisation: str) -> HttpResponse:
    school = school_read_by(request.user, organisation)
    comparison = compare(school)
    found = rows_of(school, {part.about.pk: len(part.open) for part in comparison.parts[1:]})
    context = {
        "organisation": school.organisation,
        "open": [row for row in found if row.campus.is_open],
        "gone": [row for row in found if not row.campus.is_open],
        "differences": comparison.number,
        "is_in_register": comparison.is_in_register,
        "may_change": keeps(request.user, school),
    }
    return render(request, "listings/campuses/list.html", context)


def rows_of(school: School, differences: dict[int, int]) -> list[Row]:
    """Two queries."""
    running = Count("offerings", filter=~Q(offerings__programme__status=Status.ARCHIVED))
    seen = Count("offerings", filter=Q(offerings__programme__status=Status.PUBLISHED))
    found = list(school.campuses.select_related("place").annotate(running=running, seen=seen))
    wrong = misplaced([campus.place for campus in found])
    for campus in found:
        campus.school = school
    return [Row(campus, differences.get(campus.pk, 0), wrong.get(campus.place_id, "")) for campus in found]


@method_decorator(never_cache, name="dispatch")
class New(View):
    http_method_names = ["get", "head", "post"]
    campus: Campus | None = None

    def dispatch(self, request: HttpRequest, organisation: str, **kwargs: str) -> HttpResponse:
        self.school = self.find_school(request, organisation)
        self.campus = self.find_campus(**kwargs)
        return super().dispatch(request)

    def find_school(self, request: HttpRequest, organisation: str) -> School:
        return school_kept_by(request.user, organisation)

    def find_campus(self) -> Campus | None:
        return None

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        is_valid = form.is_valid()
        if "find" in request.POST:
            return self.look_up(form)
        if not is_valid:
            return self.show(form)
        try:
            return self.write(form)
        except IntegrityError:  # somebody took the same address or name at this moment: now it is there
            return self.write(form)

    def form(self, data: Any = None) -> CampusForm:
        return CampusForm(data, organisation=self.school.organisation)

    def look_up(self, form: CampusForm) -> HttpResponse:
        """By what we know ourselves of the address. Nothing is saved."""
        address = form.address
        found = find(address, campus=self.campus) if address else None
        if found:
            form = self.form(with_values(form.data, {"lat": found.point.lat, "lon": found.point.lon}))
        return self.show(form, looked_up=True, found=found, address_found=address)

    def write(self, form: CampusForm) -> HttpResponse:
        try:
            campus = open_campus(self.school, form.cleaned_data, by=self.request.user)
        except Exists as exists:
            return self.show(form, there=exists.campus)
        messages.success(self.request, _("The campus is there. Say in your listings what is taught at it."))
        return self.away(campus)

    def away(self, campus: Campus) -> HttpResponse:
        """Warned, not refused: a new street is not on any list yet."""
        place = Place.objects.get(campuses=campus)
        if sentence := misplaced([place]).get(place.pk):
            messages.warning(self.request, f"{campus}: {sentence} " + _("If that is not so, move the marker."))
        elif place.point is None:
            messages.warning(self.request, _("Nobody finds it on the map yet: put the marker in its place."))
        return redirect("campuses:list", self.school.organisation.slug)

    def show(self, form: CampusForm, **more: Any) -> HttpResponse:
        context = {
            "organisation": self.school.organisation,
            "campus": self.campus,
            "form": form,
            "contact": [form[name] for name in CONTACT if name != "name"],
            "address": [form[name] for name in ADDRESS],
            "may_change": True,
            "looked_up": False,
            "address_found": None,
            "neighbours": 0,
            "misplaced": "",
            "differences": 0,
            "found": None,
            "there": None,
            "side": Country(self.school.organisation.country),
            "leaflet": settings.LEAFLET_CONFIG,
            "tiles_url": settings.MAP_TILES_URL,
            "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
        }
        return render(self.request, "listings/campuses/edit.html", context | more | found_in_words(**more))


def found_in_words(*, found: Found | None = None, **_more: Any) -> dict[str, str]:
    return {"how": Place.Precision(found.precision).label} if found else {"how": ""}


class Edit(New):
    """Who may only read sees the same, and changes nothing."""

    def find_school(self, request: HttpRequest, organisation: str) -> School:
        return school_read_by(request.user, organisation)

    def find_campus(self, slug: str) -> Campus:
        campus = get_object_or_404(self.school.campuses.select_related("place"), slug=slug)
        campus.school = self.school
        return campus

    @property
    def may_change(self) -> bool:
        return keeps(self.request.user, self.school)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        return super().post(request)

    def form(self, data: Any = None) -> CampusForm:
        form = CampusForm(data, organisation=self.school.organisation, initial=facts_of(self.campus))
        for field in form.fields.values():
            field.disabled = not self.may_change
        return form

    def write(self, form: CampusForm) -> HttpResponse:
        seen = form.seen(facts_of(self.campus))
        try:
            is_changed = change_campus(self.campus, form.cleaned_data, seen, by=self.request.user)
        except ChangedMeanwhile as meanwhile:
            return self.show(again(form, meanwhile, who=self.last_hand()))
        done = _("Saved. Visitors see it now.") if self.campus.is_open else _("Saved.")
        messages.success(self.request, done if is_changed else _("Nothing was changed."))
        return self.away(self.campus)

    def last_hand(self) -> str:
        """Who changed it last."""
        entry = Entry.objects.about(self.campus).select_related("actor").order_by("-pk").first()
        return entry.actor_name if entry else _("Somebody else")

    def show(self, form: CampusForm, **more: Any) -> HttpResponse:
        place = self.campus.place
        about = {
            "may_change": self.may_change,
            "misplaced": misplaced([place]).get(place.pk, ""),
            "neighbours": place.campuses.exclude(pk=self.campus.pk).count(),
            "differences": len(compare(self.school).part_of(self.campus).open),
        }
        return super().show(form, **about, **more)
