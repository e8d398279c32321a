"""What a school's file brings in: all that is right in it at once, and its drafts to visitors by and by."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import transaction

from les_portal.imports.actions import apply_run
from les_portal.imports.models import ImportRun
from les_portal.imports.report import Report
from les_portal.jobs.models import Job
from les_portal.jobs.queue import enqueue
from les_portal.organisations.models import Organisation
from les_portal.workflow.engine import NotNow, NotReady, workflow_of
from programmes.models import Programme
from programmes.querysets import ProgrammeQuerySet
from schools.models import School

PUBLISH = "listings.publish"
AT_ONCE = 20  # listings in one job: a few seconds of work, that another worker may have to go on with


def bring_in(run: ImportRun, school: School, *, by) -> Report:
    """Raises CannotBeApplied, and IntegrityError where somebody wrote at the same moment."""
    with transaction.atomic():
        Organisation.objects.hold(school.organisation_id)  # first: two files with the same new listing wait in turn
        return apply_run(run, by=by)


def drafts_of(run: ImportRun, school: School) -> ProgrammeQuerySet:
    """What it brought in and no visitor sees yet."""
    ids = [entry["id"] for entry in run.report.get("new", ()) if "id" in entry]
    drafts = Programme.objects.filter(school=school, pk__in=ids, status=Programme.Status.DRAFT)
    return drafts.select_related("school__organisation").prefetch_related("campuses")


def way_out(listing: Programme, by) -> str:
    """The transition by which this person brings a draft to visitors."""
    return "publish" if by.has_perm("programmes.publish_listing", listing) else "propose"


def ask_to_publish(run: ImportRun, school: School, *, by) -> int:
    """Of the drafts that are complete; how many they are."""
    complete = [each.pk for each in drafts_of(run, school) if not workflow_of(each).missing(way_out(each, by), each)]
    with transaction.atomic():
        for first in range(0, len(complete), AT_ONCE):
            some = complete[first : first + AT_ONCE]
            enqueue(PUBLISH, {"run": run.pk, "listings": some, "by": by.pk, "many": len(complete)})
    return len(complete)


def is_publishing(run: ImportRun) -> bool:
    unfinished = [Job.State.WAITING, Job.State.RUNNING]
    return Job.objects.filter(state__in=unfinished, kind=PUBLISH, payload__run=run.pk).exists()


def publish(listing: Programme, *, by) -> None:
    """What somebody published, changed or archived meanwhile is as they left it."""
    with suppress(NotNow, NotReady, PermissionDenied):
        workflow_of(listing).run(way_out(listing, by), listing, by=by)
