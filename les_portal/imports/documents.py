"""Registers whose files are JSON documents, and no tables: a qualification with all that belongs to it."""

import json
from abc import abstractmethod
from typing import Any

from django.utils.translation import gettext as _

from les_portal.imports import cleaning
from les_portal.imports.importer import Reading, Source, Track, untracked
from les_portal.imports.reading import UnreadableFile, as_text, decode
from les_portal.imports.report import Report

Document = dict[str, Any]
MOST = 20_000  # documents in a file: no register has as many, and each that is wrong is told of


class DocumentSource(Source):
    def read(self, data: bytes, file_name: str, *, track: Track = untracked) -> Reading:
        reading = Reading(Report(source=self.source, file=file_name))
        documents = load(data)
        for number, document in enumerate(track(documents, _("Reading")), 1):
            try:
                self.take(document, reading)
            except UnreadableFile as error:
                if len(documents) == 1:
                    raise
                reading.report.rows += 1
                reading.report.fail(number, error.field, error.message)
        return reading

    @abstractmethod
    def take(self, document: Document, reading: Reading) -> None:
        """Adds what it says to the reading. Raises UnreadableFile for a document that is something else."""


def load(data: bytes) -> list[Document]:
    """One document, or a list of them. Raises UnreadableFile."""
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    try:
        found = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(_("This is not a JSON file, or a damaged one.")) from error
    documents = found if isinstance(found, list) else [found]
    if not 0 < len(documents) <= MOST or not all(isinstance(document, dict) for document in documents):
        raise UnreadableFile(_("The JSON file is something else than was expected."))
    return documents


def said(document: Document, name: str) -> str:
    """On one line, with one space between words. What is a list or an object there says nothing."""
    value = document.get(name)
    # JSON can hold half a character, which no database takes.
    return "" if isinstance(value, dict | list) else cleaning.text(as_text(value).encode(errors="ignore").decode())


def parts(document: Document, name: str) -> list[Document]:
    """The objects in a list; anything else that stands there is left out."""
    value = document.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
