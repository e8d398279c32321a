"""What changed since a description was authorised, as it is kept (plain data) and as it reads (in any language)."""

import re
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# By the kind of fact and what happened to it. `name` is what it is about, `before` and `after` its values in words.
SENTENCES = {
    ("title", "changed"): gettext_lazy("The diploma “%(before)s” is now called “%(after)s”."),
    ("level", "changed"): gettext_lazy("The level of “%(name)s” was %(before)s and is now %(after)s."),
    ("valid_to", "changed"): gettext_lazy(
        "The last day of the diploma “%(name)s” was %(before)s and is now %(after)s."
    ),
    ("successor", "changed"): gettext_lazy("The diploma “%(name)s” is followed by another one in the register."),
    ("competence", "added"): gettext_lazy("A competence was added: “%(name)s”."),
    ("competence", "gone"): gettext_lazy("A competence is no longer in the register: “%(name)s”."),
    ("competence_title", "changed"): gettext_lazy("The competence “%(before)s” now reads “%(after)s”."),
    ("competence_code", "changed"): gettext_lazy("The code of the competence “%(name)s” was %(before)s, is %(after)s."),
    ("competence_type", "changed"): gettext_lazy("The competence “%(name)s” is now of another type."),
    ("competence_weight", "changed"): gettext_lazy(
        "The competence “%(name)s” weighed %(before)s and now weighs %(after)s."
    ),
    ("competence_elements", "changed"): gettext_lazy("The knowledge and skills of “%(name)s” changed."),
    ("competence_esco", "changed"): gettext_lazy("A link of “%(name)s” to ESCO was taken away."),
    ("protection", "added"): gettext_lazy("There is a new rule about a protected profession. Whom to ask: %(name)s."),
    ("protection", "gone"): gettext_lazy("A rule about a protected profession ended. Whom to ask was: %(name)s."),
    ("protection_content", "changed"): gettext_lazy(
        "A rule about a protected profession changed. Whom to ask: %(name)s."
    ),
    ("signpost", "added"): gettext_lazy("There is somebody else to ask for recognition: %(name)s."),
    ("signpost", "gone"): gettext_lazy("This is no longer the place to ask for recognition: %(name)s."),
    ("signpost_content", "changed"): gettext_lazy("What to know before one asks for recognition changed: %(name)s."),
    ("occupation", "added"): gettext_lazy("The occupation “%(name)s”, which this diploma leads to, is regulated."),
    ("occupation", "gone"): gettext_lazy(
        "The occupation “%(name)s”, which this diploma leads to, is not regulated now."
    ),
    ("occupation_regulated", "changed"): gettext_lazy("What the law says about the occupation “%(name)s” changed."),
}


def sentence(concern: dict) -> str:
    """One that a later version of the portal wrote is still told of, if in general."""
    words = SENTENCES.get((concern["what"], concern["event"]))
    if words is None:
        return _("Something that this description is about has changed.")
    return words % {
        "name": in_words(concern["name"]),
        "before": in_words(concern["before"]),
        "after": in_words(concern["after"]),
    }


def in_words(value: Any) -> str:
    """Of a text in languages, a level, a day, a number or nothing."""
    if isinstance(value, dict) and "original" in value:
        return value.get(get_language()) or value[value["original"]]
    if isinstance(value, dict):
        return f"{value['framework']} {value['code']} (EQF {value['eqf']})"
    if value in (None, ""):
        return _("not given")
    return date_format(date.fromisoformat(value), "j F Y") if DAY.fullmatch(str(value)) else str(value)
