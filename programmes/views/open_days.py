"""Open days for calendars: all that fit a question, to subscribe to, or a single one."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from les_portal.publication.api import site
from les_portal.publication.stored import fresh, stored
from programmes.browsing import browse
from programmes.calendars import CONTENT_TYPE, calendar_of, summary
from programmes.models import OpenDay
from programmes.open_days import OpenDayQuery, open_day_cards

# Further away than a school may say, and more than anybody's calendar is for.
MOST = 1000


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What the page of open days shows for the same question, whatever it made of its address."""
    query = browse(request, OpenDayQuery).query

    def build() -> bytes:
        days = open_day_cards(query.open_days()[:MOST])
        return calendar_of(days, name=_("Open days of schools on both shores"), site=site(request))

    if query.is_one_of_many:
        return fresh(request, build(), content_type=CONTENT_TYPE)
    return stored(request, _key(request, query.querystring()), build, content_type=CONTENT_TYPE)


@login_not_required
@require_safe
def event(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A single day, until it is over."""

    def build() -> bytes:
        cards = open_day_cards(OpenDay.objects.for_visitors().not_over().filter(uid=uid))
        if not cards:
            raise Http404
        return calendar_of(cards, name=summary(cards[0]), site=site(request))

    response = stored(request, _key(request, str(uid)), build, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{uid}.ics"'
    return response


def _key(request: HttpRequest, asked: str) -> tuple:
    return "calendar", site(request), get_language(), asked
