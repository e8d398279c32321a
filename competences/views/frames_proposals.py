"""What a machine proposed for a qualification: a person takes it over, puts it under a competence, or refuses it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from competences.actions import proposals as actions
from competences.models import Proposal
from competences.views.frames import frame_kept_by, head
from programmes.models import Qualification

AT_ONCE = 100
State = Proposal.State
METHODS = {
    "llm-keuze": gettext_lazy("the occupation was chosen by a machine, and is sometimes wrong"),
    "crebo-direct": gettext_lazy("the register of skills names this crebo itself"),
}
DONE = {
    "adopt": ngettext_lazy("%(number)d became a competence.", "%(number)d became competences.", "number"),
    "under": ngettext_lazy(
        "%(number)d stands under the competence now.", "%(number)d stand under the competence now.", "number"
    ),
    "refuse": ngettext_lazy("%(number)d was refused.", "%(number)d were refused.", "number"),
    "again": ngettext_lazy("%(number)d lies here again.", "%(number)d lie here again.", "number"),
}


@never_cache
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """One state at a time, those to be looked at first."""
    qualification = frame_kept_by(request.user, slug)
    rows = Proposal.objects.filter(qualification=qualification)
    numbers = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    state = State(state) if state in State.values else State.OPEN
    page = Paginator(rows.filter(state=state).select_related("competence", "by"), AT_ONCE)
    page = page.get_page(request.GET.get("page"))
    context = {
        "state": state,
        "states": [(each, numbers.get(each, 0)) for each in State if each == State.OPEN or numbers.get(each)],
        "page": page,
        "origins": origins(page),
        "competences": qualification.competences.current(),
    }
    return render(request, "competences/frames/proposals.html", head(qualification) | context)


def origins(rows) -> list[dict]:
    """Those of one occupation together, with where it comes from and how it was chosen."""
    found: dict[tuple, dict] = {}
    for row in rows:
        key = (row.occupation, row.source, row.method)
        method = METHODS.get(row.method, row.method)
        is_doubtful = row.method != "crebo-direct"
        about = {"occupation": row.occupation, "uri": row.occupation_uri, "source": row.source, "rows": []}
        found.setdefault(key, about | {"method": method, "is_doubtful": is_doubtful})["rows"].append(row)
    return list(found.values())


@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    qualification = frame_kept_by(request.user, slug)
    what = request.POST.get("do", "")
    answer = redirect(reverse("frames:proposals", args=[slug]) + ("?state=refused" if what == "again" else ""))
    chosen = chosen_of(qualification, request.POST, everything=what == "refuse_all")
    if not chosen:
        messages.warning(request, _("Tick at least one skill first. Nothing was changed."))
        return answer
    number = carry_out(what, qualification, chosen, request)
    if number is None:
        messages.warning(request, _("Choose the competence that they belong to. Nothing was changed."))
    elif what in DONE or what == "refuse_all":
        messages.success(request, DONE.get(what, DONE["refuse"]) % {"number": number})
    return answer


def chosen_of(qualification: Qualification, posted: QueryDict, *, everything: bool) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(qualification=qualification)
    ids = [text for text in posted.getlist("all" if everything else "skill") if text.isascii() and text.isdigit()]
    return rows.filter(pk__in=[int(text) for text in ids[:500] if len(text) < 18])


def carry_out(what: str, qualification: Qualification, chosen: QuerySet[Proposal], request: HttpRequest) -> int | None:
    """How many; None where it is not said under which competence."""
    by = request.user
    if what == "under":
        wanted = request.POST.get("competence", "")
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 18):
            return None
        competence = get_object_or_404(qualification.competences.current(), pk=int(wanted))
        return actions.put_under(competence, chosen, by=by)
    action = {"adopt": actions.adopt, "again": actions.lay_out_again}.get(what, actions.refuse)
    return action(qualification, chosen, by=by)
