import time
from typing import ClassVar
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

PATIENCE = 30  # seconds, on a machine that is busy with other things


class Visitor:
    """One person's browser, which notes what it must never meet: errors, blocked content, foreign hosts."""

    PASSWORD = "scheldemond-demo"
    # Whoever signed in with a code, which opens the portal once: the next test goes on in the same session.
    sessions: ClassVar[dict] = {}

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.host = urlsplit(address).netloc
        self.complaints: list[str] = []
        context.on("request", self._note_request)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        self.page: Page = context.new_page()

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.complaints.append(f"request to a foreign host: {request.url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        """Violations of the Content-Security-Policy and missing files are errors on the console."""
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def expects(self, text: str) -> None:
        """Take back complaints that belong to what the test does: `expects("404")` on a missing page.

        The browser may say so a little later than it shows the page.
        """
        latest = time.monotonic() + PATIENCE
        while not any(text in complaint for complaint in self.complaints):
            assert time.monotonic() < latest, f"“{text}” was expected and did not happen"
            self.page.wait_for_timeout(20)
        self.complaints = [complaint for complaint in self.complaints if text not in complaint]

    def sign_in(self, name: str, language: str = "nl") -> None:
        """As one of the demo's people: `sign_in("anna")`."""
        if kept := self.sessions.get((self.host, name)):
            self.context.add_cookies(kept)
            self.page.goto(f"/{language}/desk/")
            return
        self.page.goto(f"/{language}/account/login/")
        self.page.locator("input[name=login]").fill(f"{name}@example.org")
        self.page.locator("input[name=password]").fill(self.PASSWORD)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        if "/2fa/" in self.page.url:
            self._type_code(name)
            self.sessions[self.host, name] = self.context.cookies()

    def _type_code(self, name: str) -> None:
        codes = BeautifulSoup(self.page.request.get("/dev/codes/").text(), "html.parser")
        row = next(row for row in codes.select("main tbody tr") if f"{name}@" in row.get_text())
        self.page.locator("input[name=code]").fill(row.td.get_text())
        self.page.locator("input[name=code]").press("Enter")
        self.page.wait_for_url(lambda url: "/2fa/" not in url)
