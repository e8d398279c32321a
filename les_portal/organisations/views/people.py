"""Who belongs to an organisation: seen by who works there, changed by its administrators."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from les_portal.accounts.models import User
from les_portal.organisations.actions.invitations import AlreadyInvited, AlreadyMember, invite
from les_portal.organisations.actions.people import Gone, LastOne, RoleHeldAlready, change_role, take_role
from les_portal.organisations.forms import InviteForm, RoleForm
from les_portal.organisations.models import Invitation, JoinRequest, Membership, Organisation
from les_portal.organisations.rules import is_backed, may_give, roles_to_give
from les_portal.organisations.timeline import timeline_of_people
from les_portal.organisations.views.access import organisation_for
from les_portal.organisations.workflow import waiting_for
from les_portal.search.words import fold

Role = Membership.Role
PAGE_SIZE = 50


@dataclass
class Person:
    user: User
    memberships: list[Membership] = field(default_factory=list)


def people_of(organisation: Organisation, user) -> list[Person]:
    """By name, as everywhere on the portal; learners only for who works with them."""
    rows = organisation.memberships.active().select_related("user").order_by("pk")
    if not user.has_perm("organisations.see_learners", organisation):
        rows = rows.exclude(role=Role.LEARNER)
    people: dict[int, Person] = {}
    for membership in rows:
        people.setdefault(membership.user_id, Person(membership.user)).memberships.append(membership)
    return sorted(people.values(), key=lambda person: (fold(person.user.name), person.user.pk))


@method_decorator(never_cache, name="dispatch")
class People(View):
    """The list, and for administrators the form that invites, what is open and what happened."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        found = organisation_for(request, organisation)
        roles = roles_to_give(request.user, found)
        return self.show(found, InviteForm(roles=roles, initial={"role": Role.READER, "language": get_language()}))

    def post(self, request: HttpRequest, organisation: str) -> HttpResponse:
        found = organisation_for(request, organisation)
        roles = roles_to_give(request.user, found)
        if not roles:
            raise PermissionDenied
        form = InviteForm(request.POST, roles=roles)
        if form.is_valid() and self.invite(found, form):
            return redirect("organisations:people", found.slug)
        return self.show(found, form)

    def invite(self, organisation: Organisation, form: InviteForm) -> bool:
        try:
            invite(organisation, by=self.request.user, **form.cleaned_data)
        except AlreadyMember:
            form.add_error("email", _("This person has that role already."))
        except AlreadyInvited:
            form.add_error("email", _("This address was invited for that role already. You can send it again below."))
        else:
            messages.success(self.request, _("The invitation is on its way. It is valid for seven days."))
        return form.is_valid()

    def show(self, organisation: Organisation, form: InviteForm) -> HttpResponse:
        user = self.request.user
        page = Paginator(people_of(organisation, user), PAGE_SIZE).get_page(self.request.GET.get("page"))
        context = {"organisation": organisation, "page": page, "may_manage": False, "requests": None}
        if user.has_perm("organisations.manage_people", organisation):
            context |= {
                "may_manage": True,
                "form": form,
                "invitations": open_invitations(organisation),
                "requests": waiting_for(user).filter(organisation=organisation, status=JoinRequest.Status.ASKED),
                "timeline": timeline_of_people(organisation),
            }
        return render(self.request, "organisations/people.html", context)


def open_invitations(organisation: Organisation) -> list[Invitation]:
    """Each with whether its link still opens something. Who invited several is one object, read once."""
    invitations = list(
        organisation.invitations.unanswered().select_related("organisation").prefetch_related("invited_by")
    )
    for invitation in invitations:
        invitation.is_dead = invitation.is_expired or not is_backed(invitation)
    return invitations


@method_decorator(never_cache, name="dispatch")
class OneRole(View):
    """What somebody is here, and what else they could be."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
        membership = self.find(organisation, pk)
        form = RoleForm(roles=self.roles(membership), initial={"role": membership.role})
        return self.show(membership, form)

    def post(self, request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
        membership = self.find(organisation, pk)
        form = RoleForm(request.POST, roles=self.roles(membership))
        if form.is_valid() and self.change(membership, form):
            return redirect("organisations:people", organisation)
        return self.show(membership, form)

    def find(self, organisation: str, pk: int) -> Membership:
        """One may always look at one's own, also who sees nobody else there. Others find whom they see in the list."""
        rows = Membership.objects.filter(organisation__slug=organisation).select_related("user", "organisation")
        membership, user = get_object_or_404(rows, pk=pk), self.request.user
        if membership.user == user or may_give(user, membership.role, membership.organisation):
            return membership
        organisation_for(self.request, organisation)
        if membership.role == Role.LEARNER and not user.has_perm("organisations.see_learners", membership.organisation):
            raise Http404
        raise PermissionDenied

    def roles(self, membership: Membership) -> list[str]:
        """None for what one may not take away: then nothing can be put in its place."""
        user, organisation = self.request.user, membership.organisation
        return roles_to_give(user, organisation) if may_give(user, membership.role, organisation) else []

    def change(self, membership: Membership, form: RoleForm) -> bool:
        try:
            change_role(membership, role=form.cleaned_data["role"], by=self.request.user)
        except LastOne:
            form.add_error(None, last_one(membership))
        except RoleHeldAlready:
            form.add_error("role", _("They have that role already: take this one away instead."))
        except Gone:
            messages.warning(self.request, _("Somebody else took this role away a moment ago."))
        else:
            messages.success(self.request, _("Saved."))
        return form.is_valid()

    def show(self, membership: Membership, form: RoleForm) -> HttpResponse:
        return render(self.request, "organisations/role.html", self.context(membership) | {"form": form})

    def context(self, membership: Membership) -> dict:
        user = self.request.user
        sees_people = user.has_perm("organisations.see_people", membership.organisation)
        return {"membership": membership, "is_own": membership.user == user, "sees_people": sees_people}


class TakeRole(OneRole):
    """Away from somebody, or given up by oneself. GET asks."""

    def show(self, membership: Membership, form: RoleForm) -> HttpResponse:
        return render(self.request, "organisations/take_role.html", self.context(membership))

    def post(self, request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
        membership = self.find(organisation, pk)
        is_own = membership.user == request.user
        try:
            take_role(membership, by=request.user)
        except LastOne:
            messages.error(request, last_one(membership))
            return redirect("organisations:role", organisation, pk)
        except Gone:
            messages.warning(request, _("Somebody else took this role away a moment ago."))
        else:
            messages.success(request, _("You gave this role up.") if is_own else _("The role was taken away."))
        return redirect("pages:desk") if is_own else redirect("organisations:people", organisation)


def last_one(membership: Membership) -> str:
    sentence = _("Nobody else at %(organisation)s is %(role)s. Give that role to somebody else first.")
    return sentence % {"organisation": membership.organisation, "role": membership.get_role_display().lower()}
