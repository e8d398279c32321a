"""Writing a mail: in the transaction of what it tells, in the language of who gets it. A job delivers it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial

from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import override

from les_portal.accounts.models import User
from les_portal.jobs.models import Job
from les_portal.jobs.queue import enqueue
from les_portal.mail.frequency import Frequency, allowed, frequency_of, next_summary
from les_portal.mail.kinds import MailKind
from les_portal.mail.models import Mail
from les_portal.mail.rendering import render

_gathers: ContextVar[bool] = ContextVar("gathers", default=False)


@contextmanager
def gathered(*, many: bool = True) -> Iterator[None]:
    """Who is told of many things at once finds them in their next daily summary, and not three hundred mails."""
    token = _gathers.set(many)
    try:
        yield
    finally:
        _gathers.reset(token)


@dataclass(frozen=True)
class Address:
    """Somebody who has no account yet."""

    email: str
    language: str
    name: str = ""


def send(
    template: str,
    *,
    to: User | Address,
    kind: MailKind,
    context: dict,
    sender: User | None = None,
    about: Model | None = None,
) -> Mail | None:
    """Write the mail `templates/mail/<template>.{subject.txt,txt,html}` and ask for its delivery.

    `sender` is who caused it and sees whether it arrived; `about` is what it tells of. None when the person wants no
    such mail, or cannot be written to. Raises RuntimeError outside a transaction, as asking for any job does.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A mail is written in the transaction of what it tells.")
    user = to if isinstance(to, User) else None
    frequency = frequency_of(user, kind) if user else Frequency.AT_ONCE
    if not to.email or (user and not user.is_active) or frequency == Frequency.NEVER:
        return None
    can_wait = user is not None and Frequency.DAILY in allowed(kind)
    is_kept = frequency == Frequency.DAILY or (can_wait and _gathers.get())
    with override(to.language):
        rendered = render(template, to=to, kind=kind, context=context, is_part=is_kept)
    mail = Mail.objects.create(
        recipient=user,
        to_email=to.email,
        to_name=" ".join(to.name.split()),
        language=to.language,
        kind=kind.code,
        template=template,
        state=Mail.State.HELD if is_kept else Mail.State.WAITING,
        sender=sender,
        about=about,
        **rendered._asdict(),
    )
    _ask_for_delivery(mail)
    return mail


def _ask_for_delivery(mail: Mail) -> None:
    if mail.state == Mail.State.WAITING:
        enqueue("mail.deliver", {"mail": mail.pk}, key=f"mail:{mail.pk}")
        return
    due = next_summary(timezone.now())
    key = f"summary:{mail.recipient_id}:{due.date().isoformat()}"
    ask = partial(enqueue, "mail.summary", {"user": mail.recipient_id}, due_at=due)
    if ask(key=key).state != Job.State.WAITING:
        ask(key=f"{key}:{mail.pk}")  # somebody had that one done before its hour: this mail is not in it
