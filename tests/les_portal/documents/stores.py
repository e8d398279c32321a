"""The folder of documents as it can also be: full, or looked after by somebody else at the same moment."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

from les_portal.documents.storage import PrivateFolder


def keep_documents_in(settings, backend: str, **options) -> None:
    settings.STORAGES = settings.STORAGES | {"documents": {"BACKEND": backend, "OPTIONS": options}}


class TidiedBySomebodyElse(PrivateFolder):
    """Whatever is listed is gone when one looks at it."""

    def get_modified_time(self, name):
        self.delete(name)
        return super().get_modified_time(name)


class Full(PrivateFolder):
    """The kernel refuses what a file would have beyond 4 kB, as it does for a disk without space."""

    def _save(self, name, content):
        with room_for(4096):
            return super()._save(name, content)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
