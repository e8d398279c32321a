"""What allauth writes goes the way of all mail: stored, in the person's language, delivered by a job."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from les_portal.accounts import adapter
from les_portal.accounts.models import User
from les_portal.mail.notifications import ACCOUNT
from les_portal.mail.sending import Address, send

# What allauth tells after it was done, all in one template, by the name of allauth's own.
CHANGES = {
    "password_changed": _("Your password was changed"),
    "password_set": _("Your account has a password now"),
    "password_reset": _("Your forgotten password was replaced by a new one"),
    "email_changed": _("The e-mail address of your account was changed"),
    "email_deleted": _("An e-mail address was taken from your account"),
    "totp_activated": _("An app now asks for a code when you sign in"),
    "totp_deactivated": _("No app asks for a code any more when you sign in"),
    "recovery_codes_generated": _("You have new recovery codes"),
    "webauthn_added": _("You can now sign in with a passkey"),
    "webauthn_removed": _("A passkey was taken from your account"),
}


class Adapter(adapter.Adapter):
    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Says whose account it is, which allauth's own leaves out; a person's address stands in their account."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email or user.email)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Never to what was typed: a database may find `boss@` by `boſſ@`, which is another mailbox."""
        super().send_password_reset_mail(user, user.email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_our_address(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, *args, **kwargs) -> str:
        return at_our_address(super().get_email_confirmation_url(*args, **kwargs))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user, name = context["user"], template_prefix.rpartition("/")[2]
        if name in CHANGES:
            name, context = "changed", {**context, "change": CHANGES[name]}
        is_theirs = email.lower() == user.email.lower()
        to = user if is_theirs else Address(email, user.language, user.name)
        with transaction.atomic():
            send(f"account/{name}", to=to, kind=ACCOUNT, context=context)


def at_our_address(url: str) -> str:
    """Whoever asks in somebody's name chooses by which of its names they call the portal; not where the link leads."""
    return f"{settings.SITE_URL}{urlsplit(url).path}"
