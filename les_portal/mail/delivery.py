"""Handing one mail to the mail server, and what its answer means."""

import re
import smtplib
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.encoding import punycode
from django.utils.translation import override

from les_portal.mail.kinds import kinds
from les_portal.mail.models import Mail
from les_portal.mail.stopping import stop_url

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
Problem = Mail.Problem


class Refused(Exception):
    """For good: this mail will never be taken."""

    def __init__(self, problem: Problem, answer: str):
        super().__init__(answer)
        self.problem, self.answer = problem, answer


class NotTaken(Exception):
    """For now. Says the number of the server's answer, never its words: they hold addresses."""


def deliver(mail: Mail) -> None:
    """Returns once the server has taken it. Raises Refused, NotTaken or, where nobody answered, OSError."""
    if settings.MAILBOX:
        return  # the mailbox page is where it arrives
    if settings.EMAIL_BACKEND == NOWHERE:
        raise NotTaken("No mail server is set: EMAIL_URL is empty.")
    try:
        message_of(mail).send()
    except UnicodeError:
        # A domain that no name server could know: a part of it is too long. The error's own words would be an address.
        raise Refused(Problem.UNKNOWN, "") from None
    except smtplib.SMTPRecipientsRefused as error:
        [(code, words)] = error.recipients.values()
        raise answered(code, words, is_final=code >= 500) from None
    except smtplib.SMTPResponseException as error:
        is_final = error.smtp_code >= 500 and isinstance(error, smtplib.SMTPDataError)
        # Any other "never" is about us (our name, our password): somebody puts that right, and it is tried again.
        raise answered(error.smtp_code, error.smtp_error, is_final=is_final) from None


def answered(code: int, words: bytes | str, *, is_final: bool) -> Refused | NotTaken:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    status = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", text)
    answer = f"{code} {status[0]}" if status else str(code)
    return Refused(problem_of(status[0] if status else ""), answer) if is_final else NotTaken(answer)


def problem_of(status: str) -> Problem:
    """What an enhanced status code (RFC 3463) says to somebody who has never heard of one."""
    if re.match(r"\d\.1\.(?:1|2|3|6|10)$", status):
        return Problem.UNKNOWN
    return Problem.FULL if re.match(r"\d\.2\.\d+$", status) else Problem.REFUSED


def message_of(mail: Mail) -> EmailMultiAlternatives:
    local, _, domain = mail.to_email.rpartition("@")
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[formataddr((mail.to_name, f"{local}@{punycode(domain)}"))],
        headers=headers_of(mail),
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def headers_of(mail: Mail) -> dict[str, str]:
    headers = {
        "Message-ID": mail.message_id,
        "Content-Language": mail.language,
        "Auto-Submitted": "auto-generated",  # nobody's holiday notice comes back to it
    }
    kind = kinds().get(mail.kind)
    if kind and kind.optional and mail.recipient:
        with override(mail.language):
            headers["List-Unsubscribe"] = f"<{stop_url(mail.recipient, kind)}>"
        if settings.BEHIND_TLS:  # RFC 8058 asks for https
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
