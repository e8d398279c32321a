"""Asking to belong to an organisation, and following what becomes of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.organisations.actions.joining import AlreadyAsked, AlreadyThere, ask
from les_portal.organisations.forms import AskForm
from les_portal.organisations.models import Organisation
from les_portal.organisations.workflow import visible_to
from les_portal.search.words import fold

PAGE_SIZE = 20


@never_cache
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Find the organisation by its name; and what one asked before."""
    typed = request.GET.get("q", "")[:100]
    asked = fold(typed)
    found = Organisation.objects.filter(sort_key__contains=asked) if asked else Organisation.objects.none()
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "typed": typed,
        "is_asked": bool(asked),
        "requests": request.user.join_requests.select_related("organisation")[:PAGE_SIZE],
    }
    return render(request, "organisations/join.html", context)


@method_decorator(never_cache, name="dispatch")
class Ask(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        return self.show(get_object_or_404(Organisation, slug=organisation), AskForm())

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        found, form = get_object_or_404(Organisation, slug=organisation), AskForm(request.POST)
        if form.is_valid():
            try:
                asked = ask(found, by=request.user, **form.cleaned_data)
            except AlreadyThere:
                form.add_error("role", _("You have this role there already."))
            except AlreadyAsked:
                form.add_error(None, _("You asked this organisation already, and it has not answered yet."))
            else:
                messages.success(request, _("Your request was sent. You get a mail when it is answered."))
                return redirect(asked)
        return self.show(found, form)

    def show(self, organisation: Organisation, form: AskForm) -> HttpResponse:
        return render(self.request, "organisations/ask.html", {"organisation": organisation, "form": form})


@never_cache
@require_safe
def join_request(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    """For who asked and for who answers; for others there is nothing here."""
    found = get_object_or_404(visible_to(request.user).filter(organisation__slug=organisation), pk=pk)
    return render(request, "organisations/join_request.html", {"join_request": found})
