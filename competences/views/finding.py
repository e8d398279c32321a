from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from competences.cards import description_cards, explain
from competences.filters import DiplomaQuery
from competences.missed import KIND, term_of
from competences.reasons import reasons
from les_portal.accounts.limits import Limit, address_of
from les_portal.counts.recording import add_miss
from les_portal.counts.visitors import is_from_here, may_be_counted
from les_portal.publication.stored import public_page
from programmes.browsing import part
from programmes.filters import BadParameter

PAGE_SIZE = 12
MOST_UNDESCRIBED = 12
MOST_BYTES = 400
# One network says a term once a day, so that a term that was asked often was asked by several.
PER_TERM = Limit("missed-term", 1, timedelta(days=1))
PER_NETWORK = Limit("missed", 20, timedelta(days=1))


@public_page
def description_list(request: HttpRequest) -> HttpResponse:
    """Descriptions that fit, with the reason for it; then the diplomas that fit and have none."""
    query, errors = asked(request)
    page = Paginator(query.descriptions(), PAGE_SIZE).get_page(request.GET.get("page"))
    cards, undescribed = description_cards(page.object_list), query.undescribed()
    shown = list(undescribed[:MOST_UNDESCRIBED])
    diplomas = {row.id for card in cards for row in (card.held, card.known)} | {row.pk for row in shown}
    why = reasons(query.found, diplomas)
    explain(cards, why)
    context = {
        "query": query,
        "errors": errors,
        "page": page,
        "cards": cards,
        "undescribed": [(row, why.get(row.pk)) for row in shown],
        "undescribed_more": max(0, undescribed.count() - MOST_UNDESCRIBED) if len(shown) == MOST_UNDESCRIBED else 0,
        # What a filter hides is not missing.
        "missed": "" if cards or query != DiplomaQuery(q=query.q) else term_of(query.q),
    }
    return render(request, f"competences/finding/list.html{part(request, 'results')}", context)


def asked(request: HttpRequest) -> tuple[DiplomaQuery, dict[str, str]]:
    """A page stays useful with a bad parameter: it shows what the good ones ask for, and says so."""
    try:
        return DiplomaQuery.from_params(request.GET), {}
    except BadParameter as error:
        return error.query, error.errors


# It changes nothing that belongs to anybody, and a beacon cannot carry a token: the stored pages have none.
@csrf_exempt
@login_not_required
@never_cache
@require_POST
def missed(request: HttpRequest) -> HttpResponse:
    """It counts that a term led to nothing, or it does not, and never says which."""
    if may_be_counted(request) and is_from_here(request):
        body = request.read(MOST_BYTES + 1)
        term = term_of(body.decode(errors="replace")) if len(body) <= MOST_BYTES else ""
        who = f"{address_of(request)} {timezone.localdate()}"
        if term and not PER_NETWORK.take(who) and not PER_TERM.take(f"{who} {term}"):
            add_miss(KIND, term)
    return HttpResponse(status=204)
