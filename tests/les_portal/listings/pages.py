"""What a browser without JavaScript makes of a page on which a listing is edited."""

from bs4 import BeautifulSoup

from les_portal.listings.models import Revision


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def english(browser, path: str) -> BeautifulSoup:
    return read(browser.get(path.replace("/nl/", "/en/")))


def form_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """What a browser without JavaScript would send of the form on a page, but for its buttons."""
    found = {}
    for control in page.select("form.edit :is(input, textarea, select)"):
        kind = control.get("type", "")
        if kind in ("checkbox", "radio") and not control.has_attr("checked"):
            continue
        if control.name == "select":
            chosen = control.select_one("option[selected]")
            value = chosen["value"] if chosen else ""
        else:
            value = control.get_text().removeprefix("\n") if control.name == "textarea" else control.get("value", "")
        found.setdefault(control["name"], []).append(value)
    return found


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def revision_of(listing) -> Revision:
    return listing.revisions.open().get()
