from django.contrib.contenttypes.models import ContentType
from django.db import models

from les_portal.activity.models import Entry


def record(
    verb: str,
    about: models.Model,
    *,
    by,
    comment: str = "",
    source: str = "",
    target: str = "",
    changes: dict[str, list] | None = None,
) -> Entry:
    """Add to the history of `about`, in the transaction that does it. `by` is None for what the portal does itself."""
    return Entry.objects.create(
        actor=by,
        verb=verb,
        content_type=ContentType.objects.get_for_model(about),
        object_id=about.pk,
        comment=comment,
        source=source,
        target=target,
        changes=changes or {},
    )
