from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.activity.models import Entry
from les_portal.workflow.asking import Busy, Question, last_step, question
from les_portal.workflow.engine import NotNow, NotReady
from les_portal.workflow.forms import CommentForm


@method_decorator(never_cache, name="dispatch")
class TransitionView(View):
    """GET asks, with what happens then and what is still missing; POST does it. For every workflow."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, label: str, pk: str, name: str) -> HttpResponse:
        asked = question(request.user, label, pk, name)
        if asked.is_too_late:
            return self.too_late(asked)
        return self.ask(asked, CommentForm(transition=asked.transition))

    def post(self, request: HttpRequest, label: str, pk: str, name: str) -> HttpResponse:
        asked = question(request.user, label, pk, name)
        form = CommentForm(request.POST, transition=asked.transition)
        if not form.is_valid():
            return self.too_late(asked) if asked.is_too_late else self.ask(asked, form)
        try:
            entry = asked.answer(form.cleaned_data["comment"])
        except NotNow:
            return self.too_late(asked)
        except NotReady:
            return self.ask(asked, form)
        except Busy:
            return self.ask(asked, form, is_busy=True)
        messages.success(request, self.done(asked, entry))
        return redirect(self.way_back(asked))

    def ask(self, asked: Question, form: CommentForm, *, is_busy: bool = False) -> HttpResponse:
        workflow, transition = asked.workflow, asked.transition
        context = {
            "asked": asked,
            "missing": asked.missing,
            "is_busy": is_busy,
            "target": workflow.states[transition.target],
            "form": form,
            "next": self.way_back(asked),
        }
        return render(self.request, "workflow/ask.html", context, status=503 if is_busy else 200)

    def too_late(self, asked: Question) -> HttpResponse:
        """Somebody was faster, or the same person clicked twice."""
        asked = question(self.request.user, **self.kwargs)
        last = last_step(asked.obj)
        is_done = last is not None and last.verb == asked.workflow.verb_of(asked.transition)
        context = {
            "asked": asked,
            "last": last,
            "by_yourself": is_done and last.actor == self.request.user,
            "comment": self.request.POST.get("comment", ""),
            "next": self.way_back(asked),
        }
        return render(self.request, "workflow/too_late.html", context, status=409)

    def done(self, asked: Question, entry: Entry) -> str:
        state = asked.workflow.states[entry.target]
        sentence = _("%(person)s %(done)s: “%(object)s” is now “%(state)s”.")
        return sentence % {"person": entry.actor, "done": entry.said, "object": asked.obj, "state": state}

    def way_back(self, asked: Question) -> str:
        """Where they came from, if that is a page of ours."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        hosts, is_secure = {self.request.get_host()}, self.request.is_secure()
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=is_secure):
            return wanted
        return asked.workflow.page(asked.obj)
