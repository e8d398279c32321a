"""A mail's three templates, in the language that is active."""

import re
from typing import NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from les_portal.accounts.models import User
from les_portal.mail.kinds import MailKind
from les_portal.mail.models import Mail
from les_portal.mail.stopping import stop_url

LONGEST_SUBJECT = Mail._meta.get_field("subject").max_length


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def render(template: str, *, to, kind: MailKind, context: dict, is_part: bool = False) -> Rendered:
    """`template` is `<app>/<name>`; a part, of a summary, has no greeting and no foot of its own."""
    app, name = template.split("/")
    context = {**context, **foot(to, kind), "to": to, "kind": kind, "is_part": is_part}
    # A subject is one line: what people typed in a name must not begin a new header.
    subject = " ".join(_plain(f"mail/{app}/{name}.subject.txt", context).split())[:LONGEST_SUBJECT]
    context["subject"] = subject
    text = _plain(f"mail/{app}/{name}.txt", context)
    return Rendered(subject, _tidy(text), render_to_string(f"mail/{app}/{name}.html", context))


def foot(to, kind: MailKind) -> dict:
    """Whoever has no account can choose nothing."""
    has_account = isinstance(to, User)
    return {
        "SITE_URL": settings.SITE_URL,
        "SITE_NAME": settings.SITE_NAME,
        "choices_url": settings.SITE_URL + reverse("mail:choices") if has_account else "",
        "stop_url": stop_url(to, kind) if has_account and kind.optional else "",
    }


def _plain(template: str, context: dict) -> str:
    """Nobody reads `O&#x27;Brien` in plain text."""
    return get_template(template).template.render(Context(context, autoescape=False))


def _tidy(text: str) -> str:
    """One empty line is enough, whatever the template's tags left behind; `-- ` keeps its blank."""
    lines = (line if line == "-- " else line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
