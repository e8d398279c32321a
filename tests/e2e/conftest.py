"""A real browser on the portal as `make run` starts it, with the demo data.

`page` opens at 1440 pixels, in Dutch, in light colours. A test that also names `language`, `size` or `scheme` runs once
for each of them. Whatever the browser complained about, and every request to a foreign host, fails the test.
"""

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.visitor import PATIENCE, Visitor
from tests.services.portal import ROOT, manage, portal

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "wide": (1440, 900)}
LAUNCH = [
    "--no-sandbox",  # tests run as root in CI, where Chromium has no sandbox to make
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory) -> Path:
    """Made by the first process of the run; the others copy it."""
    own = tmp_path_factory.mktemp("portal") / "portal.sqlite3"
    shared = tmp_path_factory.getbasetemp().parent / f"demo-{tmp_path_factory.getbasetemp().parent.name}.sqlite3"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (ROOT / "var/static/staticfiles.json").exists():
            manage("collectstatic", "--noinput", database=own)
        manage("migrate", "--noinput", database=own)
        manage("demo", database=own)
    return own


@pytest.fixture(scope="session")
def address(demo_database) -> Iterator[str]:
    with portal(demo_database) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture(params=["nl", "fr", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture(params=SIZES)
def size(request) -> str:
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request) -> str:
    return request.param


@pytest.fixture
def visitor(request, browser, address) -> Iterator[Visitor]:
    asked = {
        name: request.getfixturevalue(name) for name in ("language", "size", "scheme") if name in request.fixturenames
    }
    width, height = SIZES[asked.get("size", "wide")]
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        has_touch=width < 800,
        color_scheme=asked.get("scheme", "light"),
        reduced_motion="reduce",
        locale=asked.get("language", "nl"),
    )
    visitor = Visitor(context, address)
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture
def page(visitor) -> Page:
    return visitor.page


@pytest.fixture
def axe():
    """`axe(page)`: no rule of WCAG 2.2 A and AA, nor a best practice, is broken on the page as it is now."""

    def check(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        broken = [
            f"{rule['id']}: {rule['help']}\n    " + "\n    ".join(node["html"][:160] for node in rule["nodes"][:5])
            for rule in found.response["violations"]
        ]
        assert broken == [], f"{page.url}\n" + "\n".join(broken)

    return check
