import rules

from les_portal.organisations.models import Membership


def has_role(*roles: str) -> rules.Predicate:
    """Whoever holds one of `roles`, in whichever organisation."""

    @rules.predicate(name=f"has_role:{','.join(roles)}")
    def holds(user) -> bool:
        return user.is_authenticated and user.is_active and user.memberships.filter(role__in=roles).exists()

    return holds


is_network_administrator = has_role(Membership.Role.NETWORK_ADMINISTRATOR)
