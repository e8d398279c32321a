"""How a school keeps its listings: how often it says that they are right, and who looks at them beforehand."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record, record_all
from les_portal.activity.verbs import verb
from les_portal.listings.rules import approvals_to_set
from les_portal.organisations.rules import is_network_administrator
from programmes.freshness import reckon_anew
from schools.models import School

SETTINGS_CHANGED = verb("schools.school.change_settings", gettext_lazy("changed how listings are kept"))


class ChangedMeanwhile(Exception):
    """Somebody else set something else since it was read."""


def change_settings(school: School, *, rhythm_months: int, approval: str, by) -> bool:
    """Whether anything changed. Raises PermissionDenied or ChangedMeanwhile."""
    if not by.has_perm("listings.change_settings", school):
        raise PermissionDenied
    before = {"rhythm_months": school.rhythm_months, "approval": school.approval}
    after = {"rhythm_months": rhythm_months, "approval": approval}
    changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if "approval" in changes and approval not in approvals_to_set(by, school):
        raise PermissionDenied
    if changes:
        with transaction.atomic():
            _write(school, before, after)
            if "rhythm_months" in changes:
                reckon_anew(school)
            record(SETTINGS_CHANGED, school, by=by, changes=changes)
    return bool(changes)


def _write(school: School, before: dict, after: dict) -> None:
    """First in its transaction, and only over what was read: the network's wish is not undone by an older page."""
    if not School.objects.filter(pk=school.pk, **before).update(**after):
        raise ChangedMeanwhile
    for name, value in after.items():
        setattr(school, name, value)


def set_approval_of_all(approval: str, *, by) -> int:
    """For every school that has another; how many those were. Raises PermissionDenied."""
    if not is_network_administrator(by):
        raise PermissionDenied
    number = 0
    with transaction.atomic():
        for before in School.Approval.values:
            if before != approval:
                number += _set_all(before, approval, by=by)
    return number


def _set_all(before: str, after: str, *, by) -> int:
    # First, because it is the lock: those that are read next stay as they are until they are written.
    School.objects.filter(approval=before).update(approval=before)
    schools = list(School.objects.filter(approval=before).order_by().values_list("pk", flat=True))
    School.objects.filter(pk__in=schools).update(approval=after)
    record_all(SETTINGS_CHANGED, School, schools, by=by, changes={"approval": [before, after]})
    return len(schools)
