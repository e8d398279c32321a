"""Who hears of comparisons and descriptions."""

from django.utils.translation import gettext_lazy as _

from competences.models import AuthorisedDescription, Comparison, SignOff
from les_portal.accounts.models import User
from les_portal.mail.kinds import mail_kind
from les_portal.organisations.models import Membership

Role = Membership.Role

DESCRIPTIONS = mail_kind(
    "descriptions",
    _("Comparisons and authorised descriptions"),
    _("You get this because you work on a comparison of two diplomas, or sign it for your organisation."),
)


def teachers(comparison: Comparison) -> list[User]:
    return [rater.user for rater in comparison.raters.select_related("user") if rater.user]


def keepers(comparison: Comparison):
    held = {
        "memberships__organisation": comparison.organisation_id,
        "memberships__role__in": [Role.EDITOR, Role.ADMINISTRATOR],
    }
    return User.objects.filter(is_active=True, **held).distinct()


def everybody(comparison: Comparison) -> list[User]:
    return [*teachers(comparison), *keepers(comparison)]


def writers(description: AuthorisedDescription) -> list[User]:
    """Who worked on it: the teachers, whoever wrote, and else whoever keeps the comparison."""
    wrote = {*teachers(description.comparison), *description.contributors.filter(is_active=True)}
    return sorted(wrote, key=lambda user: user.pk) or list(keepers(description.comparison))


def asked_to_sign(description: AuthorisedDescription):
    """Whoever may sign it in the round that is going on, or was until now."""
    asked = SignOff.objects.filter(description=description, round=description.round).values("organisation")
    held = {"memberships__organisation__in": asked, "memberships__role": Role.AUTHORISER}
    return User.objects.filter(is_active=True, **held).distinct()


def network(_obj):
    return User.objects.filter(is_active=True, memberships__role=Role.NETWORK_ADMINISTRATOR).distinct()
