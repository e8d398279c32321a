from collections import defaultdict
from collections.abc import Callable

import rules
from django.utils.translation import gettext as _

from les_portal.accounts.models import User
from les_portal.accounts.second_step import asks_second_step
from les_portal.organisations.models import Membership, Organisation

Role = Membership.Role

# Whoever decides over money, descriptions or other people's rights: these count only with a second step at sign-in.
DECIDING_ROLES = frozenset({Role.NETWORK_ADMINISTRATOR, Role.FUND_ADMINISTRATOR, Role.ASSESSOR, Role.AUTHORISER})


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

# The page of the outbox is the network's; jobs itself lies too low to know of roles.
rules.add_perm("jobs.manage_job", is_network_administrator)
