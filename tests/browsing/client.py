"""Django's test client, grown strict: a page with something that the portal never sends fails the test."""

import re

from bs4 import BeautifulSoup
from django.test import Client

# Data, which a browser does not run: schema.org descriptions, for one.
DATA_BLOCKS = {"application/ld+json", "application/json"}
UNRENDERED = re.compile(r"\{\{|\{%|\{#")


def faults(html: str) -> list[str]:
    """What in a page the Content-Security-Policy would stop, and template code that was not rendered."""
    found = [f"unrendered template code: {html[match.start() :][:60]!r}" for match in UNRENDERED.finditer(html)]
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        attributes = element.attrs
        if element.name == "script" and "src" not in attributes and attributes.get("type") not in DATA_BLOCKS:
            found.append(f"inline script: {str(element)[:80]}")
        if element.name == "style" or "style" in attributes:
            found.append(f"inline style: {str(element)[:80]}")
        handlers = [name for name in attributes if name.startswith(("on", "hx-on"))]
        found += [f"inline handler {name}: {str(element)[:80]}" for name in handlers]
        if str(attributes.get("href", "")).strip().lower().startswith("javascript:"):
            found.append(f"script in a link: {str(element)[:80]}")
    return found


class StrictClient(Client):
    def request(self, **request):
        response = super().request(**request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        is_djangos = request["PATH_INFO"].split("/")[2:3] == ["admin"]
        if is_page and not is_djangos and "Content-Encoding" not in response.headers:
            assert faults(response.content.decode()) == [], f"on {request['PATH_INFO']}"
        return response
