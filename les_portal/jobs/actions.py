from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.jobs.models import Job
from les_portal.jobs.queue import hand_over


@transaction.atomic
def retry(job: Job, *, by: User) -> bool:
    """Give a failed job its attempts back. False when it has not failed, or not any more."""
    now = timezone.now()
    again = {"state": Job.State.WAITING, "due_at": now, "published_at": now, "finished_at": None}
    asked = {"forgiven": F("attempts"), "asked_again_at": now, "asked_again_by": by}
    if not Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(**again, **asked):
        return False
    transaction.on_commit(partial(hand_over, job.pk), robust=True)
    return True
