"""One competence: its words, its place, its skills in ESCO."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from competences.actions import frames as actions
from competences.actions.frame_parts import link, unlink
from competences.forms.frames import CompetenceForm
from competences.models import Competence, Skill
from competences.views.frames import frame_kept_by, head
from programmes.cards import in_languages

FOUND = 12


def competence_of(user, slug: str, pk: int) -> Competence:
    qualification = frame_kept_by(user, slug)
    rows = Competence.objects.select_related("qualification", "group").prefetch_related("elements")
    return get_object_or_404(rows, pk=pk, qualification=qualification)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    competence = competence_of(request.user, slug, pk)
    form = CompetenceForm(request.POST or None, instance=competence)
    if request.method == "POST" and form.is_valid():
        actions.change(competence, form.elements(), changes=form.changes(), by=request.user)
        messages.success(request, _("The competence is saved."))
        return redirect("frames:frame", slug)
    words = " ".join(request.GET.get("esco", "").replace("\x00", "").split())[:100]
    context = {
        "competence": competence,
        "form": form,
        "links": competence.skill_links.select_related("skill"),
        "units": competence.bridging_units.all(),
        "words": words,
        "found": found_skills(words, competence),
    }
    return render(request, "competences/frames/competence.html", head(competence.qualification) | context)


def found_skills(words: str, competence: Competence) -> list[Skill]:
    """Those of today's ESCO with each of the words, the shortest title first."""
    if not words:
        return []
    rows = Skill.objects.filter(retired_in="").exclude(competence_links__competence=competence)
    for word in words.split()[:6]:
        rows = rows.filter(said_in(word))
    return sorted(rows[: 10 * FOUND], key=lambda skill: len(str(skill)))[:FOUND]


def said_in(word: str) -> Q:
    asked = Q()
    for name in in_languages("title"):
        asked |= Q(**{f"{name}__icontains": word})
    return asked


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    competence = competence_of(request.user, slug, pk)
    actions.move(competence, up=request.POST.get("to") == "up", by=request.user)
    return back(slug, pk)


@require_POST
def retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    competence = competence_of(request.user, slug, pk)
    if actions.retire(competence, by=request.user):
        messages.success(request, _("“%s” is out of the frame. You can put it back below.") % competence)
    return redirect("frames:frame", slug)


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    competence = competence_of(request.user, slug, pk)
    if actions.restore(competence, by=request.user):
        messages.success(request, _("“%s” is in the frame again.") % competence)
    return back(slug, pk)


@require_POST
def link_skill(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Links it, or takes the link away."""
    competence = competence_of(request.user, slug, pk)
    wanted = request.POST.get("skill", "")
    skill = get_object_or_404(
        Skill, pk=int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else 0
    )
    if "unlink" in request.POST:
        unlink(competence, skill, by=request.user)
        messages.success(request, _("The link to “%s” is gone.") % skill)
    elif link(competence, skill, by=request.user):
        messages.success(request, _("Linked to “%s”.") % skill)
    return redirect("frames:competence", slug, pk)


def back(slug: str, pk: int) -> HttpResponse:
    """To where it stands in the frame."""
    answer = redirect("frames:frame", slug)
    answer["Location"] += f"#competence-{pk}"
    return answer
