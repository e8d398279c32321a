"""What the making of a PDF may open: our own static files, and nothing else in the world."""

import logging

import pytest

from les_portal.pdf.fetching import OURS, NotOurs, OurFilesOnly, our_file
from les_portal.pdf.rendering import typeset
from tests.les_portal.opened import Opened


@pytest.mark.parametrize("name", ["css/print.css", "fonts/NotoSans-Regular.woff2", "img/mark.svg", "css/print.css?v=1"])
def test_our_own_files_are_opened(name):
    fetcher = OurFilesOnly()
    assert fetcher.fetch(OURS + name).read()
    assert fetcher.opened == [OURS + name]


@pytest.fixture
def outside(tmp_path, settings):
    """A static folder of its own, with ways out of it."""
    root = tmp_path / "static"
    for folder in ("css", "fonts", "img", "js"):
        (root / folder).mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "js/les.js").write_text("js")
    (root / "img/link.svg").symlink_to(tmp_path / "secret.txt")
    (root / "img/away").symlink_to(tmp_path)
    settings.STATICFILES_DIRS = [root]
    return tmp_path


WAYS_OUT = """https://static.invalid/img/link.svg https://static.invalid/img/away/secret.txt
https://static.invalid/img/../../secret.txt https://static.invalid/img/%2e%2e/%2e%2e/secret.txt
https://static.invalid//etc/passwd https://static.invalid/img/%00 https://static.invalid/js/les.js
https://static.invalid/img https://static.invalid/ https://static.invalid/img/none.svg
https://static.invalid:80/img/mark.svg https://static.invalid@example.org/img/mark.svg
https://static.invalid.example.org/img/mark.svg http://static.invalid/img/mark.svg HTTPS://static.invalid/img/mark.svg
file:///etc/passwd file:/etc/passwd FILE:///etc/passwd /etc/passwd http://127.0.0.1:1/ http://[::1]/ ftp://127.0.0.1/
data:text/plain,hello data:image/svg+xml,<svg/> gopher://x/ jar:file:///x blob:x about:blank""".split()


@pytest.mark.parametrize("url", WAYS_OUT)
@pytest.mark.parametrize("door", ["fetch", "__call__", "open"])
def test_nothing_else_is(outside, url, door):
    fetcher = OurFilesOnly()
    with pytest.raises(NotOurs):
        getattr(fetcher, door)(url)
    assert fetcher.opened == []
    assert fetcher.refused == [url]


def test_long_name_is_no_file(settings):
    with pytest.raises(NotOurs):
        our_file(OURS + "img/" + "x" * 5000)


WANTS = """<img src="file:///etc/passwd" alt="a"><link rel="attachment" href="file:///etc/passwd">
<link rel="stylesheet" href="http://127.0.0.1:1/x.css"><style>@import "file:///etc/passwd"; @font-face { font-family: x;
src: url(file:///etc/passwd) } p { background: url(http://127.0.0.1:1/), url(data:image/png;base64,x); font-family: x }
</style><object data="file:///etc/passwd"></object><embed src="http://127.0.0.1:1/x"><p>text</p>
<a rel="attachment" href="file:///etc/passwd">attached</a><svg xmlns="http://www.w3.org/2000/svg"
xmlns:xlink="http://www.w3.org/1999/xlink"><title>t</title><use href="file:///etc/passwd#a"/>
<image xlink:href="http://127.0.0.1:1/x.png" width="9" height="9"/></svg>"""


def test_document_that_wants_more_is_made_without_it_and_the_log_says_so(caplog):
    """A negative control for the payloads: this is what would happen if text were not printed literally."""
    with caplog.at_level(logging.WARNING, logger="les_portal.pdf.rendering"):
        opened = Opened(typeset(f"<html lang='en'><head><title>t</title></head><body>{WANTS}</body></html>"))
    assert "asked for" in caplog.text
    assert opened.hidden() == set()
    assert "root:" not in opened.text
    assert b"root:" not in opened.bytes
