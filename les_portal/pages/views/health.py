from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from les_portal.jobs.figures import figures


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the portal can do its work: database there and migrated, uploads can be written.

    Workers that do not keep up are told of, and take no site down.
    """
    checks = {"database": _database_is_migrated(), "media": _media_is_writable()}
    ready = all(checks.values())
    degraded = _jobs() if checks["database"] else {}
    return JsonResponse({"ready": ready, **checks, **degraded}, status=200 if ready else 503)


def _jobs() -> dict:
    outbox = figures()
    jobs = {"oldest_due_seconds": outbox.waited, "failed": outbox.counts["failed"]}
    return {"jobs": jobs, "degraded": ["jobs"] if outbox.is_late else []}


def _database_is_migrated() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _media_is_writable() -> bool:
    try:
        default_storage.delete(default_storage.save("readyz", ContentFile(b"")))
    except OSError:
        return False
    return True
