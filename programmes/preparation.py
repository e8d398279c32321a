"""What is made ready when schools and programmes change: they can be found by their new words."""

from collections.abc import Collection, Iterable
from itertools import islice

from les_portal.publication.changes import prepares
from les_portal.search.engine import Document, forget, index
from programmes.findable import campus_documents, programme_documents
from programmes.models import Programme
from schools.models import Campus

SCHOOLS_AT_ONCE = 200


@prepares("programme")
def index_programmes(ids: set[int]) -> None:
    rows = iter(ids)
    schools: set[int] = set()
    while some := list(islice(rows, 1000)):
        programmes = Programme.objects.filter(pk__in=some)
        _replace("programme", some, programme_documents(programmes))
        schools.update(programmes.order_by().values_list("school_id", flat=True))
    # Any of the school's campuses may be one where the programme was taught until now.
    _for_some_at_once(schools, _index_campuses)


@prepares("school")
def index_schools(ids: set[int]) -> None:
    _for_some_at_once(ids, _index_campuses)
    _for_some_at_once(ids, _index_their_programmes)


def _for_some_at_once(ids: Iterable[int], action) -> None:
    rows = iter(ids)
    while some := list(islice(rows, SCHOOLS_AT_ONCE)):
        action(some)


def _index_campuses(schools: Collection[int]) -> None:
    theirs = Campus.objects.filter(school__in=schools).order_by()
    _replace("campus", theirs.values_list("pk", flat=True), campus_documents(schools))


def _index_their_programmes(schools: Collection[int]) -> None:
    theirs = Programme.objects.filter(school__in=schools)
    _replace("programme", theirs.order_by().values_list("pk", flat=True), programme_documents(theirs))


def _replace(kind: str, ids: Iterable[int], documents: Iterable[Document]) -> None:
    """Who has no document is not for visitors: they do not find it."""
    visible = list(documents)
    index(kind, visible)
    forget(kind, set(ids).difference(document.object_id for document in visible))
