"""What an app says about its states: a table of transitions. `engine.py` runs it; nothing else changes a state."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Model

from les_portal.mail.kinds import MailKind

Guard = Callable[[Model], str]  # the sentence that says what is still missing, or ""
Effect = Callable[..., None]  # (obj, *, by, comment): what else is written, in the same transaction


class Tone(Enum):
    """How a button looks: the one to press next, one of several, or one that is thought about twice."""

    PRIMARY = "primary"
    PLAIN = ""
    GRAVE = "grave"


@dataclass(frozen=True)
class Notice:
    """A mail to each of `recipients(obj)` but the one who acted; its template is given `object` and `entry`."""

    template: str
    kind: MailKind
    recipients: Callable[[Model], Iterable]


@dataclass(frozen=True)
class Transition:
    name: str  # a plain verb: submit, return_for_changes
    label: str  # the button: a verb with its object
    done: str  # in the timeline, after a name: "published this listing"
    sources: tuple[str, ...]
    target: str
    permission: str  # asked as user.has_perm(permission, obj); "" for an automatic one
    consequence: str = ""  # said before it is done, where it is not plain
    needs_comment: bool = False
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    notify: tuple[Notice, ...] = ()
    tone: Tone = Tone.PLAIN
    awaited: str = ""  # what is waited for, in the inbox of whoever may do it: "Publish this listing, or archive it"
    is_automatic: bool = False  # done by the portal itself, when what it follows from was done; by nobody else
