"""A school says of a hint that the data is right as it is, until that data changes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from les_portal.activity.recording import record
from les_portal.activity.verbs import verb
from les_portal.listings.models import Finding
from les_portal.listings.quality.hints import about, sentence

DISMISSED = verb("listings.finding.dismiss", gettext_lazy("said that this is right as it is"))
RESTORED = verb("listings.finding.restore", gettext_lazy("asked to be reminded of this again"))


def dismiss(finding: Finding, *, by) -> bool:
    """False when somebody else was first."""
    with transaction.atomic():
        now = {"dismissed_at": timezone.now(), "dismissed_by": by}
        if not Finding.objects.standing().filter(pk=finding.pk).update(**now):
            return False
        record(DISMISSED, about(finding), by=by, comment=sentence(finding))
    return True


def restore(finding: Finding, *, by) -> bool:
    with transaction.atomic():
        if not Finding.objects.dismissed().filter(pk=finding.pk).update(dismissed_at=None, dismissed_by=None):
            return False
        record(RESTORED, about(finding), by=by, comment=sentence(finding))
    return True
