from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from les_portal.accounts.limits import Limit, address_of
from les_portal.activity.models import Entry
from les_portal.counts.visitors import may_be_counted
from les_portal.documents.downloading import NotThere, send
from les_portal.documents.kinds import kinds, life_of
from les_portal.documents.models import Document
from les_portal.documents.requesting import ask_again
from les_portal.documents.rules import may_read
from les_portal.documents.verification import in_groups

NOBODY = AnonymousUser()
TEXTS = ("content", "supersedes__content", "superseded_by__content")  # all that is printed: no page shows it
PER_NETWORK = Limit("fetched", 20, timedelta(days=1))  # of one paper: more than that is somebody who counts up
SLOWEST = 5  # seconds between two looks at a document that is being made


class TakenBack(Exception):
    """It was given out once; who asks for it now is told that it is withdrawn."""

    def __init__(self, document: Document):
        super().__init__(document.number)
        self.document = document


def or_notice(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The answer, or for everybody the notice that stands in its place: 410 Gone."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except TakenBack as reason:
            found = reason.document
            context = {"document": found, "kind": kinds()[found.kind], "remark": life_of(found).remark(found)}
            response = render(request, "documents/withdrawn.html", context, status=410)
            add_never_cache_headers(response)
            return response

    return answer


@login_not_required
@require_safe
@or_notice
@cache_control(private=True, no_cache=True)
def document(request: HttpRequest, number: str) -> HttpResponse:
    found = _readable(request, number)
    return render(request, "documents/document.html", _context(request, found))


@login_not_required
@require_safe
@never_cache
@or_notice
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """What the page asks while it waits: when to ask again, or at last the part that says how it ended."""
    found = _readable(request, number)
    if not request.htmx:
        return redirect(found)
    if found.state == Document.State.REQUESTED:
        return render(request, "documents/document.html#poll", {"document": found, "pause": _pause(found)})
    response = render(request, "documents/document.html#ended", _context(request, found))
    response["HX-Retarget"], response["HX-Reswap"] = "#document", "outerHTML"
    return response


@require_POST
def make_again(request: HttpRequest, number: str) -> HttpResponse:
    found = _readable(request, number)
    if not request.user.has_perm("documents.make_document", found):
        raise PermissionDenied
    if ask_again(found):
        messages.success(request, _("It is being made once more."))
    else:
        messages.info(request, _("It did not need to be made again."))
    return redirect(found)


@login_not_required
@require_safe
@or_notice
def file(request: HttpRequest, number: str, file_name: str) -> HttpResponseBase:
    found = _readable(request, number, Document.objects.defer("content"))
    if file_name != found.file_name:
        raise Http404
    if found.state != Document.State.READY:
        return redirect(found)
    try:
        response = send(request, found, is_public=may_read(NOBODY, found), inline="inline" in request.GET)
        if is_a_download(request, response) and (life := life_of(found)) and not PER_NETWORK.take(who(request, found)):
            life.was_fetched(found)
        return response
    except NotThere:
        response = render(request, "documents/missing_file.html", {"document": found}, status=503)
        response["Retry-After"] = "3600"
        return response


def who(request: HttpRequest, found: Document) -> str:
    """With the day in it nobody can hold what one network did today against what it did yesterday."""
    return f"{address_of(request)} {timezone.localdate()} {found.pk}"


def is_a_download(request: HttpRequest, response: HttpResponseBase) -> bool:
    """By a person, of the whole file or its beginning: not each part that a viewer fetches, nor one it has already."""
    from_start = response.status_code == 200 or response.headers.get("Content-Range", "").startswith("bytes 0-")
    return request.method == "GET" and from_start and may_be_counted(request)


def _readable(request: HttpRequest, number: str, rows: QuerySet[Document] | None = None) -> Document:
    """Who may not read it is told the same as when it does not exist. What is public asks nothing of nobody.

    Raises TakenBack.
    """
    if rows is None:
        rows = Document.objects.select_related("supersedes", "superseded_by").defer(*TEXTS)
    found = rows.filter(number=number).first()
    if found and found.standing == Document.Standing.WITHDRAWN and (life := life_of(found)) and life.is_gone(found):
        raise TakenBack(found)
    if found is None or not (may_read(NOBODY, found) or may_read(request.user, found)):
        raise Http404
    return found


def _context(request: HttpRequest, found: Document) -> dict:
    life = life_of(found)
    after = life.successor(found) if life else getattr(found, "superseded_by", None)
    neighbours = {"before": found.supersedes, "after": after}
    # Colleagues who did something to it, and why, stand there: not for the street, and everybody can sign in there.
    is_private = not may_read(NOBODY, found)
    return {
        "document": found,
        "kind": kinds()[found.kind],
        "code": in_groups(found.code),
        "remark": life.remark(found) if life else None,
        "pause": _pause(found),
        "may_make": found.state == Document.State.FAILED and request.user.has_perm("documents.make_document", found),
        "has_history": is_private and Entry.objects.about(found).exists(),
        **{name: other if other and may_read(request.user, other) else None for name, other in neighbours.items()},
    }


def _pause(found: Document) -> int:
    """Seconds until the page looks again: the longer it takes, the less often."""
    waited = (timezone.now() - found.requested_at).total_seconds()
    return min(SLOWEST, 1 + int(waited // 10))
