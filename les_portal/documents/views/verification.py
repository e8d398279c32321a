from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.accounts.limits import address_of
from les_portal.documents.verification import LIMIT, Verdict, read

LANGUAGES = dict(settings.LANGUAGES)


@login_not_required
@require_safe
@never_cache
def form(request: HttpRequest) -> HttpResponse:
    """Where one types a code, or drops a file that then answers for itself."""
    if asked := read(request.GET.get("code", "")):
        return redirect(f"{reverse('verify', args=[asked])}{_query(request)}")
    return _in_asked_language(request, lambda: _page(request, "form", 200))


@login_not_required
@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The same work and the same frame for every code, whether a document has it or not."""
    if wait := LIMIT.take(address_of(request)):
        return _in_asked_language(request, lambda: _too_often(request, wait))
    verdict = Verdict.on(read(code))
    return _in_asked_language(request, lambda: _answer(request, verdict))


def _answer(request: HttpRequest, verdict: Verdict | None) -> HttpResponse:
    status = 200 if verdict else 404
    if _wants_data(request):
        data = verdict.as_data(lambda code: f"{settings.SITE_URL}{reverse('verify', args=[code])}") if verdict else {}
        return JsonResponse(data or {"found": False}, status=status)
    return _page(request, "verdict", status, verdict=verdict)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    sentence = ngettext("Try again in %(number)d second.", "Try again in %(number)d seconds.", wait) % {"number": wait}
    if _wants_data(request):
        response = JsonResponse({"error": sentence, "retry_after": wait}, status=429)
    else:
        response = _page(request, "too_often", 429, sentence=sentence)
    response["Retry-After"] = str(wait)
    return response


def _page(request: HttpRequest, name: str, status: int, **context) -> HttpResponse:
    context["query"] = _query(request)
    return render(request, f"documents/verify/{name}.html", context, status=status)


def _wants_data(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _in_asked_language(request: HttpRequest, answer) -> HttpResponse:
    """In that of `?lang=`, or else of Accept-Language. Nobody keeps it, and no search engine lists it."""
    asked = request.GET.get("lang")
    with override(asked if asked in LANGUAGES else get_language()):
        response = answer()
        response["Content-Language"] = get_language()
    patch_vary_headers(response, ["Accept"])
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _query(request: HttpRequest) -> str:
    """What keeps the language on the way to the next page."""
    asked = request.GET.get("lang")
    return f"?{urlencode({'lang': asked})}" if asked in LANGUAGES else ""
