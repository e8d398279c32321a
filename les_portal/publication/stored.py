"""Answers that are the same for every visitor: made once per edition, kept compressed in the process's memory.

`stored` is for data, `stored_page` for public pages seen by somebody who is not signed in. Every request asks the
database for the edition, so a change is seen at once by all processes; nothing else is asked until it changes.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from hashlib import blake2b
from threading import Lock

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from les_portal.publication.changes import edition

COMPRESS: dict[str, Callable[[bytes, bool], bytes]] = {
    # Quality 9 costs 40 ms for the whole map, once per edition; 11 would cost a second and save little.
    "br": lambda body, once: brotli.compress(body, quality=9 if once else 4),
    "gzip": lambda body, once: gzip.compress(body, compresslevel=9 if once else 4, mtime=0),
}
WORTH_COMPRESSING = 500  # bytes


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """`br`, `gzip` or `` (as it is), from an Accept-Encoding header."""
    weights = {}
    for part in accepted.split(","):
        name, _, parameters = part.strip().lower().partition(";")
        weights[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in COMPRESS if weights.get(name, weights.get("*", False))), "")


@dataclass(slots=True)
class Answer:
    """A body with its headers, and its compressed forms once somebody asked for them."""

    stamp: Hashable
    body: bytes
    headers: dict[str, str]
    digest: str = ""
    encoded: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.digest = blake2b(self.body, digest_size=12).hexdigest()

    def respond(self, request: HttpRequest) -> HttpResponse:
        encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if len(self.body) < WORTH_COMPRESSING:
            encoding = ""
        etag = f'"{self.digest}{encoding and "-" + encoding}"'
        response = HttpResponse(headers=self.headers | {"ETag": etag})
        response.stamp = self.stamp  # for ReadyAnswersMiddleware
        if request.META.get("HTTP_IF_NONE_MATCH") and request.method in ("GET", "HEAD"):
            conditional = get_conditional_response(request, etag=etag, response=response)
            if conditional.status_code != response.status_code:
                return conditional
        response.content = self._as(encoding)
        if encoding:
            response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(response.content))
        return response

    def _as(self, encoding: str) -> bytes:
        if not encoding:
            return self.body
        if encoding not in self.encoded:
            self.encoded[encoding] = COMPRESS[encoding](self.body, self.stamp is not None)
        return self.encoded[encoding]


class Store:
    """The answers used last, as many as fit."""

    def __init__(self, max_bytes: int):
        self.max_bytes = max_bytes
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._answers

    def get(self, key: Hashable, stamp: Hashable) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is None or answer.stamp != stamp:
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        # An answer grows by its compressed forms later; counting it double keeps the books simple.
        with self._lock:
            if old := self._answers.pop(key, None):
                self._bytes -= 2 * len(old.body)
            self._answers[key] = answer
            self._bytes += 2 * len(answer.body)
            while self._bytes > self.max_bytes and len(self._answers) > 1:
                _key, oldest = self._answers.popitem(last=False)
                self._bytes -= 2 * len(oldest.body)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._bytes = 0


# Apart, so that a crawler that walks through all pages does not push the map out of memory.
DATA = Store(max_bytes=64 * 1024 * 1024)
PAGES = Store(max_bytes=32 * 1024 * 1024)
REVALIDATE = "public, no-cache"


def current_stamp() -> Hashable | None:
    """What an answer is valid for: this edition, and this day, because pages say what is past. None: do not keep."""
    # Whoever works on a template wants to see it.
    number = 0 if settings.DEBUG else edition()
    return (number, localdate()) if number else None


def stored(
    request: HttpRequest, key: Hashable, build: Callable[[], bytes], *, content_type: str = "application/json"
) -> HttpResponse:
    """The answer to `key`, the same for everybody. `build` must not look at the person who asks."""
    stamp = current_stamp()
    answer = DATA.get(key, stamp) if stamp else None
    if answer is None:
        answer = Answer(stamp, build(), _data_headers(content_type))
        if stamp:
            DATA.put(key, answer)
    return answer.respond(request)


def fresh(request: HttpRequest, body: bytes, *, content_type: str = "application/json") -> HttpResponse:
    """An answer that few will ask again, sent the way the stored ones are."""
    return Answer(None, body, _data_headers(content_type)).respond(request)


def _data_headers(content_type: str) -> dict[str, str]:
    return {"Content-Type": content_type, "Cache-Control": REVALIDATE, "Vary": "Accept-Encoding"}


PERSONAL_COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
HTMX_HEADERS = ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request")


def stored_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public page, kept for visitors of whom nothing is known: GET, and no cookie that means anything to us.

    Whoever has a session, a message waiting or a form token gets a page of their own, that no cache may keep.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not PERSONAL_COOKIES.isdisjoint(request.COOKIES):
            return _personal(view(request, *args, **kwargs))
        htmx = tuple(request.headers.get(name) for name in HTMX_HEADERS)
        key = (request.LANGUAGE_CODE, request.scheme, request.get_host(), request.get_full_path(), htmx)
        stamp = current_stamp()
        if kept := PAGES.get(key, stamp) if stamp else None:
            return kept.respond(request)
        response = _rendered(view(request, *args, **kwargs))
        if not _is_for_everybody(request, response):
            return _personal(response)
        kept = Answer(stamp, response.content, _page_headers(response))
        if stamp:
            PAGES.put(key, kept)
        return kept.respond(request)

    return answer


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A stored page that everybody may read, and nobody can write to."""
    return login_not_required(require_safe(stored_page(view)))


def _rendered(response: HttpResponse) -> HttpResponse:
    return response.render() if hasattr(response, "render") and not response.is_rendered else response


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Content-Encoding" not in response
        # A form on the page has a token in it, which belongs to one visitor.
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not getattr(getattr(request, "session", None), "modified", False)
        and not getattr(getattr(request, "_messages", None), "added_new", False)
    )


def _page_headers(response: HttpResponse) -> dict[str, str]:
    patch_vary_headers(response, ["Accept-Encoding", "Cookie", "HX-Request"])
    response["Cache-Control"] = REVALIDATE
    return {name: value for name, value in response.items() if name != "Content-Length"}


def _personal(response: HttpResponse) -> HttpResponse:
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response
