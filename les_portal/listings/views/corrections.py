"""Where a school reads what visitors propose, and answers it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from les_portal.listings.actions.correcting import accept, fact_now
from les_portal.listings.correctable import Fact
from les_portal.listings.forms.corrections import AnswerForm
from les_portal.listings.models import Correction
from les_portal.listings.schools import school_read_by
from les_portal.workflow.engine import NotNow, NotReady, workflow_of

PAGE_SIZE = 50


@never_cache
@require_safe
def corrections(request: HttpRequest, organisation: str) -> HttpResponse:
    school = school_read_by(request.user, organisation)
    rows = Correction.objects.with_page().filter(school=school)
    context = {
        "organisation": school.organisation,
        "school": school,
        "open": rows.open().order_by("at", "pk")[:PAGE_SIZE],
        "open_number": rows.open().count(),
        "page": Paginator(rows.exclude(status=Correction.Status.OPEN), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "listings/corrections/list.html", context)


@method_decorator(never_cache, name="dispatch")
class Answer(View):
    """GET shows what is proposed beside what the page says; POST accepts it or, with a word, refuses it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
        correction = self.find(organisation, pk)
        fact = fact_now(correction)
        return self.show(correction, fact, AnswerForm(correction=correction, target=fact.target))

    def post(self, request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
        correction = self.find(organisation, pk)
        if not self.may_answer(correction):
            raise PermissionDenied
        fact = fact_now(correction)
        form = AnswerForm(request.POST, correction=correction, target=fact.target)
        refuses = request.POST.get("do") == "refuse"
        if refuses:
            form.fields.pop("value", None)
            form.fields["comment"].required = True
        if not form.is_valid():
            return self.show(correction, fact, form, refuses=refuses)
        try:
            self.run(correction, form, refuses=refuses)
        except NotNow:
            return self.show(self.find(organisation, pk), fact, form, is_late=True)
        except NotReady as missing:
            return self.show(correction, fact, form, missing=missing.sentences)
        return self.go_on(correction, fact)

    def find(self, organisation: str, pk: int) -> Correction:
        rows = Correction.objects.visible_to(self.request.user)
        return get_object_or_404(rows, school__organisation__slug=organisation, pk=pk)

    def may_answer(self, correction: Correction) -> bool:
        return self.request.user.has_perm("listings.answer_correction", correction)

    def run(self, correction: Correction, form: AnswerForm, *, refuses: bool) -> None:
        answer = {"by": self.request.user, "comment": form.cleaned_data["comment"]}
        if "value" in form.cleaned_data:
            accept(correction, value=form.cleaned_data["value"], **answer)
        else:
            workflow_of(correction).run("refuse" if refuses else "accept", correction, **answer)

    def go_on(self, correction: Correction, fact: Fact) -> HttpResponse:
        """What cannot be filled in by itself is the next thing to do."""
        accepted = correction.status == Correction.Status.ACCEPTED
        if accepted and not fact.target:
            messages.success(self.request, _("Accepted. Now change it here."))
            return redirect(where_to_change(correction))
        messages.success(self.request, _("Accepted.") if accepted else _("Refused."))
        return redirect("corrections:list", correction.school.organisation.slug)

    def show(self, correction: Correction, fact: Fact, form: AnswerForm, **more) -> HttpResponse:
        context = {
            "correction": correction,
            "organisation": correction.school.organisation,
            "fact": fact,
            "has_changed": fact.shown != correction.current,
            "form": form,
            "may_answer": self.may_answer(correction) and correction.status == Correction.Status.OPEN,
            "missing": [],
            "is_late": False,
            "refuses": False,
        } | more
        status = 409 if context["is_late"] or context["missing"] else 200
        return render(self.request, "listings/corrections/correction.html", context, status=status)


def where_to_change(correction: Correction) -> str:
    """The page on which the school edits what it is about."""
    slug = correction.school.organisation.slug
    if correction.programme:
        return reverse("listings:edit", args=[slug, correction.programme.slug])
    if correction.campus:
        return reverse("campuses:edit", args=[slug, correction.campus.slug])
    return reverse("campuses:list" if correction.field == "campuses" else "quality:contact", args=[slug])
