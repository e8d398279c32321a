"""Publishing a listing together with what is still being written for it: one step, or none."""

from django.db import transaction

from les_portal.activity.models import Entry
from les_portal.workflow.engine import workflow_of
from programmes.models import Programme


def publish(listing: Programme, *, by) -> Entry:
    """What is open becomes the listing, and that is published, or proposed where somebody has to look at it first.

    Raises what `Workflow.run` raises; nothing has happened then.
    """
    name = "publish" if by.has_perm("programmes.publish_listing", listing) else "propose"
    with transaction.atomic():
        revision = listing.revisions.open().first()
        if revision and not revision.is_empty:
            # Revision before listing, as whoever applies one: two who wait for each other would wait forever.
            workflow_of(revision).run("apply", revision, by=by)
        return workflow_of(listing).run(name, listing, by=by)
