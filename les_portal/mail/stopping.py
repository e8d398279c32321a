"""The link in a mail's foot that stops mail of its kind, without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from les_portal.accounts.models import User
from les_portal.mail.kinds import MailKind, kinds

VALID_FOR = 60 * 24 * 3600  # seconds
SALT = "les_portal.mail.stopping"


def stop_url(user: User, kind: MailKind) -> str:
    """In the language that is active, so in that of the mail."""
    signed = signing.dumps([user.pk, kind.code], salt=SALT)
    return settings.SITE_URL + reverse("mail:stop", args=[signed])


def read(signed: str) -> tuple[User, MailKind] | None:
    """Whose mail of which kind this link stops; None for one that is old, not ours, or of somebody who left."""
    try:
        pk, code = signing.loads(signed, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    user, kind = User.objects.filter(pk=pk, is_active=True).first(), kinds().get(code)
    return (user, kind) if user and kind and kind.optional else None
