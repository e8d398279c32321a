import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage


class PrivateFolder(FileSystemStorage):
    """Below MEDIA_ROOT, readable by the portal only; no address leads there."""

    @property
    def base_location(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "documents"

    @property
    def location(self) -> str:
        return str(self.base_location)

    @property
    def base_url(self) -> None:
        return None

    def _save(self, name: str, content: File) -> str:
        """Whole or not at all, and on the disk when it returns: a row will say that it is there."""
        final = Path(self.path(name))
        self.base_location.mkdir(mode=0o700, parents=True, exist_ok=True)
        final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=final.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(final)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        ours = Path(self.path(""))
        for folder in (final.parent, *final.parent.parents):
            if folder.is_relative_to(ours):
                _keep_names(folder)
        return name


def _keep_names(folder: Path) -> None:
    """A file is there after a power cut only when its folder was written too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
