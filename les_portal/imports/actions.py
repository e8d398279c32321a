"""Check a file, then apply what was checked: once, however often somebody clicks."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from les_portal.imports.importer import Reading, apply, importer_for
from les_portal.imports.models import KEPT_FOR, ImportRun
from les_portal.imports.reading import UnreadableFile
from les_portal.imports.report import Report


class CannotBeApplied(Exception):
    """It was applied already, could not be read, or was checked too long ago."""


def check_file(*, source: str, data: bytes, file_name: str, by, scope: str = "") -> ImportRun:
    """Reads and compares; writes nothing but the run."""
    forget_old_readings()
    importer = importer_for(source, scope, by=by)
    run = ImportRun(source=source, scope=scope, file_name=file_name[:200], sha256=sha256(data).hexdigest(), by=by)
    try:
        reading = importer.read(data, file_name)
    except UnreadableFile as error:
        run.state = ImportRun.State.FAILED
        run.report = Report.of_unreadable(source, file_name, error).as_json()
    else:
        run.state = ImportRun.State.CHECKED
        run.reading = reading.as_json()
        run.report = importer.compare(reading).report.as_json()
    run.save()
    return run


def apply_run(run: ImportRun, *, by) -> Report:
    """Compares again, because others may have written since. Raises CannotBeApplied."""
    with transaction.atomic():
        now = timezone.now()
        checked = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.CHECKED, at__gt=now - KEPT_FOR)
        # First, because it is the lock: the second of two clicks finds nothing left to apply.
        if not checked.update(state=ImportRun.State.APPLIED, by=by, applied_at=now):
            raise CannotBeApplied
        run.refresh_from_db()
        report = apply(importer_for(run.source, run.scope, by=by), Reading.from_json(run.reading))
        run.report, run.reading = report.as_json(), None
        run.save(update_fields=["report", "reading"])
    return report


def record_run(report: Report, *, data: bytes, by=None) -> ImportRun:
    """For what was applied without a page."""
    return record_applied(report, fingerprint=sha256(data).hexdigest(), by=by)


def record_applied(report: Report, *, fingerprint: str, by=None) -> ImportRun:
    return ImportRun.objects.create(
        source=report.source,
        file_name=report.file[:200],
        sha256=fingerprint,
        state=ImportRun.State.APPLIED,
        by=by,
        applied_at=timezone.now(),
        report=report.as_json(),
    )


def forget_old_readings() -> None:
    ImportRun.objects.filter(at__lte=timezone.now() - KEPT_FOR).exclude(reading=None).update(reading=None)
