"""One diploma for everybody: what one can do with it, who teaches it, and what it is worth across the border."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from competences.cards import DescriptionCard, Diploma, description_card, description_rows, diploma
from competences.models import AuthorisedDescription, Competence
from les_portal.accounts.limits import Limit, address_of
from les_portal.counts.models import Count
from les_portal.counts.recording import add_one
from les_portal.counts.visitors import may_be_counted
from les_portal.publication.stored import public_page
from programmes.cards import programme_cards
from programmes.facts import counterpart_qualifications
from programmes.models import Occupation, Programme, Qualification

MOST_PROGRAMMES = 12
PER_NETWORK = Limit("ask-description", 5, timedelta(days=1))


@public_page
def qualification(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Qualification.objects.select_related("level", "successor"), slug=slug)
    competences = Competence.objects.current().filter(qualification=found)
    competences = list(competences.select_related("group").prefetch_related("elements", "skills"))
    programmes = Programme.objects.published().filter(qualification=found).order_by("is_overdue", "sort_key", "pk")
    cards = across(found)
    context = {
        "qualification": found,
        "groups": in_groups(competences),
        "sources": sorted({competence.source for competence in competences if competence.source}),
        "programmes": programme_cards(programmes[:MOST_PROGRAMMES]),
        "programme_count": programmes.count(),
        "occupations": Occupation.objects.filter(programmes__in=programmes.order_by().values("pk")).distinct(),
        "cards": cards,
        "undescribed": undescribed(found, cards),
    }
    return render(request, "competences/finding/qualification.html", context)


@public_page
def of(request: HttpRequest, slug: str) -> HttpResponse:
    """For the page of a programme: what its diploma is worth across the border."""
    found = get_object_or_404(Qualification, slug=slug)
    return render(request, "competences/finding/of.html", {"qualification": found, "pairs": pairs(found)})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Nobody has to say who they are: the network sees how often a diploma is asked for."""
    found = get_object_or_404(Qualification, slug=slug)
    if request.method == "POST":
        who = f"{address_of(request)} {timezone.localdate()} {found.pk}"
        if may_be_counted(request) and not PER_NETWORK.take(who):
            add_one("qualification", found.pk, Count.Event.ASK)
        messages.success(request, _("Thank you. The network sees that this description is asked for."))
        return redirect("descriptions:qualification", found.slug)
    return render(request, "competences/finding/ask.html", {"qualification": found})


def in_groups(competences: list[Competence]) -> list[tuple]:
    """(group, its competences) in the order of the frame; those of no group last."""
    groups: dict = {}
    for competence in competences:
        groups.setdefault(competence.group, []).append(competence)
    return sorted(groups.items(), key=lambda row: (row[0] is None, row[0].position if row[0] else 0))


def across(found: Qualification) -> list[DescriptionCard]:
    """The descriptions of this diploma, first those for who holds it. One query."""
    pairs = Q(comparison__source=found) | Q(comparison__target=found)
    rows = description_rows(AuthorisedDescription.objects.counting().filter(pairs)).order_by("pk")
    return sorted(map(description_card, rows), key=lambda card: card.held.id != found.pk)


def undescribed(found: Qualification, cards: list[DescriptionCard]) -> list[Qualification]:
    """What people compare it with across the border, and nobody described in either direction."""
    described = {diploma.id for card in cards for diploma in (card.held, card.known)}
    return [row for row in counterpart_qualifications(found).order_by("pk") if row.pk not in described]


@dataclass
class Pair:
    """A diploma from across the border, and how far one reaches with the other: there, and back."""

    other: Diploma
    there: DescriptionCard | None = None
    back: DescriptionCard | None = None


def pairs(found: Qualification) -> list[Pair]:
    rows: dict[int, Pair] = {}
    cards = across(found)
    for card in cards:
        is_held = card.held.id == found.pk
        other = card.known if is_held else card.held
        pair = rows.setdefault(other.id, Pair(other))
        if is_held:
            pair.there = card
        else:
            pair.back = card
    return [*rows.values(), *(Pair(diploma(row)) for row in undescribed(found, cards))]
