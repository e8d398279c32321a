"""What both halves of the tests of a school's open days begin with."""

import datetime

from bs4 import BeautifulSoup

from les_portal.listings.wall_clock import today

IN_A_MONTH = today() + datetime.timedelta(days=30)


def typed(**changes) -> dict:
    fields = {"kind": "open_day", "date": IN_A_MONTH.isoformat(), "begin": "10:00", "end": "16:00", "whose": "school"}
    return fields | changes


def errors_in(answer) -> dict[str, str]:
    """By the label of their field, as somebody reads them."""
    page = BeautifulSoup(answer.content, "html.parser")
    found = {}
    for field in page.select(".field:has(.error)"):
        label = field.select_one("label, legend").get_text(" ", strip=True).split(" (")[0]
        found[label] = " ".join(error.get_text() for error in field.select(".error"))
    return found


def said_in(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").select_one("[role=status]").get_text(" ", strip=True)
