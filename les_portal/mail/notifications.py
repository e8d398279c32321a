from django.utils.translation import gettext_lazy as _

from les_portal.mail.kinds import mail_kind

ACCOUNT = mail_kind(
    "account",
    _("Your account"),
    _("You get this because it concerns your account. It always comes, so that nobody can use your account unseen."),
    optional=False,
    secret=True,
)
SUMMARY = mail_kind(
    "summary",
    _("The daily summary"),
    _("You get this because you chose to have some mail in one summary a day."),
    optional=False,
    urgent=True,
)
