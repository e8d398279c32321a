"""What each subject puts on a school's workspace: one module per subject, with `panel(organisation, user)`.

It is given the organisation (its `school` is read already) and who looks at it, asks as few queries for 300 listings as
for one, and answers None when there is nothing to say. A door that somebody may not use, it does not offer them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

# In the order in which they stand: what is out of date, what is kept, and what is good to know.
SUBJECTS = ("revisions", "freshness", "corrections", "hints", "campuses", "open_days", "numbers", "bulk")


@dataclass(frozen=True)
class Panel:
    """A section of the workspace. Its template reads `panel` (so `panel.context.rows`) and `organisation`; it brings
    no heading and no section of its own, and holds no more than a handful of rows: all of it is behind `url`.

    `todo` is one sentence, when somebody should do something ("3 listings are to be confirmed"): it then stands in the
    list at the top of the page too, with `action` ("Confirm them") leading to `url`.
    """

    title: str
    template: str = ""  # listings/workspace/_<subject>.html; without one the panel is only its `todo`
    context: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    link: str = ""  # the words of the link to `url` under the section: "All campuses"
    todo: str = ""
    action: str = ""


def panels(organisation, user) -> Iterator[tuple[str, Panel]]:
    """Per subject that has something to say."""
    for subject in SUBJECTS:
        if panel := import_module(f"{__name__}.{subject}").panel(organisation, user):
            yield subject, panel
