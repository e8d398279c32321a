from django.db import transaction
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from schools.models import School

CHANGED = verb("schools.school.contact", gettext_lazy("changed how the school can be reached"))
CONTACT = ("phone", "email", "website")


def change_contact(school: School, values: dict[str, str], *, by) -> bool:
    """False when it says that already."""
    organisation = school.organisation
    organisation.refresh_from_db(fields=CONTACT)
    changes = {name: [getattr(organisation, name), values[name]] for name in CONTACT}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return False
    for name, (_before, after) in changes.items():
        setattr(organisation, name, after)
    with transaction.atomic():
        organisation.save(update_fields=[*changes, "updated_at"])
        record(CHANGED, school, by=by, changes=changes)
    return True
