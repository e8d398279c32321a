"""Writing a mail: in the transaction of what it tells, in the language of who gets it. A job delivers it."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import override

from les_portal.accounts.models import User
from les_portal.jobs.queue import enqueue
from les_portal.mail.kinds import MailKind
from les_portal.mail.models import Mail


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
    such mail.
    """
    with override(to.language):
        context = context | {"to": to, "kind": kind, "SITE_URL": settings.SITE_URL, "SITE_NAME": settings.SITE_NAME}
        mail = Mail.objects.create(
            recipient=to if isinstance(to, User) else None,
            to_email=to.email,
            to_name=to.name,
            language=to.language,
            kind=kind.code,
            template=template,
            subject=" ".join(render_to_string(f"mail/{template}.subject.txt", context).split())[:250],
            text=render_to_string(f"mail/{template}.txt", context),
            html=render_to_string(f"mail/{template}.html", context),
            sender=sender,
            about=about,
        )
    enqueue("mail.deliver", {"mail": mail.pk}, key=f"mail:{mail.pk}")
    return mail
