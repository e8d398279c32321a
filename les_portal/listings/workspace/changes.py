"""What was done lately to a school, its campuses and its listings."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from les_portal.activity.models import Entry
from programmes.models import Programme
from schools.models import Campus, School

SHOWN = 5


class Change(NamedTuple):
    entry: Entry
    about: Model


def newest_changes(school: School) -> list[Change]:
    """Three queries at most: the entries, and what they are about."""
    ids = {
        Programme: school.programmes.order_by().values("pk"),
        Campus: school.campuses.order_by().values("pk"),
        School: [school.pk],
    }
    types = ContentType.objects.get_for_models(*ids)
    ours = Q(pk__in=[])
    for model, pks in ids.items():
        ours |= Q(content_type=types[model], object_id__in=pks)
    entries = Entry.objects.filter(ours).select_related("actor", "content_type").order_by("-pk")[:SHOWN]
    return [Change(entry, about) for entry, about in _with_what_they_are_about(list(entries), school)]


def _with_what_they_are_about(entries: list[Entry], school: School) -> list[tuple[Entry, Model]]:
    of = {
        model: model.objects.filter(school=school).in_bulk([e.object_id for e in entries if _is(e, model)])
        for model in (Programme, Campus)
    }
    of[School] = {school.pk: school}
    return [(entry, about) for entry in entries if (about := of[entry.content_type.model_class()].get(entry.object_id))]


def _is(entry: Entry, model: type[Model]) -> bool:
    return entry.content_type.model_class() is model
