"""With a broker: telling it again of the jobs that are late. What nobody takes all the same is done here."""

import time

from django.conf import settings
from django.utils import timezone

from les_portal.jobs import carrier
from les_portal.jobs.claims import Claim, claim_next
from les_portal.jobs.models import Job
from les_portal.jobs.queue import hand_over

# While the broker holds that many ids the workers have enough to do: what is late then is waiting, not lost.
ENOUGH = 200


class Sweeper:
    """What the own worker does when there is a broker.

    `next()` is a job only where the broker does not answer, or where it does and no worker takes what it is told.
    """

    def __init__(self) -> None:
        self._due = 0.0

    def next(self) -> Claim | None:
        if time.monotonic() < self._due:
            return None
        claimed = claim_next(
            Job.objects.forsaken(timezone.now()) if publish_late() else Job.objects.late(timezone.now())
        )
        if claimed is None:
            self._due = time.monotonic() + settings.JOB_SWEEP
        return claimed


def publish_late() -> bool:
    """Whether the broker knows now of all that is late."""
    held = carrier.queue_length()
    if held is None:
        return False
    # What was told before, and neither waits in an empty queue nor is being done, is lost.
    late = Job.objects.late(timezone.now(), None if held else settings.JOB_SWEEP)
    for job_id in late.order_by("due_at", "pk").values_list("pk", flat=True)[: max(ENOUGH - held, 0)]:
        if not hand_over(job_id):
            return False
        Job.objects.filter(pk=job_id).update(published_at=timezone.now())
    return True
