"""The map and the lists on a page of somebody else: another origin, a real browser."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.e2e.measures import TOO_WIDE

MAP_DATA = ("/points.json", "/map/region")
MOST_BYTES = 60_000  # of the map in the frame, without its data
PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Een partner</title>
<link rel="icon" href="data:,"><h1>Een partner</h1>%s</html>"""


class PartnersPage(BaseHTTPRequestHandler):
    """Holds the line that was copied, as it is given in its address."""

    def do_GET(self) -> None:
        body = (PAGE % parse_qs(urlsplit(self.path).query)["line"][0]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments) -> None:
        pass


@pytest.fixture(scope="module")
def partner() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), PartnersPage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Elsewhere:
    """A visitor of the partner's page, with what their browser complained of and asked for."""

    def __init__(self, context, partner: str) -> None:
        self.context, self.partner = context, partner
        self.errors, self.responses = [], []
        context.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("response", lambda response: self.responses.append(response))
        self.page: Page = context.new_page()

    def open(self, line: str) -> Frame:
        self.page.goto(f"{self.partner}?line={quote(line)}")
        frame = self.page.locator("iframe").element_handle().content_frame()
        frame.wait_for_load_state("load")
        return frame


@pytest.fixture
def elsewhere(browser, partner) -> Iterator[Elsewhere]:
    context = browser.new_context(viewport={"width": 900, "height": 700}, reduced_motion="reduce")
    yield Elsewhere(context, partner)
    context.close()


def frame(address: str, path: str, width: str = "100%") -> str:
    return f'<iframe src="{address}{path}" title="t" style="border:0;width:{width};height:30rem"></iframe>'


def test_the_line_that_is_copied_shows_the_map_on_another_site(page, address, elsewhere):
    page.goto("/nl/for-your-website/?school=tectura")
    inside = elsewhere.open(page.locator("textarea").input_value())
    expect(inside.locator(".map-marker")).to_have_count(2)
    inside.locator(".map-marker").first.click()
    link = inside.locator(".embed-place h2 a")
    expect(link).to_be_visible()
    with elsewhere.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("h1")).to_be_visible()
    assert urlsplit(opened.value.url).path.startswith("/nl/schools/tectura/")
    assert opened.value.evaluate("window.opener") is None
    assert elsewhere.errors == []
    assert elsewhere.context.cookies() == []


def test_nothing_comes_from_anywhere_else_and_it_is_small(address, elsewhere):
    inside = elsewhere.open(frame(address, "/fr/embed/map/?country=nl"))
    expect(inside.locator(".map-marker").first).to_be_visible()
    asked = [response for response in elsewhere.responses if not response.url.startswith((elsewhere.partner, "data:"))]
    assert {urlsplit(response.url).netloc for response in asked} == {urlsplit(address).netloc}
    assert not any("set-cookie" in response.all_headers() for response in asked)
    weighed = [response for response in asked if not any(data in response.url for data in MAP_DATA)]
    assert sum(response.request.sizes()["responseBodySize"] for response in weighed) < MOST_BYTES
    assert elsewhere.errors == []


@pytest.mark.parametrize(
    "path", ["/nl/embed/map/", "/nl/embed/list/?country=be", "/nl/embed/list/?show=schools&q=Gent"]
)
@pytest.mark.parametrize("width", ["280px", "100%"])
def test_it_fits_from_280_pixels_and_breaks_no_rule(address, elsewhere, axe, path, width):
    inside = elsewhere.open(frame(address, path, width))
    expect(inside.locator("h1")).to_have_count(1)
    assert inside.evaluate(TOO_WIDE) == []
    elsewhere.page.goto(f"{address}{path}")
    axe(elsewhere.page)


def test_it_is_walked_with_the_keyboard(address, elsewhere):
    inside = elsewhere.open(frame(address, "/en/embed/map/?school=tectura"))
    expect(inside.locator(".map-marker").first).to_be_visible()
    inside.locator(".map-marker").first.focus()
    elsewhere.page.keyboard.press("Enter")
    panel = inside.locator(".embed-place")
    expect(panel).to_be_focused()
    elsewhere.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(inside.locator(".map-marker").first).to_be_focused()


def test_the_portal_itself_is_shown_in_no_frame(address, elsewhere):
    elsewhere.page.goto(f"{elsewhere.partner}?line={frame(address, '/nl/map/')}")
    expect(elsewhere.page.locator("iframe")).to_be_visible()
    assert any("frame-ancestors" in error or "X-Frame-Options" in error for error in elsewhere.errors)


def test_the_line_can_be_copied_with_a_button(page, visitor, address):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto("/nl/for-your-website/?what=programmes&country=nl")
    page.locator("[data-copy]").click()
    expect(page.locator("#copy ~ .row [role=status]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("textarea").input_value()
