from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from les_portal.pages.demo import second_step


@login_not_required
@never_cache
def demo_codes(request: HttpRequest) -> HttpResponse:
    """What the apps of the demo's people show now; only where the demo's mail can be read too: on this machine."""
    if not settings.MAILBOX:
        raise Http404
    context = {"codes": second_step.codes(), "seconds_left": second_step.seconds_left()}
    return render(request, f"pages/codes.html{'#codes' if request.htmx else ''}", context)
