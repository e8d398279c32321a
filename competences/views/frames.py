"""The frames that somebody keeps: finding a qualification, and everything about its frame on one page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from competences.actions.frame_copies import copy_frame
from competences.actions.frames import add_pasted, save_groups
from competences.forms.frames import AddForm, GroupForms
from competences.models import AuthorisedDescription, BridgingUnit, Competence, CompetenceGroup, Proposal
from competences.querysets import KEEPERS, ours
from les_portal.organisations.models import Country, Organisation
from les_portal.organisations.rules import is_network_administrator
from programmes.cards import in_languages
from programmes.models import Programme, Qualification

AT_ONCE = 25
PERMISSION = "competences.edit_frame"


def frame_kept_by(user, slug: str) -> Qualification:
    """For whoever may not write in it, there is no such page."""
    found = get_object_or_404(Qualification.objects.select_related("level", "successor"), slug=slug)
    if not user.has_perm(PERMISSION, found):
        raise Http404
    return found


def sides_kept_by(user) -> list[str]:
    if is_network_administrator(user):
        return list(Country.values)
    kept = Organisation.objects.filter(pk__in=ours(user, *KEEPERS))
    return list(kept.order_by().values_list("country", flat=True).distinct())


def asked_for(words: str) -> Q:
    """Each word in the code or in a title."""
    asked = Q()
    for word in words.split()[:6]:
        somewhere = Q(code__icontains=word)
        for name in in_languages("title"):
            somewhere |= Q(**{f"{name}__icontains": word})
        asked &= somewhere
    return asked


def with_counts(rows: QuerySet[Qualification]) -> QuerySet[Qualification]:
    competences = Count("competences", filter=Q(competences__retired_on=None), distinct=True)
    proposals = Count("proposals", filter=Q(proposals__state=Proposal.State.OPEN), distinct=True)
    return rows.annotate(number=competences, to_judge=proposals).select_related("level")


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Those that one asks for; without words those that something was done with."""
    sides = sides_kept_by(request.user)
    if not sides:
        raise Http404
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    rows = Qualification.objects.filter(country__in=sides)
    taught = Exists(Programme.objects.filter(qualification=OuterRef("pk")))
    written = Exists(Competence.objects.current().filter(qualification=OuterRef("pk")))
    rows = rows.filter(asked_for(words)) if words else rows.filter(written | taught)
    rows = with_counts(rows.annotate(is_written=written))
    page = Paginator(rows.order_by("-is_written", "country", "code", "slug"), AT_ONCE)
    context = {"page": page.get_page(request.GET.get("page")), "words": words}
    return render(request, "competences/frames/list.html", context)


def resting_on(qualification: Qualification) -> QuerySet[AuthorisedDescription]:
    """Published descriptions that speak of it: a change asks their writers to look again."""
    rows = AuthorisedDescription.objects.filter(status__in=AuthorisedDescription.COUNTING)
    return rows.filter(Q(comparison__source=qualification) | Q(comparison__target=qualification)).select_related(
        "comparison__source", "comparison__target"
    )


def head(qualification: Qualification) -> dict:
    """What stands above each page of a frame."""
    return {"qualification": qualification, "descriptions": list(resting_on(qualification))}


@never_cache
@require_safe
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    qualification = frame_kept_by(request.user, slug)
    rows = qualification.competences.prefetch_related("elements", "skill_links__skill", "bridging_units")
    competences = list(rows)
    context = head(qualification) | {
        "parts": in_groups(qualification, [row for row in competences if row.retired_on is None]),
        "retired": [row for row in competences if row.retired_on],
        "open_proposals": Proposal.objects.open().filter(qualification=qualification).count(),
        "units": BridgingUnit.objects.filter(competences__qualification=qualification).distinct(),
        "untranslated": untranslated(competences),
        "sources": sorted({row.source for row in competences if row.source}),
    }
    return render(request, "competences/frames/frame.html", context)


def in_groups(
    qualification: Qualification, competences: list[Competence]
) -> list[tuple[CompetenceGroup | None, list[Competence]]]:
    """Each group with its own, also an empty one; at the end what has no group."""
    parts = [(group, [row for row in competences if row.group_id == group.pk]) for group in qualification.groups.all()]
    rest = [row for row in competences if row.group_id is None]
    return [*parts, (None, rest)] if rest else parts


def untranslated(competences: list[Competence]) -> dict[str, int]:
    """How many titles are missing, by language."""
    current = [row for row in competences if row.retired_on is None]
    return {code: sum(not getattr(row, f"title_{code}") for row in current) for code in ("nl", "fr", "en")}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    qualification = frame_kept_by(request.user, slug)
    form = AddForm(request.POST or None, qualification=qualification, initial=beginning(qualification))
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("type", "written_in", "source")}
        group = form.cleaned_data.get("group")
        number = add_pasted(qualification, form.cleaned_data["lines"], group=group, by=request.user, **facts)
        sentence = ngettext(
            "%(number)d competence is in the frame.", "%(number)d competences are in the frame.", number
        )
        messages.success(request, sentence % {"number": number})
        return redirect("frames:frame", slug)
    return render(request, "competences/frames/add.html", head(qualification) | {"form": form})


def beginning(qualification: Qualification) -> dict[str, str]:
    return {"type": Competence.Type.SPECIFIC, "written_in": "fr" if qualification.country == Country.FR else "nl"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    qualification = frame_kept_by(request.user, slug)
    last = max((group.position for group in qualification.groups.all()), default=0)
    behind = [{"position": last + number} for number in (1, 2)]
    forms = GroupForms(request.POST or None, instance=qualification, initial=behind)
    if request.method == "POST" and forms.is_valid():
        save_groups(qualification, forms, by=request.user)
        messages.success(request, _("The groups are saved."))
        return redirect("frames:frame", slug)
    return render(request, "competences/frames/groups.html", head(qualification) | {"forms": forms})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """From any other qualification, also of the other side."""
    qualification = frame_kept_by(request.user, slug)
    others = Qualification.objects.exclude(pk=qualification.pk)
    if request.method == "POST":
        origin = get_object_or_404(others, slug=request.POST.get("origin", "").replace("\x00", ""))
        number = copy_frame(qualification, origin, by=request.user)
        sentence = ngettext("%(number)d competence was copied.", "%(number)d competences were copied.", number)
        messages.success(request, sentence % {"number": number})
        return redirect("frames:frame", slug)
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    rows = (
        with_counts(others.filter(asked_for(words))).filter(number__gt=0)
        if words
        else with_counts(relatives(qualification))
    )
    context = {"words": words, "found": rows.order_by("country", "code", "slug")[:20]}
    return render(request, "competences/frames/copy.html", head(qualification) | context)


def relatives(qualification: Qualification) -> QuerySet[Qualification]:
    """Other editions of it, with something in their frame: the likely ones."""
    same = Q(code=qualification.code, country=qualification.country) & ~Q(code="")
    rows = Qualification.objects.filter(same | Q(successor=qualification) | Q(predecessors=qualification))
    written = Exists(Competence.objects.current().filter(qualification=OuterRef("pk")))
    return rows.filter(written).exclude(pk=qualification.pk).distinct()
