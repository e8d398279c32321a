"""Saying that listings are still right: from the workspace, and from the link in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from les_portal.accounts.limits import address_of
from les_portal.listings.actions.confirming import confirm_listings
from les_portal.listings.reminding import due_of
from les_portal.listings.schools import school_kept_by
from les_portal.listings.still_right import MOST, WRONG, Asked, read
from schools.models import School


@method_decorator(never_cache, name="dispatch")
class Confirm(View):
    """All that is due, ticked, and one button."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        return self.show(school)

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        school = school_kept_by(request.user, organisation)
        asked = ticked(request)
        if not asked:
            return self.show(school, is_missing=True)
        number = len(confirm_listings(school, asked, by=request.user))
        text = ngettext("%(number)d listing is confirmed.", "%(number)d listings are confirmed.", number)
        messages.success(request, text % {"number": number} if number else _("All of it was confirmed today already."))
        return redirect("freshness:confirm", organisation)

    def show(self, school: School, *, is_missing: bool = False) -> HttpResponse:
        published = school.programmes.published().exclude(due_on=None).order_by("due_on")
        context = {
            "school": school,
            "organisation": school.organisation,
            "listings": list(due_of(school, timezone.localdate())[:MOST]),
            "is_missing": is_missing,
            "next_on": published.values_list("due_on", flat=True).first(),
        }
        return render(self.request, "listings/freshness/confirm.html", context)


def ticked(request: HttpRequest) -> set[int]:
    """What is no number is nothing; and whose listings the numbers are, who confirms looks at."""
    return {int(each) for each in request.POST.getlist("listing")[:MOST] if each.isdecimal() and len(each) < 19}


# The signature in the address is what allows this, not a session, so there is no token of a form to check; without a
# referrer a browser would not say either where the form was. Whoever only looks, a scanner of links, changes nothing.
@method_decorator([login_not_required, csrf_exempt, never_cache], name="dispatch")
class StillRight(View):
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, signed: str) -> HttpResponse:
        self.asked = read(signed)
        response = super().dispatch(request) if self.opens() else self.refuse()
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"  # the address is the secret: nobody else may hear of it
        return response

    def opens(self) -> bool:
        return bool(self.asked and not self.asked.is_expired and self.asked.user)

    def refuse(self) -> HttpResponse:
        """In words that help who was sent it. Who tries signatures is slowed down, and learns nothing."""
        wait = 0 if self.asked else WRONG.take(address_of(self.request))
        context = {"asked": self.asked, "wait": wait}
        response = render(self.request, "listings/freshness/no_link.html", context, status=429 if wait else 404)
        if wait:
            response["Retry-After"] = str(wait)
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = ticked(request)
        return self.show(done=self.asked.confirm(chosen)) if chosen else self.show(is_missing=True)

    def show(self, *, done: list[int] | None = None, is_missing: bool = False) -> HttpResponse:
        asked: Asked = self.asked
        rows = asked.rows()
        context = {
            "asked": asked,
            "organisation": asked.school.organisation,
            "done": done,
            "is_missing": is_missing,
            "open": [row for row in rows if row.is_open],
            "confirmed": [row for row in rows if row.is_confirmed],
            "gone": [row for row in rows if not row.is_open and not row.is_confirmed],
        }
        return render(self.request, "listings/freshness/still_right.html", context)
