"""One search in front of both databases: `index`, `forget`, `find`."""

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import islice
from operator import or_

from les_portal.search import databases, queries, spelling, tokens
from les_portal.search.models import Entry, Word
from les_portal.search.queries import Wanted
from les_portal.search.tokens import Document

__all__ = ["Document", "empty", "find", "forget", "index", "meant", "replace"]

BATCH = 1000


def index(kind: str, documents: Iterable[Document]) -> None:
    """Make the objects findable by these documents, instead of what they were found by before."""
    for some in _batches(documents):
        found = {document.object_id: tokens.read(document) for document in some}
        Entry.objects.bulk_create(
            [Entry(kind=kind, object_id=pk, tokens=" ".join(of_it.tokens)) for pk, of_it in found.items()],
            update_conflicts=True,
            unique_fields=["object_id", "kind"],
            update_fields=["tokens"],
        )
        _remember(set().union(*(of_it.words for of_it in found.values())))
    databases.settle()


def forget(kind: str, ids: Iterable[int]) -> None:
    for some in _batches(ids):
        Entry.objects.filter(kind=kind, object_id__in=some).delete()


def replace(kind: str, ids: Iterable[int], documents: Iterable[Document]) -> None:
    """Index these objects anew. Who has no document is not for visitors: they do not find it."""
    visible = list(documents)
    index(kind, visible)
    forget(kind, set(ids).difference(document.object_id for document in visible))


def empty() -> None:
    """Forget everything, to index it anew."""
    Entry.objects.all().delete()
    Word.objects.all().delete()


def find(kind: str, text: str, limit: int = 2000) -> list[int]:
    """The ids of the objects that all words of `text` lead to, best first, equals by id.

    When there are more than `limit`, the best are among them; of equals it is not said which. At most four queries.
    """
    words = queries.read(text)
    if not words:
        return []
    if found := databases.ids(kind, queries.ranked(words), limit):
        return found
    corrected = _corrected(kind, words)
    return databases.ids(kind, queries.ranked(corrected), limit) if corrected else []


def meant(word: str) -> list[str]:
    """A folded word itself, when it is part of any word that is known; else what it may have been meant to be,
    which can be nothing. One query."""
    known = _known_like([word])
    return [word] if any(word in other for other in known) else spelling.corrections(word, known)


def _remember(words: set[str]) -> None:
    """For comparing typing errors with. Nearly always they are there already, which costs less to ask than to write."""
    for some in _batches(word for word in words if spelling.is_correctable(word)):
        new = set(some).difference(Word.objects.filter(text__in=some).values_list("text", flat=True))
        # Sorted, so that two writers never wait for each other's words.
        Word.objects.bulk_create([Word(text=word) for word in sorted(new)], ignore_conflicts=True)


def _batches(rows: Iterable) -> Iterator[list]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _known_like(words: list[str]) -> set[str]:
    asked = [spelling.candidates("text", word) for word in words if spelling.is_correctable(word)]
    return set(Word.objects.filter(reduce(or_, asked)).values_list("text", flat=True)) if asked else set()


def _corrected(kind: str, words: list[Wanted]) -> list[Wanted]:
    """The words, those without any answer replaced by what they may have been meant to be; [] if that is no help."""
    has_answer = databases.answered(kind, [[queries.anywhere(word)] for word in words])
    unknown = [word.spellings[0] for word, answered in zip(words, has_answer, strict=True) if not answered]
    if not unknown or not all(map(spelling.is_correctable, unknown)):
        return []
    known = _known_like(unknown)
    meant_by = {word: spelling.corrections(word, known) for word in unknown}
    corrected = [word._replace(spellings=meant_by.get(word.spellings[0], word.spellings)) for word in words]
    return corrected if all(word.spellings for word in corrected) else []
