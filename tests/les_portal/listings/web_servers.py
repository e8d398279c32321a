"""Small web servers on this machine, as wrong as a test wants them."""

import datetime
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Answers = dict[str, int | tuple[int, str]]  # path -> status, or status and Location; "HEAD /path" for that alone


class Server:
    """`asked` holds what came in: (method, path, headers)."""

    def __init__(self, answers: Answers, scheme: str = "http"):
        self.answers, self.scheme, self.asked = answers, scheme, []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.http.server_port}"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.place}{path}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                server.asked.append((self.command, self.path, dict(self.headers)))
                found = server.answers.get(f"{self.command} {self.path}", server.answers.get(self.path, 404))
                status, location = found if isinstance(found, tuple) else (found, "")
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_HEAD = answer

            def log_message(self, *args) -> None:
                pass

        return Handler


@contextmanager
def serving(answers: Answers, settings, *, certificate=None) -> Iterator[Server]:
    """A server that the portal may look at although it stands on this machine."""
    server = Server(answers, "https" if certificate else "http")
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    thread = Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.WEBSITES_ALSO_AT = {*settings.WEBSITES_ALSO_AT, server.place}
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()


@contextmanager
def talking(speak: Callable[[socket.socket, Event], None], settings) -> Iterator[str]:
    """The address of a server that says by itself what `speak` makes it say, until it is over."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"127.0.0.1:{listening.getsockname()[1]}"
        settings.WEBSITES_ALSO_AT = {*settings.WEBSITES_ALSO_AT, place}
        thread = Thread(target=_speak, args=(listening, speak, over))
        thread.start()
        try:
            yield f"http://{place}/"
        finally:
            over.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _speak(listening: socket.socket, speak, over: Event) -> None:
    while not over.is_set():
        try:
            connection, _address = listening.accept()
        except OSError:
            return
        with connection:
            speak(connection, over)


def own_certificate(folder) -> str:
    """For this machine, signed by nobody that anybody knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "own.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return str(path)
