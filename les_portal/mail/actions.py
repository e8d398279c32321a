"""Every other write to a mail: each a conditional update first, because the worker, the bounce and the person race."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from les_portal.accounts.models import User
from les_portal.mail.frequency import Frequency, allowed
from les_portal.mail.kinds import MailKind, kinds
from les_portal.mail.models import Mail, MailChoice
from les_portal.mail.notifications import SUMMARY
from les_portal.mail.sending import send

State = Mail.State


def sent(pk: int) -> None:
    """One that an administrator had tried again after it failed arrives after all, with what is in it."""
    mails = Mail.objects.with_parts(pk).filter(state__in=[State.WAITING, State.FAILED])
    mails.update(state=State.SENT, sent_at=timezone.now(), problem="", answer="")
    _forget_secret(pk)


def failed(pk: int, problem: Mail.Problem, answer: str = "") -> None:
    mails = Mail.objects.with_parts(pk).filter(state__in=[State.WAITING, State.SENT, State.FAILED])
    mails.update(state=State.FAILED, problem=problem, answer=answer)
    _forget_secret(pk)


def bounced(message_id: str, *, problem: Mail.Problem, answer: str) -> bool:
    """Whether it is a mail of ours that was on its way or thought to have arrived."""
    with transaction.atomic():
        mails = Mail.objects.filter(message_id=message_id, state__in=[State.WAITING, State.SENT])
        fields = {"state": State.BOUNCED, "problem": problem, "answer": answer}
        if not mails.update(**fields):
            return False
        pk = Mail.objects.get(message_id=message_id).pk
        Mail.objects.with_parts(pk).filter(state=State.SENT).update(**fields)
        _forget_secret(pk)
    return True


def send_summary(user: User, parts: list[Mail]) -> None:
    """In the transaction that calls its job done."""
    kept = Mail.objects.filter(pk__in=[part.pk for part in parts], state=State.HELD)
    summary = send("mail/summary", to=user, kind=SUMMARY, context={"parts": parts})
    if summary:
        kept.update(state=State.SENT, sent_at=timezone.now(), summary=summary)
    else:
        kept.update(state=State.FAILED, problem=Mail.Problem.LEFT)


def choose(*, by: User, chosen: dict[str, str]) -> None:
    """`chosen` says per code of a kind when `by` wants it; what a kind does not allow is left out."""
    with transaction.atomic():
        for code, frequency in chosen.items():
            kind = kinds().get(code)
            if kind and frequency in allowed(kind):
                _choose(by, kind, frequency)


def _choose(user: User, kind: MailKind, frequency: str) -> None:
    if frequency == Frequency.AT_ONCE:
        MailChoice.objects.filter(user=user, kind=kind.code).delete()
    else:
        # One statement: of two at the same moment neither fails, and the later one holds.
        choice = MailChoice(user=user, kind=kind.code, frequency=frequency)
        MailChoice.objects.bulk_create(
            [choice], update_conflicts=True, unique_fields=["user", "kind"], update_fields=["frequency"]
        )


def _forget_secret(pk: int) -> None:
    """A link that opens something stands nowhere once it was sent; in the demo the mailbox is where it was sent to."""
    secret = [kind.code for kind in kinds().values() if kind.secret]
    if not settings.MAILBOX:
        Mail.objects.filter(pk=pk, kind__in=secret).update(text="", html="")
