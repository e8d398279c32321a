"""Where the mail of a demo arrives. On a portal that people use, these addresses answer as if they were not there."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import DetailView, ListView

from les_portal.mail.models import Mail

# A mail is shown as a stranger's page would be: no script, no picture, no form, and its links open elsewhere.
SHUT = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


class OfTheDemo:
    context_object_name = "mail"

    def get_queryset(self):
        if not settings.MAILBOX:
            raise Http404
        return Mail.objects.delivered()


@method_decorator(login_not_required, name="dispatch")
class Mailbox(OfTheDemo, ListView):
    template_name = "mail/mailbox.html"
    context_object_name = "mails"
    paginate_by = 50


@method_decorator([login_not_required, csp_update({"frame-src": [SELF]})], name="dispatch")
class Opened(OfTheDemo, DetailView):
    template_name = "mail/mailbox_mail.html"


@method_decorator([login_not_required, csp(SHUT), xframe_options_sameorigin], name="dispatch")
class AsHtml(OfTheDemo, DetailView):
    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return HttpResponse(self.get_object().html.replace("<head>", '<head>\n  <base target="_blank">', 1))
