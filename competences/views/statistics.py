"""How far the network is with descriptions. For anybody else these pages do not exist."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from competences import statistics
from competences.statistics import Pair
from les_portal.publication.tables import separated, shielded

MOST_MISSING = 20


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("competences.see_statistics"):
        raise Http404
    pairs = statistics.pairs()
    if request.GET.get("format") == "csv":
        return _file(pairs)
    missing = [pair for pair in pairs if not pair.current]
    context = {
        "directions": statistics.directions(),
        "described": [pair for pair in pairs if pair.current],
        "missing": missing[:MOST_MISSING],
        "missing_count": len(missing),
        "wishes": statistics.wishes(),
        "due": statistics.due(),
    }
    return render(request, "competences/finding/statistics.html", context)


def _file(pairs: list[Pair]) -> HttpResponse:
    content = separated(_lines(pairs), delimiter=";", encoding="utf-8-sig")
    name = f'attachment; filename="descriptions-{localdate():%Y-%m-%d}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _lines(pairs: list[Pair]) -> Iterator[list]:
    yield [
        *(_("diploma held"), _("code"), _("side of the border"), _("compared with"), _("code")),
        *(_("how it stands"), _("number"), _("valid until"), _("looked at again from")),
        *(_("views in a year"), _("downloads in a year"), _("asked for in a year")),
    ]
    for pair in pairs:
        now = pair.current
        yield [
            *(shielded(pair.source.title), pair.source.code, pair.source.country),
            *(shielded(pair.target.title), pair.target.code),
            *(pair.stand, str(now) if now else "", now.valid_until if now else "", now.review_on if now else ""),
            *(pair.views, pair.downloads, pair.asks),
        ]
