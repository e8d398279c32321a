"""All schools' hints, for who looks after the network. For anybody else these pages do not exist."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.listings.filters.hints import WantedHints, by_kind_and_side
from les_portal.listings.quality.hints import Hint, hints_of
from les_portal.organisations.models import Country
from les_portal.organisations.rules import is_network_administrator
from les_portal.publication.tables import separated, shielded

PAGE_SIZE = 50
MOST_IN_A_FILE = 20_000


@never_cache
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    if not is_network_administrator(request.user):
        raise Http404
    wanted = WantedHints.of(request.GET)
    rows = wanted.findings().with_what_it_is_about()
    if request.GET.get("format") == "csv":
        return _file(hints_of(rows[:MOST_IN_A_FILE]))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = hints_of(page.object_list)
    context = {"wanted": wanted, "kinds": by_kind_and_side(), "sides": list(Country), "page": page}
    return render(request, "listings/quality/network.html", context)


def _file(hints: list[Hint]) -> HttpResponse:
    rows = ([shielded(cell) for cell in row] for row in _rows(hints))
    content = separated(rows, delimiter=";", encoding="utf-8-sig")
    name = f'attachment; filename="hints-{localdate():%Y-%m-%d}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _rows(hints: list[Hint]) -> Iterator[list[str]]:
    yield [_("side of the border"), _("school"), _("what"), _("about"), _("what was found"), _("since")]
    for hint in hints:
        finding, organisation = hint.finding, hint.finding.school.organisation
        yield [
            organisation.country,
            organisation.name,
            finding.get_code_display(),
            str(hint.about),
            hint.sentence,
            finding.since.isoformat(),
        ]
