"""The door for `count.js`: it counts, or it does not, and never says which."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from competences.models import AuthorisedDescription
from les_portal.accounts.limits import Limit, address_of
from les_portal.counts.models import Count
from les_portal.counts.recording import add_one
from les_portal.counts.visitors import is_from_here, may_be_counted
from les_portal.listings.schools import reads
from programmes.models import Programme, Qualification
from schools.models import Campus, School

MOST_BYTES = 200
# A class that looks at the same page behind one address counts nearly whole; a script that counts up does not.
PER_NETWORK = Limit("count", 20, timedelta(days=1))
# What a browser may say happened; downloads are counted where the file is sent, and wishes where they are made.
SAID = (Count.Event.VIEW, Count.Event.CLICK)
BEACON = re.compile(rf"(?P<event>{'|'.join(SAID)}) (?P<kind>[a-z]+) (?P<pk>[1-9][0-9]{{0,17}})")
PUBLIC: dict[str, Callable[[], QuerySet]] = {
    "programme": Programme.objects.published,
    "campus": Campus.objects.active,
    "school": School.objects.active,
    "description": AuthorisedDescription.objects.counting,
    "qualification": Qualification.objects.all,
}
OF_A_SCHOOL = (Programme, Campus, School)


class Beacon(NamedTuple):
    event: Count.Event
    kind: str
    pk: int


# It changes nothing that belongs to anybody, and a beacon cannot carry a token: the stored pages have none.
@csrf_exempt
@login_not_required
@never_cache
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    if may_be_counted(request) and is_from_here(request) and (beacon := read(request)):
        add(request, beacon)
    return HttpResponse(status=204)


def read(request: HttpRequest) -> Beacon | None:
    body = request.read(MOST_BYTES + 1)
    found = BEACON.fullmatch(body.decode(errors="replace")) if len(body) <= MOST_BYTES else None
    if not found or found["kind"] not in PUBLIC:
        return None
    return Beacon(Count.Event(found["event"]), found["kind"], int(found["pk"]))


def add(request: HttpRequest, beacon: Beacon) -> None:
    row = PUBLIC[beacon.kind]().filter(pk=beacon.pk).first()
    if row is None or is_of_its_school(request, row):
        return
    # With the day in it nobody can hold what one network did today against what it did yesterday.
    who = f"{address_of(request)} {timezone.localdate()} {beacon.event} {beacon.kind} {beacon.pk}"
    if not PER_NETWORK.take(who):
        add_one(beacon.kind, beacon.pk, beacon.event)


def is_of_its_school(request: HttpRequest, row: Model) -> bool:
    """Nobody looks up who asks unless they are signed in. A diploma is of no school."""
    if not isinstance(row, OF_A_SCHOOL) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return reads(request.user, row if isinstance(row, School) else row.school)
