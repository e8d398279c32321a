"""The two ends of an invitation: who sent it can send it again or take it back; who has the link can take it."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from les_portal.accounts.models import User
from les_portal.organisations.actions import invitations as actions
from les_portal.organisations.forms import NewAccountForm
from les_portal.organisations.models import Invitation
from les_portal.organisations.rules import AT_WORK, DECIDING_ROLES, is_backed
from les_portal.organisations.views.access import organisation_for


@require_POST
def resend(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    done = _("The invitation was sent again, with a new link. The old link no longer works.")
    return _do(request, organisation, pk, actions.resend, done)


@require_POST
def revoke(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    return _do(request, organisation, pk, actions.revoke, _("The invitation was taken back. Its link no longer works."))


def _do(request: HttpRequest, organisation: str, pk: int, action, done: str) -> HttpResponse:
    found = organisation_for(request, organisation)
    invitation = get_object_or_404(found.invitations.select_related("organisation"), pk=pk)
    try:
        action(invitation, by=request.user)
    except actions.NoLongerOpen:
        messages.warning(request, _("This invitation was taken or taken back a moment ago."))
    else:
        messages.success(request, done)
    return redirect("organisations:people", found.slug)


@method_decorator([login_not_required, never_cache], name="dispatch")
class TakeInvitation(View):
    """GET only says what it is, whoever or whatever opens links in mail; POST takes it.

    A link that opens nothing answers the same, whatever the reason: who tries learns nothing from it.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, secret: str) -> HttpResponse:
        rows = Invitation.objects.by_secret(secret).select_related("organisation", "invited_by", "accepted_by")
        self.invitation, self.form = rows.first(), None
        response = super().dispatch(request) if self.opens() else self.refuse()
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"  # the address is the secret: no other host may hear of it
        return response

    def opens(self) -> bool:
        return self.invitation is not None and self.invitation.is_open and is_backed(self.invitation)

    def refuse(self) -> HttpResponse:
        user = self.request.user
        if self.invitation and user.is_authenticated and self.invitation.accepted_by == user:
            messages.info(self.request, _("You took this invitation already."))
            return redirect("pages:desk")
        return render(self.request, "organisations/no_invitation.html", status=404)

    @property
    def way(self) -> str:
        """What whoever opens it must do first: nothing, sign in, sign out, or say who they are."""
        if self.request.user.is_authenticated:
            return "take" if self.invitation.is_for(self.request.user) else "sign_out"
        return "sign_in" if User.objects.filter(email__iexact=self.invitation.email).exists() else "new"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(NewAccountForm(email=self.invitation.email))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewAccountForm(request.POST, email=self.invitation.email)
        way = self.way
        try:
            if way == "take":
                return self.take()
            if way == "new" and form.is_valid():
                return self.take_as_somebody_new(form)
        except actions.NoLongerOpen:
            return self.refuse()
        return self.show(form)

    def take(self) -> HttpResponse:
        actions.accept(self.invitation, by=self.request.user)
        messages.success(self.request, self.welcome())
        return redirect(self.whereto(self.request.user))

    def take_as_somebody_new(self, form: NewAccountForm) -> HttpResponse:
        """Their language is the one they read this page in: they can choose another at the top."""
        user = actions.accept_with_new_account(self.invitation, language=get_language(), **form.cleaned_data)
        messages.success(self.request, self.welcome())
        return perform_login(self.request, user, email_verification="none", redirect_url=self.whereto(user))

    def whereto(self, user: User) -> str:
        """To the work one was asked for, in one's own language; to the desk where that is not all in one place."""
        with override(user.language):
            if self.invitation.role in AT_WORK - DECIDING_ROLES:
                return reverse("manage:workspace", args=[self.invitation.organisation.slug])
            return reverse("pages:desk")

    def welcome(self) -> str:
        invitation = self.invitation
        sentence = _("You now belong to %(organisation)s, as %(role)s.")
        return sentence % {"organisation": invitation.organisation, "role": invitation.get_role_display().lower()}

    def show(self, form: NewAccountForm) -> HttpResponse:
        context = {
            "invitation": self.invitation,
            "way": self.way,
            "form": form,
            "sign_in_url": f"{reverse('account_login')}?next={self.request.path}",
        }
        return render(self.request, "organisations/invitation.html", context)
