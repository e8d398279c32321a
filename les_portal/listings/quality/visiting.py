"""Opens a website as a visitor would, and says what is wrong with it. The page itself is not read."""

import socket
import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Thread
from urllib.parse import urljoin

from django.conf import settings

from les_portal.listings.quality.addresses import Problem, Refused, Target, target_of

TIMEOUT = 10  # seconds, for all of it
TIMEOUT_EACH = 4  # for one connection: who answers HEAD with silence is asked with GET
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
ASKED_AGAIN = {Problem.GONE, Problem.FAULT, Problem.SILENT}  # where a website may only not know HEAD


def problem_of(url: str) -> str:
    """One of WebsiteCheck.Problem, or "" when it opens. Takes at most 10 seconds."""
    visit = Visit(url)
    visit.start()
    visit.join(TIMEOUT)
    if visit.is_alive():
        visit.leave()
        return Problem.SILENT
    return visit.problem


class Visit(Thread):
    """In a thread of its own, because neither looking up a name nor a header that comes by drops knows of an end."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self.url, self.problem = url, ""
        self.connection: Connection | None = None
        self.is_over = False

    def run(self) -> None:
        self.problem = self._ask("HEAD")
        if self.problem in ASKED_AGAIN and not self.is_over:
            self.problem = self._ask("GET")

    def leave(self) -> None:
        self.is_over = True
        if self.connection:
            self.connection.leave()

    def _ask(self, method: str) -> str:
        try:
            return self._follow(method)
        except Refused as refused:
            return refused.problem
        except socket.gaierror:
            return Problem.NO_SUCH_NAME
        except ssl.SSLError:
            return Problem.CERTIFICATE
        except (OSError, HTTPException, ValueError):
            return Problem.SILENT

    def _follow(self, method: str) -> str:
        url = self.url
        for _redirect in range(MOST_REDIRECTS + 1):
            status, location = self._open(method, target_of(url))
            if status not in REDIRECTS or not location:
                return _problem_in(status)
            url = urljoin(url, location)
        return Problem.LOOP

    def _open(self, method: str, target: Target) -> tuple[int, str]:
        self.connection = Connection(target)
        try:
            self.connection.request(method, target.path, headers=headers())
            response = self.connection.getresponse()
            return response.status, response.getheader("Location", "")
        finally:
            self.connection.close()


class Connection(HTTPConnection):
    """To the addresses that were looked at, and to no other."""

    def __init__(self, target: Target):
        super().__init__(target.host, target.port, timeout=TIMEOUT_EACH)
        self.default_port = 443 if target.scheme == "https" else 80
        self.target = target

    def connect(self) -> None:
        self.sock = self._first_that_answers()
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)

    def _first_that_answers(self) -> socket.socket:
        *others, last = self.target.addresses[:2]
        for address in others:
            try:
                return socket.create_connection((address, self.port), self.timeout)
            except OSError:
                continue
        return socket.create_connection((last, self.port), self.timeout)

    def leave(self) -> None:
        """From another thread: whoever waits for the next byte hears that there is none."""
        with suppress(OSError, AttributeError):  # it was not connected yet, or not any more
            self.sock.shutdown(socket.SHUT_RDWR)


def headers() -> dict[str, str]:
    return {
        "User-Agent": f"{settings.SITE_NAME} (looks whether websites of schools open; +{settings.SITE_URL})",
        "Accept": "text/html, */*;q=0.5",
        "Connection": "close",
    }


def _problem_in(status: int) -> str:
    """Who asks for a password, or finds us too curious, is there."""
    if status in GONE:
        return Problem.GONE
    return Problem.FAULT if 500 <= status < 600 else ""
