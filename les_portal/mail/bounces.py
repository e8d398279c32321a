"""Reading what mail servers send back (RFC 3464): which of our mails did not arrive, and nothing else.

Anybody can write such a report. So it is believed only where it names a mail by its Message-ID, which nobody can guess,
and of all it says only the number of the reason is kept.
"""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from mailbox import mbox
from pathlib import Path
from typing import NamedTuple

from les_portal.mail.delivery import problem_of
from les_portal.mail.models import Mail

LARGEST = 10 * 1024 * 1024
MESSAGE_ID = re.compile(r"<[^<>\s]{1,110}>")
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


class Bounce(NamedTuple):
    message_id: str
    problem: Mail.Problem
    answer: str


def bounces_in(path: Path) -> Iterator[Bounce | None]:
    """One for every message in the file, which is one message or an mbox; None for what is no report of a failure."""
    with path.open("rb") as file:
        data = file.read(LARGEST)
    if not data.startswith(b"From "):
        yield bounce_in(data)
        return
    box = mbox(path, create=False)
    for key in box.iterkeys():
        yield bounce_in(box.get_bytes(key)[:LARGEST])
    box.close()


def bounce_in(data: bytes) -> Bounce | None:
    try:
        # The older policy: it never looks into a header, so there is nothing in one that it stumbles over.
        report = BytesParser(policy=compat32).parsebytes(data)
    except RecursionError:
        return None  # parts inside parts inside parts: no mail server writes that
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return None
    status, message_id = _status_of(report), _message_id_of(report)
    return Bounce(message_id, problem_of(status), status) if status and message_id else None


def _status_of(report: Message) -> str:
    """The reason why the recipient will not get it; empty when they may, or already did."""
    for part in report.get_payload():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for fields in part.get_payload():
                if str(fields.get("Action", "")).strip().lower() == "failed":
                    found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", str(fields.get("Status", "")))
                    return found[1] if found else "5.0.0"
    return ""


def _message_id_of(report: Message) -> str:
    """Of the mail that came back, or of its head: whichever the server put in."""
    for part in report.get_payload():
        if part.get_content_type() in RETURNED:
            returned = part.get_payload(0) if part.is_multipart() else _headers_in(part)
            if found := MESSAGE_ID.search(str(returned.get("Message-ID", ""))):
                return found[0]
    return ""


def _headers_in(part: Message) -> Message:
    return BytesParser(policy=compat32).parsebytes(part.get_payload(decode=True) or b"", headersonly=True)
