"""What mail is about, so that a person can say which of it they want, and when. Declared in `notifications.py`."""

from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class MailKind:
    code: str
    label: str
    why: str  # in the foot: "You get this because you keep the listings of this school."
    optional: bool = True  # False where somebody could miss a deadline, a decision or their own account
    secret: bool = False  # holds a link that opens something: its text is forgotten once it was sent
    urgent: bool = False  # cannot wait for the daily summary; what is secret never does


_kinds: dict[str, MailKind] = {}


def mail_kind(
    code: str, label: str, why: str, *, optional: bool = True, secret: bool = False, urgent: bool = False
) -> MailKind:
    _kinds[code] = MailKind(code, label, why, optional, secret, urgent)
    return _kinds[code]


def kinds() -> dict[str, MailKind]:
    autodiscover_modules("notifications")
    return dict(_kinds)
