"""Editing a listing: one page in sections, saved as one types, and one button for what comes next."""

import secrets
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from les_portal.listings.actions.publishing import publish
from les_portal.listings.actions.revising import (
    Conflict,
    Typed,
    Written,
    as_visitors_see,
    settle,
    still_right,
    type_into,
)
from les_portal.listings.content import FIELDS, LANGUAGES, TEXTS, in_words, label_of
from les_portal.listings.editing import TWO_TEXTS, Editing
from les_portal.listings.forms.editing import as_id, as_text, looked_at_again, read
from les_portal.listings.models import Revision
from les_portal.listings.sections import Page
from les_portal.search.words import sought
from les_portal.workflow.asking import last_step
from les_portal.workflow.engine import NotNow, NotReady, workflow_of
from programmes.models import Programme

LONGEST_PAGE = 16
SEARCHES = ("qualification", "occupation")


def listing_of(user, organisation: str, slug: str) -> Programme:
    """Whoever may not know of it gets 404, whoever may only read it 403."""
    rows = Programme.objects.visible_to(user)
    listing = get_object_or_404(rows, school__organisation__slug=organisation, slug=slug)
    if not user.has_perm("programmes.edit_listing", listing):
        raise PermissionDenied
    return listing


def editing_of(listing: Programme, user) -> Editing:
    rows = listing.revisions.open().select_related("updated_by", "programme__school__organisation")
    return Editing(listing, rows.first(), user)


def keep(request: HttpRequest, listing: Programme, typed: dict[str, Typed]) -> Written | None:
    """None when nothing was touched. Raises NotNow while nobody may write here."""
    if editing_of(listing, request.user).closed:
        raise NotNow
    touched = {name: each for name, each in typed.items() if each.before != each.after}
    if not touched:
        return None
    page = as_text(request.POST.get("page", ""))[:LONGEST_PAGE]
    return at_last(lambda: type_into(listing, touched, by=request.user, page=page))


def at_last(deed: Callable):
    """Two can open a revision or take a number at the same moment: then it is tried once more."""
    try:
        return deed()
    except IntegrityError:
        return deed()


@method_decorator(never_cache, name="dispatch")
class Edit(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        return self.show(listing_of(request.user, organisation, slug))

    def post(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        """All that stands on the page comes back, without JavaScript at least; then one of its buttons is done."""
        listing = listing_of(request.user, organisation, slug)
        typed = read(request.POST)
        try:
            written = keep(request, listing, typed)
            if answer := self.small_step(listing):
                return answer
            if written and written.conflicts:
                return self.show(listing, hindrances=torn(written.conflicts), status=409)
            return self.next_step(listing)
        except NotNow:
            return self.show(listing, unsaved=typed, status=409)

    # --- the buttons ------------------------------------------------------------------------------

    def small_step(self, listing: Programme) -> HttpResponse | None:
        """What leads back to the same place: choosing a text, finding a qualification."""
        post, user = self.request.POST, self.request.user
        if post.get("settle"):
            name, _sign, keeper = post["settle"].partition(":")
            self.settle(listing, name, keeper)
            return self.back(listing, name)
        if post.get("right"):
            text, _sign, language = post["right"].rpartition("_")
            if text not in TEXTS or language not in LANGUAGES:
                raise Http404
            at_last(lambda: still_right(listing, text, language, by=user))
            return self.back(listing, post["right"])
        if asked := {name: post[f"find-{name}"] for name in SEARCHES if post.get(f"find-{name}")}:
            return self.back(listing, f"find-{next(iter(asked))}", asked)
        return None

    def settle(self, listing: Programme, name: str, keeper: str) -> None:
        revision = listing.revisions.open().first()
        if revision is None or name not in FIELDS:
            raise NotNow
        if keeper == "visitors":
            as_visitors_see(revision, name, by=self.request.user)
        else:
            settle(revision, name, keep=as_id(keeper), by=self.request.user)

    def back(self, listing: Programme, name: str, asked: dict[str, str] | None = None) -> HttpResponse:
        address = reverse("listings:edit", args=[listing.school.organisation.slug, listing.slug])
        return redirect(f"{address}{'?' + urlencode(asked) if asked else ''}#at-{name}")

    def next_step(self, listing: Programme) -> HttpResponse:
        editing = editing_of(listing, self.request.user)
        if self.request.POST.get("then") != editing.step.name:
            messages.success(self.request, _("Kept. Visitors do not see it yet."))
            return self.back(listing, "top")
        if found := editing.hindrances(editing.step.name):
            return self.show(listing, hindrances=found)
        try:
            at_last(lambda: self.take(editing))
        except NotReady as missing:
            return self.show(listing, hindrances=[("", "", sentence) for sentence in missing.sentences])
        messages.success(self.request, self.done(editing))
        return redirect("listings:programme", listing.school.organisation.slug, listing.slug)

    def take(self, editing: Editing) -> None:
        if editing.step.name == "publish":
            publish(editing.listing, by=self.request.user)
        elif editing.revision is None:
            raise NotReady([_("Nothing was changed.")])
        else:
            workflow_of(editing.revision).run(editing.step.name, editing.revision, by=self.request.user)

    def done(self, editing: Editing) -> str:
        if editing.listing.status == Programme.Status.PUBLISHED:
            asked = editing.revision and editing.revision.status == Revision.Status.PROPOSED
            return _("You asked for approval. You hear of the answer by mail.") if asked else _("Visitors see it now.")
        if editing.listing.status == Programme.Status.PROPOSED:
            return _("You asked for approval. You hear of the answer by mail.")
        return _("Saved.")

    # --- the page ---------------------------------------------------------------------------------

    def show(self, listing: Programme, *, hindrances=(), unsaved=None, status: int = 200) -> HttpResponse:
        editing = editing_of(listing, self.request.user)
        asked = {name: sought(self.request.GET.get(name, "")) for name in SEARCHES}
        context = {
            "programme": listing,
            "organisation": listing.school.organisation,
            "editing": editing,
            "revision": editing.revision,
            "page": Page(editing, asked, {name: sentence for name, _label, sentence in hindrances if name}),
            "page_id": secrets.token_urlsafe(8),
            "hindrances": hindrances,
            "unsaved": lost(editing, unsaved or {}),
            "sent_back": sent_back(editing.revision),
        }
        return render(self.request, "listings/edit.html", context, status=status)


def torn(conflicts: list[Conflict]) -> list[tuple[str, str, str]]:
    return [(each.name, label_of(each.name), str(TWO_TEXTS)) for each in conflicts]


def lost(editing: Editing, typed: dict[str, Typed]) -> list[tuple[str, str]]:
    """What could not be kept, for whoever wrote it to copy."""
    now = editing.content
    return [
        (label_of(name), in_words(name, each.after))
        for name, each in typed.items()
        if each.after not in (each.before, now[name])
    ]


def sent_back(revision: Revision | None):
    """The word with which an approver sent it back, while it is being edited again."""
    if revision is None or revision.status != Revision.Status.EDITING:
        return None
    return last_step(revision)


@never_cache
@require_POST
def save(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """What was typed until now, while one types on: the answer is what changes on the page."""
    listing = listing_of(request.user, organisation, slug)
    typed = read(request.POST)
    try:
        written = keep(request, listing, typed)
    except NotNow:
        return render(request, "listings/edit/_not_now.html", status=409)
    editing = editing_of(listing, request.user)
    page = Page(editing)
    conflicts = {conflict.name for conflict in written.conflicts} if written else set()
    context = {
        "editing": editing,
        "page": page,
        "conflicts": conflicts,
        "fields": [page.any_field(name) for name in FIELDS if name in looked_at_again(typed)],
    }
    return render(request, "listings/edit/_saved.html", context, status=409 if conflicts else 200)


@never_cache
@require_safe
def find(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Qualifications or occupations, while one types."""
    editing = editing_of(listing_of(request.user, organisation, slug), request.user)
    asked = {name: sought(request.GET.get(f"find-{name}", "")) for name in SEARCHES}
    what = next((name for name, words in asked.items() if words), "")
    context = {"page": Page(editing, asked), "what": what}
    return render(request, "listings/edit/_found.html", context)
