from pathlib import Path

from django.conf import settings
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
