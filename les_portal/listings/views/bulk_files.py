"""Listings as files, to take away and to bring back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.listings.schools import school_kept_by, school_read_by
from les_portal.listings.sheets.files import CONTENT_TYPES, Sheet, as_file, template_for
from les_portal.listings.sheets.rows import left_out_of, table_of
from les_portal.listings.views.bulk import run_of
from schools.models import School


@never_cache
@require_safe
def export(request: HttpRequest, organisation: str, kind: str) -> HttpResponse:
    """Whoever reads the listings of a school may have them as a file."""
    school = school_read_by(request.user, organisation)
    return _download(school, _("listings"), kind, Sheet(_("Listings"), table_of(school)))


@never_cache
@require_safe
def template(request: HttpRequest, organisation: str, kind: str) -> HttpResponse:
    school = school_kept_by(request.user, organisation)
    return _download(school, _("template"), kind, *template_for(school, get_language()))


@never_cache
@require_safe
def left_out(request: HttpRequest, organisation: str, pk: int, kind: str) -> HttpResponse:
    school = school_kept_by(request.user, organisation)
    report = run_of(school, pk).details()
    if not report.left_out:
        raise Http404
    return _download(school, _("to-mend"), kind, Sheet(_("Listings"), left_out_of(report)))


def _download(school: School, what: str, kind: str, *sheets: Sheet) -> HttpResponse:
    """`tectura-listings-2026-11-20.xlsx`: whose it is, and of which day."""
    if kind not in CONTENT_TYPES:
        raise Http404
    name = f"{school.organisation.slug}-{what}-{localdate().isoformat()}.{kind}"
    response = HttpResponse(as_file(kind, *sheets), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
