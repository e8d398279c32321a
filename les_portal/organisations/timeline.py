"""The history of who belongs to an organisation, with the names of today."""

from django.utils.translation import gettext as _

from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.activity.timeline import MOST, SHOWN, Change, Moment, Timeline
from les_portal.organisations.models import Membership, Organisation

ROLES = dict(Membership.Role.choices)


def timeline_of_people(organisation: Organisation) -> Timeline:
    """Two queries, however long the history."""
    entries = list(Entry.objects.about(organisation).select_related("actor").order_by("-pk")[:MOST])
    numbers = {number for entry in entries for number in entry.changes.get("person", [])}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=numbers)}
    moments = [Moment(entry, _changes(entry, names)) for entry in entries]
    return Timeline(moments[:SHOWN], moments[SHOWN:])


def _changes(entry: Entry, names: dict[int, str]) -> list[Change]:
    """Under the name of whom it is about; whose account is gone has none any more."""
    person = entry.changes.get("person")
    label = names.get(person[0], _("somebody who left")) if person else _("role")
    before, after = (str(ROLES.get(role, role)) or "–" for role in entry.changes.get("role", ("", "")))
    return [Change(label, before, after)]
