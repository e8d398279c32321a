"""What a document being made may open: our own style sheet, fonts and drawings, and nothing else in the world."""

from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint.urls import URLFetcher, URLFetcherResponse

# A host that cannot exist (RFC 2606): no address of ours names a folder of this machine, and none leads outside.
OURS = "https://static.invalid/"
FOLDERS = {"css", "fonts", "img"}


class NotOurs(ValueError):
    """Something else than our own static files was asked for."""


class OurFilesOnly(URLFetcher):
    """Nothing of the parent's handlers (http, ftp, file, data) is ever reached: every way in leads to `fetch`."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=[], allow_redirects=False)
        self.opened: list[str] = []
        self.refused: list[str] = []

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        try:
            path = our_file(url)
        except NotOurs:
            self.refused.append(url)
            raise
        self.opened.append(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": guess_type(path.name)[0] or ""})


def our_file(url: str) -> Path:
    """Raises NotOurs, also for a link out of the folder and for what is not there."""
    if not url.startswith(OURS):
        raise NotOurs(url[:200])
    root = Path(settings.STATICFILES_DIRS[0]).resolve()
    try:
        path = root.joinpath(unquote(urlsplit(url).path).lstrip("/")).resolve(strict=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise NotOurs(url[:200]) from error
    inside = path.is_relative_to(root) and path.relative_to(root).parts
    if not inside or inside[0] not in FOLDERS or not path.is_file():
        raise NotOurs(url[:200])
    return path
