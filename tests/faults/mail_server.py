"""Real mail servers that behave badly on request."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller

from tests.services.processes import free_port

REFUSALS = {  # what is said, and at which command
    "421": ("RCPT", "421 4.3.2 <finn@example.org>: try again later"),
    "450": ("RCPT", "450 4.2.0 <finn@example.org>: greylisted"),
    "550": ("RCPT", "550 5.1.1 <finn@example.org>: no such person"),
    "554": ("DATA", "554 5.7.1 We do not like what you write to finn@example.org"),
    "sender": ("MAIL", "550 5.7.1 We do not know you"),
}


class MailServer:
    """`mode` is what it does wrong; `taken` counts, by their Message-ID, the mails that it said 250 to."""

    def __init__(self, port: int) -> None:
        self.port, self.mode, self.taken = port, "", Counter()
        self.on_quit: Callable[[], None] | None = None

    def says(self, command: str) -> str | None:
        at, answer = REFUSALS.get(self.mode, ("", None))
        return answer if at == command else None

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        envelope.mail_from = address
        return self.says("MAIL") or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        envelope.rcpt_tos.append(address)
        return self.says("RCPT") or "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.mode == "drop after DATA":
            server.transport.abort()
            return "250 never sent"
        if self.mode == "silent after DATA":
            await asyncio.sleep(60)
        if answer := self.says("DATA"):
            return answer
        self.taken[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 Taken"

    async def handle_QUIT(self, server, session, envelope) -> str:
        if self.on_quit:
            self.on_quit()
        return "221 Bye"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer(free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop(no_assert=True)


@contextmanager
def speechless(greeting: bytes = b"") -> Iterator[int]:
    """Its port: it takes the connection, says the greeting if there is one, and then nothing for ever."""
    with socket.create_server(("127.0.0.1", free_port()), backlog=100) as listening:
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                kept.append(connection)
                connection.sendall(greeting)

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for connection in kept:
                connection.close()
