"""Open data: how every answer under /api/v1/ is given. Anybody may read it, from any site; nobody can write."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.views import APIView

from les_portal.publication.stored import fresh, stored

PAGE_SIZE, MAX_PAGE_SIZE = 50, 200
METHODS = "GET, HEAD, OPTIONS"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Language, Link",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
LICENCE = "pages:sources"  # whose data it is, and what may be done with it
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Refused(Exception):
    """The answer is a sentence for each thing that is wrong, in the language of who asked."""

    def __init__(self, status: int, errors: dict[str, str]):
        super().__init__(" ".join(errors.values()))
        self.status = status
        self.errors = errors


class OpenView(APIView):
    """A view that rest_framework's tools can describe, and that answers without its machinery.

    Who asks does not matter here, so there is nobody to authenticate and nothing to negotiate; that is what makes an
    answer that is ready cost no more than an empty one.
    """

    authentication_classes = ()
    permission_classes = ()
    http_method_names = ("get", "head", "options")
    content_type = "application/json"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        language = request.LANGUAGE_CODE
        try:
            language = self.language(request)
            with translation.override(language):
                response = self.handler(request)(request, *args, **kwargs)
        except Refused as refused:
            response = _json({"errors": refused.errors}, status=refused.status)
        patch_vary_headers(response, ["Accept-Language"])
        response.setdefault("Content-Language", language)  # a file may speak another one
        with translation.override(language):
            response["Link"] = f'<{site(request)}{reverse(LICENCE)}>; rel="license"'
        for name, value in CORS.items():
            response[name] = value
        return response

    def handler(self, request: HttpRequest) -> Callable[..., HttpResponse]:
        if request.method == "OPTIONS":
            return self.options
        if request.method not in ("GET", "HEAD"):
            return self.not_allowed
        return self.get

    def language(self, request: HttpRequest) -> str:
        """`?lang=`, or else what Accept-Language led to."""
        asked = request.GET.getlist("lang")
        if not asked:
            return request.LANGUAGE_CODE
        if len(asked) > 1 or asked[0] not in LANGUAGES:
            raise Refused(400, {"lang": _("lang is one of: %(values)s.") % {"values": ", ".join(LANGUAGES)}})
        return asked[0]

    def options(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204, headers=PREFLIGHT | {"Allow": METHODS})

    def not_allowed(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        sentence = _("This interface can only be read: GET, HEAD or OPTIONS.")
        return _json({"errors": {"method": sentence}}, status=405, headers={"Allow": METHODS})

    def answer(self, request: HttpRequest, key: tuple | None, build: Callable[[], Any]) -> HttpResponse:
        """What `build` returns, as `packed` packs it; kept per edition under `key`, or not at all without one."""

        def body() -> bytes:
            return self.packed(build())

        if key is None:
            return fresh(request, body(), content_type=self.content_type)
        key = (type(self).__name__, site(request), translation.get_language(), *key)
        return stored(request, key, body, content_type=self.content_type)

    def packed(self, answer: Any) -> bytes:
        return orjson.dumps(answer, default=str)


def site(request: HttpRequest) -> str:
    """Where links in an answer lead: the site that was asked."""
    return f"{request.scheme}://{request.get_host()}"


def _json(value: Any, *, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(orjson.dumps(value), status=status, content_type="application/json", headers=headers)


def whole_number(params, name: str, *, default: int, maximum: int) -> int:
    values = params.getlist(name)
    text = values[-1] if values else str(default)
    if len(values) > 1 or not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= maximum):
        sentence = _("%(name)s is a whole number from 1 to %(maximum)d.") % {"name": name, "maximum": maximum}
        raise Refused(400, {name: sentence})
    return int(text)


@dataclass(frozen=True)
class Paging:
    page: int
    size: int

    @classmethod
    def from_params(cls, params) -> Self:
        return cls(
            whole_number(params, "page", default=1, maximum=999_999_999),
            whole_number(params, "page_size", default=PAGE_SIZE, maximum=MAX_PAGE_SIZE),
        )

    def answer(self, rows: QuerySet, describe: Callable[[QuerySet], list], address: Callable[[int], str]) -> dict:
        """One page of `rows`, as `describe` tells them, with the addresses of its neighbours."""
        count = rows.order_by().count()
        first = (self.page - 1) * self.size
        if first and first >= count:
            raise Refused(404, {"page": _("There is no page %(page)d.") % {"page": self.page}})
        return {
            "count": count,
            "next": address(self.page + 1) if first + self.size < count else None,
            "previous": address(self.page - 1) if self.page > 1 else None,
            "results": describe(rows[first : first + self.size]),
        }
