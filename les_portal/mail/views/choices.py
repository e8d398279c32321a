from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from les_portal.mail.actions import choose
from les_portal.mail.forms import ChoicesForm
from les_portal.mail.frequency import Frequency, allowed, frequency_of
from les_portal.mail.kinds import kinds
from les_portal.mail.notifications import SUMMARY
from les_portal.mail.stopping import read


def choices(request: HttpRequest) -> HttpResponse:
    form = ChoicesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        choose(by=request.user, chosen=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("mail:choices")
    always = [kind for kind in kinds().values() if len(allowed(kind)) == 1 and kind != SUMMARY]
    return render(request, "mail/choices.html", {"form": form, "always": always})


# The signature in the address is what allows this, not a session: a mail program that knows the link may post to it by
# itself (RFC 8058). Whoever only looks, a scanner of links among them, changes nothing.
@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    found = read(signed)
    if found is None:
        return render(request, "mail/stop.html", {"kind": None}, status=404)
    user, kind = found
    if request.method == "POST":
        choose(by=user, chosen={kind.code: Frequency.NEVER})
    context = {"kind": kind, "is_stopped": frequency_of(user, kind) == Frequency.NEVER}
    return render(request, "mail/stop.html", context)
