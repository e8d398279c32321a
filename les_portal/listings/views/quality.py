"""What is probably not right: for a school as hints, for the network as a list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from les_portal.listings.actions import hints as actions
from les_portal.listings.models import Finding
from les_portal.listings.quality.hints import TO_DO, Hint, hints_of
from les_portal.listings.schools import keeps, school_kept_by, school_read_by

PAGE_SIZE = 50
SHOWN = 3  # of each kind, until somebody asks for all of that kind


@dataclass(frozen=True)
class Group:
    """What is to be done, and the first few places where."""

    code: str
    to_do: str
    number: int
    hints: list[Hint]


@never_cache
@require_safe
def hints(request: HttpRequest, organisation: str) -> HttpResponse:
    school = school_read_by(request.user, organisation)
    ours = Finding.objects.filter(school=school)
    context = {
        "organisation": school.organisation,
        "may_change": keeps(request.user, school),
        "dismissed": ours.dismissed().count(),
    }
    kind, shows_dismissed = request.GET.get("kind", ""), "dismissed" in request.GET
    if shows_dismissed or kind in TO_DO:
        rows = ours.dismissed() if shows_dismissed else ours.standing().filter(code=kind)
        page = _page(rows, request)
        context |= {"page": page, "to_do": TO_DO.get(kind, ""), "shows_dismissed": shows_dismissed}
        return render(request, "listings/quality/one_kind.html", context)
    context["groups"] = groups_of(ours.standing())
    return render(request, "listings/quality/hints.html", context)


def groups_of(findings: QuerySet[Finding]) -> list[Group]:
    """Two queries, however many there are."""
    numbers = dict(findings.order_by().values_list("code").annotate(Count("pk")))
    place = Window(RowNumber(), partition_by=F("code"), order_by=F("pk").asc())
    first = findings.annotate(place=place).filter(place__lte=SHOWN).with_what_it_is_about()
    shown = hints_of(first)
    return [
        Group(code, str(to_do), numbers[code], [hint for hint in shown if hint.finding.code == code])
        for code, to_do in TO_DO.items()
        if code in numbers
    ]


def _page(findings: QuerySet[Finding], request: HttpRequest) -> Page:
    page = Paginator(findings.with_what_it_is_about(), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = hints_of(page.object_list)
    return page


@require_POST
def dismiss_hint(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    said = _("Good: it is no longer shown here, until this changes.")
    return _answer(request, organisation, pk, actions.dismiss, said)


@require_POST
def restore_hint(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    return _answer(request, organisation, pk, actions.restore, _("It is shown among the hints again."))


def _answer(request: HttpRequest, organisation: str, pk: int, answer: Callable[..., bool], said: str) -> HttpResponse:
    """A hint that is gone was mended meanwhile: that is no mistake of who answers it."""
    school = school_kept_by(request.user, organisation)
    finding = Finding.objects.with_what_it_is_about().filter(school=school, pk=pk).first()
    if finding and answer(finding, by=request.user):
        messages.success(request, said)
    else:
        messages.info(request, _("Somebody else took care of this already."))
    query = request.GET.urlencode()
    return redirect(reverse("quality:hints", args=[organisation]) + (f"?{query}" if query else ""))
