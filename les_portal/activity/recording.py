from collections.abc import Iterable

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


def record_all(
    verb: str,
    model: type[models.Model],
    ids: Iterable[int],
    *,
    by,
    changes: dict[str, list] | None = None,
    **entry: str,
) -> None:
    """The same to the history of each of these rows, in one statement, however many they are."""
    kind = ContentType.objects.get_for_model(model)
    Entry.objects.bulk_create(
        Entry(actor=by, verb=verb, content_type=kind, object_id=pk, changes=changes or {}, **entry) for pk in ids
    )


def record_each(verb: str, changes: dict[models.Model, dict[str, list]], *, by, comment: str = "") -> None:
    """To the history of each what changed in it, in one statement."""
    kinds = ContentType.objects
    Entry.objects.bulk_create(
        Entry(
            actor=by,
            verb=verb,
            content_type=kinds.get_for_model(about),
            object_id=about.pk,
            comment=comment,
            changes=changed,
        )
        for about, changed in changes.items()
    )
