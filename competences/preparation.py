"""What is made ready when frames and descriptions change: they can be found, and diplomas be ranked by them.

Whoever changes a qualification, its groups, competences, elements or links to ESCO says so in the same transaction:
`changed("qualification", ids)`; inside `together()` once for many. Descriptions say it in `actions/publishing.py`.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from competences.covering import cover_anew
from competences.findable import competence_documents, description_documents, qualification_documents
from competences.models import AuthorisedDescription, Competence
from les_portal.publication.changes import everything, prepares
from les_portal.search.engine import replace
from programmes.models import Qualification

QUALIFICATIONS_AT_ONCE, DESCRIPTIONS_AT_ONCE = 200, 200


@prepares("qualification")
def index_qualifications(ids: Iterable[int]) -> None:
    for some in _batches(ids, QUALIFICATIONS_AT_ONCE):
        replace("qualification", some, qualification_documents(some))
        competences = Competence.objects.filter(qualification__in=some).order_by().values_list("pk", flat=True)
        replace("competence", competences, competence_documents(some))


@prepares("description")
def prepare_descriptions(ids: Iterable[int]) -> None:
    for some in _batches(_versions(ids), DESCRIPTIONS_AT_ONCE):
        replace("description", some, description_documents(some))
        cover_anew(some)


@everything("qualification")
def all_qualifications() -> Iterable[int]:
    return Qualification.objects.order_by("pk").values_list("pk", flat=True)


@everything("description")
def all_descriptions() -> Iterable[int]:
    return AuthorisedDescription.objects.counting().order_by("pk").values_list("pk", flat=True)


def _versions(ids: Iterable[int]) -> list[int]:
    """With the other versions of the same pairs: the one that was replaced does not say so itself."""
    pairs = AuthorisedDescription.objects.filter(pk__in=ids).order_by().values("comparison")
    return list(AuthorisedDescription.objects.filter(comparison__in=pairs).order_by("pk").values_list("pk", flat=True))


def _batches(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    rows = iter(ids)
    while batch := list(islice(rows, size)):
        yield batch
