"""Who is counted: a person with a browser who did not ask to be left alone."""

import re

from django.http import HttpRequest

ROBOT = re.compile(r"bot\b|crawl|spider|slurp|archiver|monitor|lighthouse|curl|wget|python|java/|^$", re.IGNORECASE)


def may_be_counted(request: HttpRequest) -> bool:
    wants_none = "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))
    return not wants_none and not ROBOT.search(request.headers.get("User-Agent", ""))


def is_from_here(request: HttpRequest) -> bool:
    """Whatever the browser says of where it comes from must be us; and it must say something."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and (origin is None or origin.partition("://")[2] == request.get_host())
