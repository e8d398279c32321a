"""Whose school it is: a stranger does not learn that it has such a page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from les_portal.organisations.rules import is_network_administrator, roles_of
from programmes.querysets import KEEPERS, READERS
from schools.models import School


def school_read_by(user, organisation: str) -> School:
    """Raises Http404 for who has nothing to do with it."""
    school = School.objects.select_related("organisation").filter(organisation__slug=organisation).first()
    if school is None or not reads(user, school):
        raise Http404
    return school


def school_kept_by(user, organisation: str) -> School:
    """Raises Http404 for strangers, and PermissionDenied for who may only read."""
    school = school_read_by(user, organisation)
    if not keeps(user, school):
        raise PermissionDenied
    return school


def reads(user, school: School) -> bool:
    return _holds(user, school, READERS)


def keeps(user, school: School) -> bool:
    return _holds(user, school, KEEPERS)


def _holds(user, school: School, roles: tuple[str, ...]) -> bool:
    held = roles_of(user).get(school.organisation_id, set())
    return bool(held.intersection(roles)) or is_network_administrator(user)
