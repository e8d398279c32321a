"""A comparison begins, and who rates in it."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from competences.models import Comparison, Rater
from competences.notifications import DESCRIPTIONS
from les_portal.accounts.models import User
from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.mail.sending import send
from les_portal.organisations.models import Organisation
from les_portal.workflow.engine import NotNow
from programmes.models import Qualification

STARTED = verb("competences.comparison.start", gettext_lazy("started this comparison"))
ASKED = verb("competences.comparison.ask_teacher", gettext_lazy("asked another teacher"))


class Exists(Exception):
    """Somebody has started this one already."""

    def __init__(self, comparison: Comparison):
        super().__init__(str(comparison))
        self.comparison = comparison


def start(
    source: Qualification, target: Qualification, *, organisation: Organisation, teachers: dict[str, User | None], by
) -> Comparison:
    """`teachers` by side. Raises Exists; the database says so too when two start it at the same moment."""
    if found := Comparison.objects.filter(source=source, target=target).first():
        raise Exists(found)
    try:
        return create(source, target, organisation=organisation, teachers=teachers, by=by)
    except IntegrityError:
        if found := Comparison.objects.filter(source=source, target=target).first():
            raise Exists(found) from None
        raise


@transaction.atomic
def create(source, target, *, organisation: Organisation, teachers: dict[str, User | None], by) -> Comparison:
    comparison = Comparison.objects.create(source=source, target=target, organisation=organisation, created_by=by)
    for country, user in teachers.items():
        tell(Rater.objects.create(comparison=comparison, country=country, user=user), by)
    record(STARTED, comparison, by=by)
    return comparison


def turn_round(comparison: Comparison, *, by) -> Comparison:
    """The other direction, with the same teachers; a side that has none any more is asked for one there too."""
    teachers = {rater.country: rater.user for rater in comparison.raters.select_related("user")}
    return start(comparison.target, comparison.source, organisation=comparison.organisation, teachers=teachers, by=by)


@transaction.atomic
def ask_teacher(rater: Rater, user: User, *, by) -> None:
    """Somebody else rates for this side, from the beginning; or takes the place of who has no account any more.

    Raises NotNow for who has finished: what they rated counts.
    """
    if not by.has_perm("competences.keep_comparison", rater.comparison):
        raise PermissionDenied
    changed = may_change(rater).update(user=user)
    if not changed:
        raise NotNow
    rater.refresh_from_db()
    if rater.status == Rater.Status.BUSY:
        rater.ratings.all().delete()
    tell(rater, by)
    record(ASKED, rater.comparison, by=by, comment=str(user))


def may_change(rater: Rater):
    same = Rater.objects.filter(pk=rater.pk)
    return same.filter(status=Rater.Status.BUSY) | same.filter(user=None)


def tell(rater: Rater, by) -> None:
    if rater.user and rater.user != by:
        context = {"object": rater.comparison, "rater": rater, "by": by}
        send("competences/asked", to=rater.user, kind=DESCRIPTIONS, context=context, sender=by, about=rater.comparison)
