"""Every address that the portal answers, read from its URL configuration."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.urls import URLResolver, get_resolver

SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}


class Address(NamedTuple):
    name: str  # as in {% url %}; the path itself where it has none
    path: str  # with a made-up value for each of its variables
    view: Callable

    @property
    def is_public(self) -> bool:
        """Open to who has not signed in: LoginRequiredMiddleware lets it through."""
        return not getattr(self.view, "login_required", True)


def sample(pattern) -> str:
    """`schools/<slug:slug>/` -> `schools/x/`, `^schools/(?P<pk>[^/.]+)/$` -> `schools/x/`."""
    text = str(pattern)
    text = re.sub(
        r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1], "x"), re.sub(r"\(\?P<\w+>[^)]*\)", "x", text)
    )
    return text.replace("^", "").replace("$", "").replace("\\.", ".").replace("\\Z", "").replace("/?", "/")


def addresses(resolver: URLResolver | None = None, path: str = "/", namespace: str = "") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        below = path + sample(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, below, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield Address(f"{namespace}{entry.name}" if entry.name else below, below, entry.callback)
