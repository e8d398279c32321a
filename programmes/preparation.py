"""What is made ready when schools and programmes change: they can be found by their new words."""

from collections.abc import Iterable, Iterator
from itertools import islice

from les_portal.publication.changes import prepares
from les_portal.search.engine import replace
from programmes.findable import campus_documents, programme_documents
from programmes.models import Programme
from schools.models import Campus

SCHOOLS_AT_ONCE = 200
PROGRAMMES_AT_ONCE = 500


@prepares("programme")
def index_programmes(ids: Iterable[int]) -> None:
    schools: set[int] = set()
    for some in _batches(ids, PROGRAMMES_AT_ONCE):
        replace("programme", some, programme_documents(some))
        schools.update(Programme.objects.filter(pk__in=some).order_by().values_list("school_id", flat=True))
    # Any of the school's campuses may be one where the programme was taught until now.
    _index_campuses(schools)


@prepares("school")
def index_schools(ids: Iterable[int]) -> None:
    _index_campuses(ids)
    for schools in _batches(ids, SCHOOLS_AT_ONCE):
        theirs = Programme.objects.filter(school__in=schools).order_by().values_list("pk", flat=True)
        for some in _batches(theirs, PROGRAMMES_AT_ONCE):
            replace("programme", some, programme_documents(some))


def _index_campuses(schools: Iterable[int]) -> None:
    for some in _batches(schools, SCHOOLS_AT_ONCE):
        theirs = Campus.objects.filter(school__in=some).order_by().values_list("pk", flat=True)
        replace("campus", theirs, campus_documents(some))


def _batches(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    """As many queries for each as for one, and never more values in one than SQLite takes."""
    rows = iter(ids)
    while batch := list(islice(rows, size)):
        yield batch
