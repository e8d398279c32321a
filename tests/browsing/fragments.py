"""An htmx answer must be the same part that a full page would show: one truth, two ways to get it."""

from bs4 import BeautifulSoup


def part(html: str, selector: str) -> str:
    """The element as text to compare: indented alike, without what is new in every answer."""
    element = BeautifulSoup(html, "html.parser").select_one(selector)
    assert element is not None, f"No {selector} in:\n{html[:500]}"
    for token in element.select("input[name=csrfmiddlewaretoken]"):
        token["value"] = ""
    return element.prettify()


def fragment_equals_page(client, url: str, selector: str) -> None:
    """`selector` names the element that htmx swaps, `#results`: target and content of the fragment."""
    page = client.get(url)
    fragment = client.get(url, headers={"HX-Request": "true", "HX-Target": selector.lstrip("#")})
    assert page.status_code == fragment.status_code == 200
    body = fragment.content.decode()
    assert "<html" not in body, "htmx was sent a whole page"
    assert "HX-Request" in fragment.headers.get("Vary", ""), "a cache could mix up page and fragment"
    assert part(body, selector) == part(page.content.decode(), selector)
