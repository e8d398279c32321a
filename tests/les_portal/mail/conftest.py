import pytest
from django.db import transaction
from django.utils import timezone

from les_portal.jobs.models import Job
from les_portal.mail import kinds
from les_portal.mail.models import Mail, MailChoice
from les_portal.mail.sending import send
from tests.factories.accounts import UserFactory


@pytest.fixture
def kind():
    """`kind("news", optional=False)`: a kind of mail for as long as the test lasts."""
    made = []

    def make(code="news", **how):
        made.append(code)
        return kinds.mail_kind(code, f"Subject {code}", f"You get this because you asked for {code}.", **how)

    yield make
    for code in made:
        del kinds._kinds[code]


@pytest.fixture
def news(kind):
    return kind("news")


@pytest.fixture
def finn(db):
    return UserFactory(name="Finn O'Brien", email="finn@example.org", language="en")


@pytest.fixture
def write(news):
    """`write(finn)`: a mail to Finn, about a change of his account unless said otherwise."""

    def write(to, *, kind=news, change="Something <new>", **how) -> Mail | None:
        context = {"change": change, "timestamp": timezone.now()}
        with transaction.atomic():
            return send("account/changed", to=to, kind=kind, context=context, **how)

    return write


@pytest.fixture
def choose(news):
    def choose(user, frequency, kind=news):
        MailChoice.objects.update_or_create(user=user, kind=kind.code, defaults={"frequency": frequency})

    return choose


@pytest.fixture
def do_jobs_later(do_jobs):
    """The worker once the time of every waiting job has come."""

    def do() -> int:
        Job.objects.filter(state="waiting").update(due_at=timezone.now())
        return do_jobs()

    return do


@pytest.fixture
def mail_server(settings):
    """Instead of the demo's mailbox; Django's own for tests, `mail.outbox`."""
    settings.MAILBOX = False
