"""How far the network has come, and what it can do about it. For anybody else these pages do not exist."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from les_portal.listings.actions.settings import set_approval_of_all
from les_portal.listings.coverage import SchoolRow, batches, rows_of, sides
from les_portal.listings.filters.coverage import WantedSchools
from les_portal.listings.forms.settings import ApprovalForm
from les_portal.listings.reminding import remind
from les_portal.organisations.rules import is_network_administrator
from les_portal.publication.tables import separated, shielded
from schools.models import School

PAGE_SIZE = 50


def of_network(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_network_administrator(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(answer)


@of_network
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    wanted = WantedSchools.of(request.GET)
    if request.GET.get("format") == "csv":
        return _file(batches(wanted.schools()))
    page = Paginator(wanted.schools(), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = rows_of(page.object_list)
    context = {"wanted": wanted, "sides": sides(), "page": page, "form": ApprovalForm(auto_id="approval_%s")}
    return render(request, "listings/freshness/coverage.html", context)


@of_network
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest) -> HttpResponse:
    """First says for how many schools it changes something; only its own button changes it."""
    form = ApprovalForm(request.POST or request.GET)
    if not form.is_valid():
        return redirect("network:coverage")
    chosen = School.Approval(form.cleaned_data["approval"])
    if request.method == "POST":
        number = set_approval_of_all(chosen, by=request.user)
        text = ngettext("Set for %(number)d school.", "Set for %(number)d schools.", number)
        messages.success(request, text % {"number": number})
        return redirect("network:coverage")
    context = {"chosen": chosen, "number": School.objects.exclude(approval=chosen).count()}
    return render(request, "listings/freshness/approval.html", context)


@of_network
@require_POST
def ask_again(request: HttpRequest, organisation: str) -> HttpResponse:
    school = get_object_or_404(School.objects.select_related("organisation"), organisation__slug=organisation)
    number = remind(school.pk, by=request.user)
    if number:
        text = ngettext(
            "%(number)d person of %(school)s was asked.", "%(number)d people of %(school)s were asked.", number
        )
        messages.success(request, text % {"number": number, "school": school})
    else:
        messages.warning(
            request, _("Nobody was asked: it was done this week already, or nobody there wants such mail.")
        )
    return redirect("network:coverage")


def _file(rows: Iterator[SchoolRow]) -> HttpResponse:
    content = separated(_lines(rows), delimiter=";", encoding="utf-8-sig")
    name = f'attachment; filename="coverage-{localdate():%Y-%m-%d}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _lines(rows: Iterator[SchoolRow]) -> Iterator[list]:
    yield [
        *(_("school"), _("side of the border"), _("listings published"), _("confirmed in time, in %"), _("overdue")),
        *(_("drafts"), _("people who keep them"), _("last confirmed or edited"), _("last reminded")),
    ]
    for row in rows:
        yield [
            shielded(row.school.organisation.name),
            row.school.organisation.country,
            row.figures.published,
            row.figures.share,
            row.figures.overdue,
            row.figures.drafts,
            row.keepers,
            row.last_on,
            row.school.reminded_on,
        ]
