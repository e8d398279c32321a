"""What the schools app makes ready when a school changes."""

from les_portal.publication.changes import changed, prepares
from les_portal.search.words import fold
from schools.models import Campus, School


@prepares("organisation")
def tell_its_school(ids: set[int]) -> None:
    """A school's name and contact stand in its organisation."""
    if schools := list(School.objects.filter(organisation__in=ids).values_list("pk", flat=True)):
        changed("school", schools)


@prepares("school")
def sort_campuses(ids: set[int]) -> None:
    """A campus without a name of its own sorts under its school's."""
    campuses = Campus.objects.filter(school__in=ids).select_related("school__organisation", "place")
    moved = []
    for campus in campuses.iterator(chunk_size=1000):
        key = fold(f"{campus} {campus.place.municipality}")[:250]
        if key != campus.sort_key:
            campus.sort_key = key
            moved.append(campus)
    Campus.objects.bulk_update(moved, ["sort_key"], batch_size=500)
