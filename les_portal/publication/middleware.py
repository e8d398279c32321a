"""What is ready is given before anybody else looks at the request."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from les_portal.publication.stored import Store, best_encoding, current_stamp

READY = Store(max_bytes=64 * 1024 * 1024)
# Whatever an answer that is ready may depend on, beside its address.
ASKED_BY_HEADER = (
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_HX_REQUEST",
    "HTTP_HX_TARGET",
    "HTTP_HX_BOOSTED",
    "HTTP_HX_HISTORY_RESTORE_REQUEST",
)
OF_THE_CONTENT = {"Content-Type", "Content-Length", "Content-Encoding"}


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it left the portal last time: packed, and with the headers of every middleware inside."""

    stamp: Hashable
    body: bytes
    headers: dict[str, str]

    def respond(self, request: HttpRequest) -> HttpResponse:
        wanted = request.META.get("HTTP_IF_NONE_MATCH")
        if wanted == self.headers["ETag"]:  # what browsers send; lists and weak tags are read below
            return HttpResponseNotModified(headers=self._without_content())
        response = HttpResponse(headers=self.headers)
        if wanted:
            conditional = get_conditional_response(request, etag=self.headers["ETag"], response=response)
            if conditional is not response:
                return HttpResponseNotModified(headers=self._without_content())
        response.content = self.body
        return response

    def _without_content(self) -> dict[str, str]:
        return {name: value for name, value in self.headers.items() if name not in OF_THE_CONTENT}


class ReadyAnswersMiddleware:
    """Repeats an answer of `stored` or `stored_page` to whoever sends no cookie, while the edition is the same.

    Only addresses that were answered before are looked at, so that nothing else costs a query more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.META.get("HTTP_COOKIE"):
            return self.get_response(request)
        key = self.key(request)
        if key in READY and (ready := READY.get(key, current_stamp())):
            return ready.respond(request)
        response = self.get_response(request)
        stamp = getattr(response, "stamp", None)
        if stamp and response.status_code == 200 and not response.cookies:
            READY.put(key, Ready(stamp, response.content, dict(response.items())))
        return response

    def key(self, request: HttpRequest) -> Hashable:
        meta = request.META
        return (
            request.scheme,
            meta.get("HTTP_HOST"),
            request.path,
            meta.get("QUERY_STRING"),
            best_encoding(meta.get("HTTP_ACCEPT_ENCODING", "")),
            *[meta.get(name) for name in ASKED_BY_HEADER],
        )
