import pytest

from tests.architecture.addresses import addresses
from tests.browsing.client import StrictClient

# Reviewed: what a visitor may open without an account. A new page is closed until it is added here on purpose.
PUBLIC = {
    "/",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "sitemap",
    "organisations:invitation",  # by whoever holds its link
    "demo-codes",  # only on one's own machine, and only of invented people
    "pages:home",
    "pages:answers",
    "pages:map",
    "pages:points",
    "pages:place",
    "descriptions:list",
    "descriptions:feed",
    "descriptions:description",
    "descriptions:version",
    "descriptions:cover",
    "descriptions:compare",
    "descriptions:qualification",
    "descriptions:of",
    "descriptions:ask",
    "descriptions:missed",
    "pages:fund",
    "pages:workplaces",
    "pages:events",
    "events-calendar",
    "event-calendar",
    "pages:guide",
    "pages:about",
    "pages:sources",
    "pages:privacy",
    "pages:accessibility",
    # In a frame on other websites, without cookies; and where partners find the line to copy.
    "embed:map",
    "embed:points",
    "embed:place",
    "embed:list",
    "pages:partners",
    "schools:list",
    "schools:school",
    "schools:campus",
    "programmes:list",
    "programmes:programme",
    # Telling a school what is not right, and counting that a page was looked at, without anything about who did it.
    "corrections:programme",
    "corrections:school",
    "corrections:campus",
    "corrections:programme-thanks",
    "corrections:school-thanks",
    "corrections:campus-thanks",
    "count",
    # Who may read a document is its kind's to say; a stranger too, when it is public. Verifying is for everybody.
    "documents:document",
    "documents:progress",
    "documents:file",
    "verify",
    "verify-form",
    # The link in a mail's foot, signed; and where the mail of a demo arrives, on this machine only.
    "mail:stop",
    "freshness:link",  # signed too: by whom a reminder was sent to
    "mailbox",
    "mailbox-mail",
    "mailbox-html",
    # Signing in, and a forgotten password. `account_signup` answers that it is closed.
    "admin:login",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}


# What comes without a token, and why that is fine: a beacon of a stored page, which has none. It only adds to a number.
WITHOUT_TOKEN = {"count", "descriptions:missed"}


def is_reviewed(name: str) -> bool:
    """The interface for programs is open for reading as a whole."""
    return name in PUBLIC or name.startswith("api:")


def test_every_address_is_closed_or_reviewed():
    assert (
        sorted({address.name for address in addresses() if address.is_public and not is_reviewed(address.name)}) == []
    )


def test_every_reviewed_address_exists():
    assert sorted(PUBLIC - {address.name for address in addresses()}) == []


@pytest.mark.django_db
def test_closed_address_sends_a_stranger_to_sign_in(client):
    closed = [address for address in addresses() if not address.is_public]
    assert closed
    answers = {address.path: client.get(address.path) for address in closed}
    open_to_all = [
        (path, answer.status_code)
        for path, answer in answers.items()
        if not (answer.status_code == 302 and "/login/?next=" in answer.headers["Location"])
    ]
    assert open_to_all == []


@pytest.mark.django_db
def test_every_public_address_refuses_a_forged_post():
    """One that comes without the token of our own forms."""
    forger = StrictClient(enforce_csrf_checks=True)
    guarded = [address for address in addresses() if address.is_public and address.name not in WITHOUT_TOKEN]
    answers = {address.path: forger.post(address.path).status_code for address in guarded}
    assert {path: status for path, status in answers.items() if status not in {403, 404, 405}} == {}
