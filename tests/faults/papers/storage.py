from django.core.files.base import ContentFile

from les_portal.documents.storage import PrivateFolder
from tests.faults.marks.falling import fall_once


class Falling(PrivateFolder):
    """The worker is killed when half of a file is written, and again when the whole is there but no row says so."""

    def _save(self, name, content):
        number = name.split("/")[-1].rsplit("-", 1)[0]
        if number.startswith("FALL"):
            content = CutOff(content.read(), number)
        saved = super()._save(name, content)
        if number.startswith("FALL"):
            fall_once(f"whole-{number}")
        return saved


class CutOff(ContentFile):
    def __init__(self, content: bytes, number: str) -> None:
        super().__init__(content)
        self.number = number

    def chunks(self, chunk_size=None):
        whole = self.read()
        yield whole[: len(whole) // 2]
        fall_once(f"half-{self.number}")
        yield whole[len(whole) // 2 :]
