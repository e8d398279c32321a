"""What a listing said before, and bringing it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.listings.actions.revising import revise
from les_portal.listings.content import COLUMNS, FIELDS, Content, content_of, in_words, label_of
from les_portal.listings.models import Revision
from les_portal.workflow.engine import NotNow, NotReady
from programmes.models import Programme

MOST = 100


@dataclass(frozen=True)
class Difference:
    label: str
    then: str
    now: str
    is_text: bool


def listing_seen_by(user, organisation: str, slug: str) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(user), school__organisation__slug=organisation, slug=slug)


@never_cache
@require_safe
def versions(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    listing = listing_seen_by(request.user, organisation, slug)
    rows = listing.revisions.versions().select_related("updated_by").defer("content", "before")[:MOST]
    context = {
        "programme": listing,
        "organisation": listing.school.organisation,
        "versions": [(row, [label_of(name) for name in FIELDS if name in row.changes]) for row in rows],
    }
    return render(request, "listings/versions.html", context)


@method_decorator(never_cache, name="dispatch")
class Version(View):
    """GET shows how the listing was, beside how it is; POST brings that back."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str, slug: str, number: int) -> HttpResponse:
        return self.show(*self.find(request, organisation, slug, number))

    def post(self, request: HttpRequest, organisation: str, slug: str, number: int) -> HttpResponse:
        listing, version = self.find(request, organisation, slug, number)
        may_bring_back = request.user.has_perm("programmes.edit_listing", listing)
        if not may_bring_back or listing.status == Programme.Status.ARCHIVED:
            return self.show(listing, version, status=403)
        comment = _("Version %(number)d was brought back.") % {"number": number}
        try:
            made = revise(listing, known(version.content), by=request.user, comment=comment)
        except NotReady as missing:
            return self.show(listing, version, missing=missing.sentences, status=409)
        except NotNow:
            return self.show(listing, version, missing=[_("Changes to it wait for approval: answer those first.")])
        messages.success(request, self.sentence(made, number))
        return redirect("listings:programme", organisation, slug)

    def find(self, request: HttpRequest, organisation: str, slug: str, number: int) -> tuple[Programme, Revision]:
        listing = listing_seen_by(request.user, organisation, slug)
        return listing, get_object_or_404(listing.revisions.versions().select_related("updated_by"), number=number)

    def sentence(self, made: Revision | None, number: int) -> str:
        if made is None:
            return _("The listing is as it was in version %(number)d already.") % {"number": number}
        if made.status == Revision.Status.APPLIED:
            return _("The listing is again as it was in version %(number)d.") % {"number": number}
        return _("To bring version %(number)d back, somebody has to approve it: they have been asked.") % {
            "number": number
        }

    def show(self, listing: Programme, version: Revision, *, missing: list[str] = (), status: int = 200):
        context = {
            "programme": listing,
            "organisation": listing.school.organisation,
            "version": version,
            "differences": differences(known(version.content), content_of(listing)),
            "missing": missing,
            "may_bring_back": self.request.user.has_perm("programmes.edit_listing", listing)
            and listing.status != Programme.Status.ARCHIVED,
        }
        return render(self.request, "listings/version.html", context, status=status)


def known(content: Content) -> Content:
    """An older version may hold fields that a listing no longer has."""
    return {name: content[name] for name in FIELDS if name in content}


def differences(then: Content, now: Content) -> list[Difference]:
    return [
        Difference(label_of(name), in_words(name, value), in_words(name, now[name]), name in COLUMNS)
        for name, value in then.items()
        if value != now[name]
    ]
