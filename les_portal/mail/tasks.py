from datetime import timedelta
from functools import partial

from django.utils.translation import gettext_lazy as _

from les_portal.accounts.models import User
from les_portal.jobs.handlers import Effect, NotNeeded, handles
from les_portal.mail import actions
from les_portal.mail.delivery import Refused, deliver
from les_portal.mail.models import Mail

# Up to a day: a server that is being mended, or that lets strangers wait before it believes them.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, *[30] * 46))


def gave_up(*, mail: int) -> None:
    actions.failed(mail, Mail.Problem.UNREACHABLE)


@handles("mail.deliver", label=_("Deliver a mail"), pauses=PAUSES, gave_up=gave_up)
def deliver_mail(*, mail: int) -> Effect:
    row = Mail.objects.select_related("recipient").filter(pk=mail).first()
    if row is None or row.state not in (Mail.State.WAITING, Mail.State.FAILED):
        raise NotNeeded("The mail is gone, or was delivered.")
    if not row.text:
        raise NotNeeded("Its text held a secret link and is forgotten: what it told can only be sent anew.")
    if row.recipient and not row.recipient.is_active:
        return partial(actions.failed, mail, Mail.Problem.LEFT)
    try:
        deliver(row)
    except Refused as refused:
        # That a mail cannot arrive is for whoever caused it to know; as a job it is done.
        return partial(actions.failed, mail, refused.problem, refused.answer)
    return partial(actions.sent, mail)


@handles("mail.summary", label=_("Write a daily summary"))
def summarise(*, user: int) -> Effect:
    parts = list(Mail.objects.held_for(user))
    if not parts:
        raise NotNeeded("Nothing is kept for this person.")
    return partial(actions.send_summary, User.objects.get(pk=user), parts)
