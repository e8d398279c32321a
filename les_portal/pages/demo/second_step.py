"""The second step of the demo's people who decide: one secret for all, so that anybody who looks around can sign in."""

import os
import re
import time
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt

from les_portal.accounts.models import User
from les_portal.organisations.rules import DECIDING_ROLES
from les_portal.pages.demo.fixtures import FixtureError, read

USUAL_SECRET = "SCHELDEMONDSCHELDEMONDSCHELDEMON"  # noqa: S105 - meant to be known: it opens nothing but invented data
PERIOD = 30  # seconds a code is valid


class Code(NamedTuple):
    user: User
    digits: str


def secret() -> str:
    """Raises FixtureError for one that no app can read."""
    own = os.environ.get("DEMO_TOTP_SECRET") or USUAL_SECRET
    if not re.fullmatch(r"([A-Z2-7]{8}){2,}", own):
        raise FixtureError("DEMO_TOTP_SECRET is not 16, 24 or 32 of the letters A to Z and the figures 2 to 7")
    return own


def needs_one(row: dict) -> bool:
    return row["role"] in DECIDING_ROLES or row["is_staff"]


def add_to(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret())})


def codes() -> list[Code]:
    """What the app of each of them would show now; nothing of who set up a second step of their own."""
    emails = [row["email"] for row in read("people") if needs_one(row)]
    apps = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email__in=emails).select_related("user")
    digits = format_hotp_value(hotp_value(secret(), int(time.time()) // PERIOD))
    return [Code(app.user, digits) for app in apps.order_by("user__name") if decrypt(app.data["secret"]) == secret()]


def seconds_left() -> int:
    return PERIOD - int(time.time()) % PERIOD
