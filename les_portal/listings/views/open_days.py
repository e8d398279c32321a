"""A school's open days: what is to come, what was, and the form that tells of several at once."""

from contextlib import suppress
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from les_portal.listings.actions import open_days as actions
from les_portal.listings.forms.open_days import MOST, ROOM, OpenDayForm, initial_of
from les_portal.listings.schools import keeps, school_kept_by, school_read_by
from les_portal.listings.wall_clock import today
from programmes.models import OpenDay, Programme
from schools.models import School

PAGE_SIZE, PAST_SHOWN = 50, 10
A_YEAR = timedelta(weeks=52)  # the same day of the week


def days_of(school: School):
    rows = OpenDay.objects.filter(school=school)
    return rows.select_related("school__organisation", "campus__school__organisation", "programme")


@never_cache
@require_safe
def open_days(request: HttpRequest, organisation: str) -> HttpResponse:
    school = school_read_by(request.user, organisation)
    past = days_of(school).exclude(pk__in=days_of(school).not_over().order_by().values("pk"))
    context = {
        "school": school,
        "organisation": school.organisation,
        "page": Paginator(days_of(school).not_over(), PAGE_SIZE).get_page(request.GET.get("page")),
        "past": past.order_by("-starts_at", "-pk")[:PAST_SHOWN],
        "may_change": keeps(request.user, school),
    }
    return render(request, "listings/open_days/list.html", context)


@method_decorator(never_cache, name="dispatch")
class NewOpenDays(View):
    """With `?like=` they are as one before, a year later."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        initial = {"kind": OpenDay.Kind.OPEN_DAY}
        like = request.GET.get("like", "")
        if like.isascii() and like.isdigit() and len(like) < 19:
            day = get_object_or_404(days_of(school), pk=int(like))
            initial = initial_of(day) | {"date": a_year_later(day)}
        return self.show(school, OpenDayForm(initial=initial, school=school))

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        room = room_in(request.POST)
        if "more" in request.POST:
            return self.show(school, OpenDayForm(initial=as_typed(request.POST, room), school=school, room=room + 3))
        form = OpenDayForm(request.POST, school=school, room=room)
        if not form.is_valid():
            return self.show(school, form)
        say_announced(request, actions.announce(school, form.values(), by=request.user))
        return redirect("open_days:list", organisation)

    def show(self, school: School, form: OpenDayForm) -> HttpResponse:
        room = len(form.fields["also"].fields)
        context = {"school": school, "organisation": school.organisation, "form": form, "room": room, "most": MOST}
        return render(self.request, "listings/open_days/form.html", context)


def a_year_later(day: OpenDay) -> date:
    found = day.begins.date() + A_YEAR
    while found < today():
        found += A_YEAR
    return found


def room_in(posted) -> int:
    text = posted.get("room", "")
    return max(ROOM, min(int(text), MOST)) if text.isascii() and text.isdigit() and len(text) < 4 else ROOM


def as_typed(posted, room: int) -> dict:
    """What stands in the form now, to be shown again as it is and not looked at yet."""
    typed = {name: posted.get(name) for name in OpenDayForm.base_fields if name in posted}
    return typed | {"also": [posted.get(f"also_{number}", "") for number in range(room)]}


def say_announced(request: HttpRequest, days: list[OpenDay]) -> None:
    programme = days[0].programme
    if programme and programme.status != Programme.Status.PUBLISHED:
        messages.warning(request, _("Kept. Visitors see it as soon as the listing of the programme is published."))
        return
    sentence = ngettext(
        "Announced: visitors see it now, also in the calendars that follow your school.",
        "%(number)d dates are announced: visitors see them now, also in the calendars that follow your school.",
        len(days),
    )
    messages.success(request, sentence % {"number": len(days)})


@method_decorator(never_cache, name="dispatch")
class EditOpenDay(View):
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
        self.school = school_kept_by(request.user, organisation)
        self.day = get_object_or_404(days_of(self.school), pk=pk)
        if self.day.is_cancelled or self.day.is_over:
            return render(request, "listings/open_days/closed.html", self.context())
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = initial_of(self.day) | {"date": self.day.begins.date()}
        return self.show(OpenDayForm(initial=initial, school=self.school, day=self.day))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OpenDayForm(request.POST, school=self.school, day=self.day)
        if form.is_valid() and self.save(form):
            return redirect("open_days:list", self.school.organisation.slug)
        return self.show(form)

    def save(self, form: OpenDayForm) -> bool:
        seen = form.cleaned_data["seen"]
        try:
            changed = actions.change(
                self.day, form.values()[0], seen=-1 if seen is None else seen, by=self.request.user
            )
        except actions.ChangedMeanwhile:
            self.day.refresh_from_db()
            form.data = form.data.copy()
            form.data["seen"] = self.day.sequence
            form.add_error(
                None, _("Somebody else changed this a moment ago. What you typed is below: look again, then save it.")
            )
            return False
        messages.success(self.request, _("Saved: visitors see it now.") if changed else _("Nothing was changed."))
        return True

    def show(self, form: OpenDayForm) -> HttpResponse:
        return render(self.request, "listings/open_days/form.html", self.context() | {"form": form})

    def context(self) -> dict:
        return {"school": self.school, "organisation": self.school.organisation, "day": self.day}


@require_POST
def cancel(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    day = _one(request, organisation, pk)
    with suppress(actions.ChangedMeanwhile):  # cancelled twice is cancelled
        actions.cancel(day, by=request.user)
    messages.success(request, _("Cancelled. Visitors read so until it would have been over, also in their calendars."))
    return redirect("open_days:list", organisation)


@require_POST
def restore(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    day = _one(request, organisation, pk)
    with suppress(actions.ChangedMeanwhile):
        actions.restore(day, by=request.user)
    messages.success(request, _("It goes on after all, and visitors read so."))
    return redirect("open_days:list", organisation)


@require_POST
def remove(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    day = _one(request, organisation, pk)
    try:
        actions.remove(day, by=request.user)
    except (ValidationError, actions.ChangedMeanwhile):
        messages.error(request, _("Visitors may count on it by now. Cancel it instead: then they hear of it."))
    else:
        messages.success(request, _("Taken away, as if it had never been there."))
    return redirect("open_days:list", organisation)


def _one(request: HttpRequest, organisation: str, pk: int) -> OpenDay:
    return get_object_or_404(days_of(school_kept_by(request.user, organisation)), pk=pk)
