"""What a change of a qualification sets in motion, in the transaction of whoever wrote it."""

from collections.abc import Iterable

from competences.actions.watching import look_again
from les_portal.publication.changes import changed
from programmes.models import Programme

AT_ONCE = 500  # more than a statement may name on one of the databases


def qualifications_changed(ids: Iterable[int], *, facts: bool = False) -> None:
    """Descriptions are looked at again, pages made anew; with `facts` (title, level) also those of its programmes."""
    ids = sorted(set(ids))
    if not ids:
        return
    changed("qualification", ids)
    for start in range(0, len(ids) if facts else 0, AT_ONCE):
        programmes = Programme.objects.filter(qualification__in=ids[start : start + AT_ONCE]).values_list(
            "pk", flat=True
        )
        if programmes:
            changed("programme", programmes)
    look_again(ids)
