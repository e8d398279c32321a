from collections import defaultdict
from collections.abc import Callable

import rules
from django.utils.translation import gettext as _

from les_portal.accounts.models import User
from les_portal.accounts.second_step import asks_second_step
from les_portal.organisations.models import Invitation, JoinRequest, Membership, Organisation

Role = Membership.Role

# Whoever decides over money, descriptions or other people's rights: these count only with a second step at sign-in,
# are given by network administrators only, and only to people of organisations that carry the network.
DECIDING_ROLES = frozenset({Role.NETWORK_ADMINISTRATOR, Role.FUND_ADMINISTRATOR, Role.ASSESSOR, Role.AUTHORISER})
DECIDING_KINDS = frozenset({Organisation.Kind.NETWORK, Organisation.Kind.PUBLIC})
# The last who holds one of these in an organisation keeps it: nobody else could give it back.
LASTING_ROLES = frozenset({Role.ADMINISTRATOR, Role.NETWORK_ADMINISTRATOR})
# Whoever reads, writes or decides for an organisation. A learner, a mentor or a coach has pages of their own.
AT_WORK = frozenset({Role.READER, Role.EDITOR, Role.ADMINISTRATOR, Role.NETWORK_ADMINISTRATOR})
# What somebody may ask for by themselves.
ASKABLE_ROLES = tuple(role for role in Role if role not in DECIDING_ROLES | {Role.ADMINISTRATOR})


def roles_of(user) -> dict[int, set[str]]:
    """The roles that count, by the id of their organisation; read once per user object, so once per request."""
    if not (user.is_authenticated and user.is_active):
        return {}
    if not hasattr(user, "_roles"):
        user._roles = _read(user)
    return user._roles


def _read(user: User) -> dict[int, set[str]]:
    held = defaultdict(set)
    for organisation_id, role in user.memberships.values_list("organisation_id", "role"):
        if role not in DECIDING_ROLES or user.has_second_step:
            held[organisation_id].add(role)
    return dict(held)


def has_role(*roles: str) -> rules.Predicate:
    """Whoever holds one of `roles`, in whichever organisation."""
    wanted = set(roles)

    @rules.predicate(name=f"has_role:{','.join(roles)}")
    def holds(user) -> bool:
        return any(wanted & held for held in roles_of(user).values())

    return holds


def has_role_in(organisation_of: Callable[..., Organisation | int | None], *roles: str) -> rules.Predicate:
    """Whoever holds one of `roles` in the organisation of the object that is asked about.

    `organisation_of(obj)` is that organisation or, where that saves a query, its id. Without an object: nobody.
    """
    wanted = set(roles)

    @rules.predicate(name=f"has_role_in:{','.join(roles)}")
    def holds(user, obj) -> bool:
        if obj is None:
            return False
        organisation = organisation_of(obj)
        held = roles_of(user).get(getattr(organisation, "pk", organisation), set())
        return bool(wanted & held)

    return holds


@asks_second_step
def work_in_deciding_roles(user: User) -> list[str]:
    held = user.memberships.filter(role__in=DECIDING_ROLES).select_related("organisation")
    sentence = _("work as %(role)s for %(organisation)s")
    return [
        sentence % {"role": membership.get_role_display().lower(), "organisation": membership.organisation}
        for membership in held.order_by("organisation__sort_key", "role")
    ]


is_network_administrator = has_role(Role.NETWORK_ADMINISTRATOR)


def itself(organisation: Organisation) -> Organisation:
    return organisation


def of_request(request: JoinRequest) -> int:
    return request.organisation_id


def may_give(user, role: str, organisation: Organisation) -> bool:
    """Also: may take away."""
    if role in DECIDING_ROLES:
        return is_network_administrator(user) and organisation.kind in DECIDING_KINDS
    return user.has_perm("organisations.manage_people", organisation)


def roles_to_give(user, organisation: Organisation) -> list[str]:
    return [role for role in Role if may_give(user, role, organisation)]


def is_backed(invitation: Invitation) -> bool:
    """An offer is worth the right of who made it: it ends when they lose that, until somebody else sends it again."""
    inviter = invitation.invited_by
    return inviter is not None and may_give(inviter, invitation.role, invitation.organisation)


def has_administrator(organisation_id: int) -> bool:
    return Membership.objects.active().filter(organisation=organisation_id, role=Role.ADMINISTRATOR).exists()


@rules.predicate
def nobody_else_can_answer(user, request: JoinRequest | None) -> bool:
    """A list has looked it up for all its requests at once."""
    if request is None:
        return False
    known = getattr(request, "is_administered", None)
    return not (has_administrator(request.organisation_id) if known is None else known)


@rules.predicate
def asked_it(user, request: JoinRequest | None) -> bool:
    return request is not None and request.user_id == user.pk


belongs = has_role_in(itself, *(role for role in Role if role != Role.LEARNER))
works_with_learners = has_role_in(itself, Role.EDITOR, Role.ADMINISTRATOR, Role.EMPLOYER, Role.MENTOR, Role.COACH)
administers = has_role_in(itself, Role.ADMINISTRATOR)
answers = has_role_in(of_request, Role.ADMINISTRATOR) | (is_network_administrator & nobody_else_can_answer)

rules.add_perm("organisations.work_here", has_role_in(itself, *AT_WORK) | is_network_administrator)
rules.add_perm("organisations.see_people", belongs | is_network_administrator)
rules.add_perm("organisations.see_learners", works_with_learners | is_network_administrator)
rules.add_perm("organisations.manage_people", administers | is_network_administrator)
rules.add_perm("organisations.answer_joinrequest", answers)
rules.add_perm("organisations.withdraw_joinrequest", asked_it)

# The page of the outbox is the network's; jobs itself lies too low to know of roles.
rules.add_perm("jobs.manage_job", is_network_administrator)
