"""A new comparison: the diploma held, the one it is compared with, and two teachers."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from competences.actions.starting import Exists, start
from competences.forms.comparisons import StartForm, keeping
from competences.frames import LANGUAGES
from competences.models import Comparison
from les_portal.search.words import sought
from programmes.models import Counterpart, Qualification

SHOWN = 20
MOST_PAIRS = 200


@dataclass(frozen=True)
class Pair:
    source: Qualification
    target: Qualification
    there: Comparison | None

    @property
    def is_ready(self) -> bool:
        return bool(self.source.number and self.target.number and not self.there)


@method_decorator(never_cache, name="dispatch")
class New(View):
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm("competences.start_comparison") or not keeping(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        source, target = self.chosen("source"), self.chosen("target")
        if source is None or target is None or hindrance(source, target):
            return self.choose(source, target)
        return self.ask(source, target, StartForm(user=request.user, source=source, target=target))

    def post(self, request: HttpRequest) -> HttpResponse:
        source, target = self.chosen("source"), self.chosen("target")
        if source is None or target is None or hindrance(source, target):
            return self.choose(source, target)
        form = StartForm(request.POST, user=request.user, source=source, target=target)
        if not form.is_valid():
            return self.ask(source, target, form)
        try:
            made = start(source, target, organisation=form.keeper, teachers=form.teachers, by=request.user)
        except Exists as exists:
            messages.info(request, _("This comparison exists already: here it is."))
            return redirect(exists.comparison)
        messages.success(request, _("The comparison is started. The teachers are asked by mail."))
        return redirect(made)

    def chosen(self, name: str) -> Qualification | None:
        slug = self.request.GET.get(name, "").replace("\x00", "")
        return get_object_or_404(qualifications(), slug=slug) if slug else None

    def choose(self, source: Qualification | None, target: Qualification | None) -> HttpResponse:
        q = sought(self.request.GET.get("q", ""))
        offered = pairs(source)
        others = qualifications().exclude(country=source.country) if source else qualifications()
        context = {
            "source": source,
            "target": target,
            "hindrance": hindrance(source, target),
            "there": existing(source, target),
            "q": q,
            "ready": [pair for pair in offered if pair.is_ready],
            "later": [pair for pair in offered if not pair.is_ready],
            "found": found(others, q) if q else [],
        }
        return render(self.request, "competences/comparisons/new.html", context)

    def ask(self, source: Qualification, target: Qualification, form: StartForm) -> HttpResponse:
        context = {"source": source, "target": target, "form": form}
        return render(self.request, "competences/comparisons/start.html", context)


def qualifications() -> QuerySet[Qualification]:
    """With the number of competences in the frame of each."""
    current = Count("competences", filter=Q(competences__retired_on=None))
    return Qualification.objects.select_related("level").annotate(number=current)


def found(rows: QuerySet[Qualification], q: str) -> list[Qualification]:
    """By code or by words of the title; those with a frame first."""
    asked = Q(code__icontains=q)
    for language in LANGUAGES:
        asked |= Q(**{f"title_{language}__icontains": q})
    return sorted(rows.filter(asked)[:200], key=lambda row: (not row.number, str(row.title)))[:SHOWN]


def pairs(source: Qualification | None) -> list[Pair]:
    """The pairs across the border in both directions, or those of one diploma; what exists last."""
    rows = Counterpart.objects.all()
    if source:
        rows = rows.filter(Q(flemish=source) | Q(dutch=source))
    ids = list(rows.values_list("flemish", "dutch")[:MOST_PAIRS])
    by_id = {row.pk: row for row in qualifications().filter(pk__in={pk for pair in ids for pk in pair})}
    there = {(row.source_id, row.target_id): row for row in Comparison.objects.filter(source__in=by_id)}
    both = [pair for one, other in ids for pair in ((one, other), (other, one))]
    offered = [
        Pair(by_id[one], by_id[other], there.get((one, other)))
        for one, other in both
        if source is None or one == source.pk
    ]
    return sorted(offered, key=lambda pair: pair.there is not None)


def existing(source: Qualification | None, target: Qualification | None) -> Comparison | None:
    return Comparison.objects.filter(source=source, target=target).first() if source and target else None


def hindrance(source: Qualification | None, target: Qualification | None) -> str:
    """Why these cannot be compared, in one word for the template, or ""."""
    if source and not source.number:
        return "empty_source"
    if target and not target.number:
        return "empty_target"
    if source and target and source.country == target.country:
        return "same_side"
    return "exists" if existing(source, target) else ""
