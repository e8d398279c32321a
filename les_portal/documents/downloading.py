"""A stored file on its way to a browser: as it is, whole or a part, from wherever it is kept. Nothing is made here."""

import logging
import re
from urllib.parse import quote

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from les_portal.documents.models import Document

logger = logging.getLogger(__name__)

PDF = "application/pdf"
BLOCK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


class NotThere(Exception):
    """The file is not where its document says, or is not the file that was put there."""


class OutsideTheFile(Exception):
    """A range was asked that the file does not reach."""


class Part:
    """So many bytes of a file, from where it stands."""

    def __init__(self, file: File, length: int):
        self.file, self.left = file, length
        self.close = file.close

    def read(self, size: int) -> bytes:
        block = self.file.read(min(size, self.left))
        self.left -= len(block)
        return block


def send(request: HttpRequest, document: Document, *, is_public: bool, inline: bool) -> HttpResponseBase:
    """Raises NotThere."""
    headers = _headers(document, is_public=is_public, inline=inline)
    nothing = HttpResponse(content_type=PDF, headers=headers)
    unchanged = get_conditional_response(request, etag=headers["ETag"], response=nothing)
    if unchanged is not nothing:
        return unchanged
    try:
        first, last = _range(request, document.size, headers["ETag"])
    except OutsideTheFile:
        headers["Content-Range"] = f"bytes */{document.size}"
        return HttpResponse(status=416, content_type=PDF, headers=headers)
    length = last - first + 1
    headers["Content-Length"] = str(length)
    if length < document.size:
        headers["Content-Range"] = f"bytes {first}-{last}/{document.size}"
    file = _opened(document, first)
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=PDF, headers=headers)
    # A PDF is packed already: packing it once more would take away its length and its parts.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    status = 206 if "Content-Range" in headers else 200
    response = FileResponse(Part(file, length), status=status, content_type=PDF, headers=headers)
    response.block_size = BLOCK
    return response


def _headers(document: Document, *, is_public: bool, inline: bool) -> dict[str, str]:
    how, name = "inline" if inline else "attachment", document.file_name
    return {
        "Content-Disposition": f"{how}; filename=\"{name}\"; filename*=UTF-8''{quote(name)}",
        "Content-Language": document.language,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
        "ETag": f'"{document.sha256}"',
        # Kept where it was read, and asked again each time: who may read it can change, the file cannot.
        "Cache-Control": "public, no-cache" if is_public else "private, no-cache",
    }


def _range(request: HttpRequest, size: int, etag: str) -> tuple[int, int]:
    """First and last byte that are asked. What is not one plain range, or of an older file, is answered whole."""
    whole = (0, size - 1)
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or not asked or request.headers.get("If-Range", etag) != etag:
        return whole
    first, last = asked.groups()
    if not first and not last:
        return whole
    if not first:
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last or size), size - 1)
        if last and int(last) < begin:
            return whole
    if begin >= size:
        raise OutsideTheFile
    return begin, end


def _opened(document: Document, first: int) -> File:
    """Every storage fails in its own words, some of them only at the first reading."""
    try:
        file = document.file.storage.open(document.file.name, "rb")
        if file.size == document.size:
            file.seek(first)
            return file
        file.close()
        reason = f"{file.size} bytes instead of {document.size}"
    except Exception as error:
        reason = type(error).__name__
    logger.error("the file of document %s cannot be sent: %s", document.number, reason)
    raise NotThere
