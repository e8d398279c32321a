"""A description at the desk: beginning a version, writing it, asking for signatures, signing, and what was before."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from competences.actions import writing
from competences.desk import Desk
from competences.first_words import first_words
from competences.forms.desk import SEEN, as_text, read
from competences.models import Comparison
from competences.snapshot import gather
from competences.telling import told
from les_portal.workflow.asking import Busy, question
from les_portal.workflow.engine import NotNow, NotReady, workflow_of

QUALIFICATIONS = ("source__level", "target__level", "source__successor", "target__successor", "organisation")


def comparison_of(user, slug: str) -> Comparison:
    """Whoever may not know of it gets 404."""
    return get_object_or_404(Comparison.objects.visible_to(user).select_related(*QUALIFICATIONS), slug=slug)


def desk_of(user, slug: str) -> Desk:
    """For whoever may write. Whoever may only look gets 403."""
    desk = Desk(comparison_of(user, slug), user)
    if not desk.may_write:
        raise PermissionDenied
    return desk


@method_decorator(never_cache, name="dispatch")
class Description(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.show(Desk(comparison_of(request.user, slug), request.user))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """All that stands on the page comes back, without JavaScript at least; then one of its buttons is done."""
        desk = desk_of(request.user, slug)
        if desk.making is None:
            raise Http404
        typed, problems = read(request.POST, desk.making)
        try:
            conflicts = writing.write(desk.making, typed, by=request.user) if typed else set()
            if conflicts or problems:
                return self.show(self.again(conflicts, problems), status=409 if conflicts else 200)
            return self.then(desk)
        except NotNow:
            now = Desk(desk.comparison, request.user)
            return self.show(now, lost=not_kept(now, typed), status=409)

    def then(self, desk: Desk) -> HttpResponse:
        match self.request.POST.get("then"):
            case "words":
                found = writing.fill(desk.making, first_words(desk.making), by=self.request.user)
                said = _("A first wording stands in the empty fields. Read it, and make it yours.")
                messages.success(self.request, said if found else _("No field is empty: nothing was changed."))
            case "submit":
                return self.submit(desk)
            case _keep:
                messages.success(self.request, _("Kept."))
        return redirect(f"{desk.comparison.get_absolute_url()}description/#texts")

    def submit(self, desk: Desk) -> HttpResponse:
        asked = question(self.request.user, workflow_of(desk.making).label, str(desk.making.pk), "submit")
        try:
            asked.answer("")
        except NotReady as reason:
            return self.show(Desk(desk.comparison, self.request.user), hindrances=reason.sentences)
        except Busy:
            busy = _("Somebody else is changing this at the moment. Nothing is lost: try again.")
            return self.show(Desk(desk.comparison, self.request.user), hindrances=[busy], status=503)
        messages.success(self.request, _("Both sides were asked to sign. You hear of their answer by mail."))
        return redirect(asked.obj.desk_url)

    def again(self, conflicts: set[str], problems: dict[str, str]) -> Desk:
        """With what was typed in the fields that could not be kept."""
        desk = desk_of(self.request.user, self.kwargs["slug"])
        desk.conflicts, desk.problems = conflicts, problems
        desk.typed = {name: as_text(self.request.POST.get(name, "")) for name in (*conflicts, *problems)}
        return desk

    def show(self, desk: Desk, *, hindrances=(), lost=(), status: int = 200) -> HttpResponse:
        context = {
            "comparison": desk.comparison,
            "desk": desk,
            "page_id": secrets.token_urlsafe(8),
            "hindrances": hindrances,
            "lost": lost,
        }
        return render(self.request, "competences/desk/description.html", context, status=status)


def not_kept(desk: Desk, typed: dict[str, writing.Typed]) -> list[str]:
    """For whoever wrote it to copy."""
    texts = {name: each.after for name, each in typed.items() if name in writing.COLUMNS and each.after}
    return [text for name, text in texts.items() if not desk.making or writing.as_typed(desk.making, name) != text]


@never_cache
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    desk = desk_of(request.user, slug)
    try:
        description = writing.begin(desk.comparison, by=request.user)
    except IntegrityError:  # somebody else began at the same moment: theirs it is
        description = writing.begin(desk.comparison, by=request.user)
    return redirect(description.desk_url)


@never_cache
@require_POST
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """What was typed until now, while one types on: the answer is what changes on the page."""
    desk = desk_of(request.user, slug)
    if desk.making is None:
        return render(request, "competences/desk/_not_now.html", status=409)
    typed, problems = read(request.POST, desk.making)
    try:
        conflicts = writing.write(desk.making, typed, by=request.user) if typed else set()
    except NotNow:
        return render(request, "competences/desk/_not_now.html", status=409)
    fresh = Desk(desk.comparison, request.user, problems=problems, conflicts=conflicts)
    names = [name for name in writing.FIELDS if SEEN + name in request.POST]
    context = {"desk": fresh, "comparison": fresh.comparison, "fields": [fresh.field(name) for name in names]}
    return render(request, "competences/desk/_saved.html", context, status=409 if conflicts else 200)


@never_cache
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """As it would be printed now."""
    desk = Desk(comparison_of(request.user, slug), request.user)
    if desk.making is None:
        raise Http404
    context = {"desk": desk, "comparison": desk.comparison, "told": told(gather(desk.making)), "versions": []}
    return render(request, "competences/desk/preview.html", context)
