"""What the register says beside what the school has, field by field."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.activity.timeline import Moment, Timeline, timeline_of
from les_portal.listings.actions.register import NoLongerSo, keep_ours, take_over
from les_portal.listings.register import compare
from les_portal.listings.schools import keeps, school_kept_by, school_read_by
from schools.importers.rows import LABELS
from schools.models import School


@method_decorator(never_cache, name="dispatch")
class RegisterView(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_read_by(request.user, organisation)
        comparison = compare(school)
        context = {
            "organisation": school.organisation,
            "school": school,
            "comparison": comparison,
            "parts": [part for part in comparison.parts if part.open],
            "settled": [difference for part in comparison.parts for difference in part.settled],
            "may_change": keeps(request.user, school),
            "timeline": history_of(school),
        }
        return render(request, "listings/campuses/register.html", context)

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        try:
            self.answer(school)
        except NoLongerSo:
            messages.warning(request, _("The register or a colleague changed this meanwhile. Look at it once more."))
        return redirect("campuses:register", organisation)

    def answer(self, school: School) -> None:
        if "keep" in self.request.POST:
            keep_ours(school, self.request.POST["keep"], by=self.request.user)
            sentence = _("Yours stays. You are asked again when the register says something else.")
        else:
            number = len(take_over(school, self.request.POST.get("take", ""), by=self.request.user))
            text = ngettext("%(number)d field taken over.", "%(number)d fields taken over.", number)
            sentence = text % {"number": number}
        messages.success(self.request, sentence)


def history_of(school: School) -> Timeline:
    """Of the school as a whole, under the names that people know its fields by."""
    timeline = timeline_of(school)
    return Timeline([_labelled(each) for each in timeline.newest], [_labelled(each) for each in timeline.older])


def _labelled(moment: Moment) -> Moment:
    changes = [replace(change, label=str(LABELS.get(change.label, change.label))) for change in moment.changes]
    return replace(moment, changes=changes)
