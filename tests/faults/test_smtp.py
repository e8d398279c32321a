"""F9: mail servers that refuse, stall or hang up. No mail is lost, and none is sent twice."""

from contextlib import nullcontext
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from les_portal.jobs.models import Attempt, Job
from les_portal.mail.models import Mail
from les_portal.mail.notifications import ACCOUNT
from les_portal.mail.sending import send
from les_portal.mail.tasks import PAUSES
from les_portal.mail.views.sent import Sent
from tests.factories.accounts import UserFactory
from tests.faults.figures import LEASE, report, times
from tests.faults.mail_server import MailServer, mail_server, speechless
from tests.faults.stage import Stage, until
from tests.services.processes import free_port

MAILS = times(3, 50)
PATIENT, IMPATIENT = 20, 0.3  # seconds


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.MAILBOX = False
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, PATIENT
        yield server


def write(number: int = 1, **how) -> list[Mail]:
    person = UserFactory(name="Finn", email="finn@example.org")
    context = {"change": "x", "timestamp": timezone.now()}
    with transaction.atomic():
        return [send("account/changed", to=person, kind=ACCOUNT, context=context, **how) for _ in range(number)]


def make_due() -> None:
    Job.objects.filter(state="waiting").update(due_at=timezone.now())


# --- not now --------------------------------------------------------------------------------------

ELSEWHERE = {  # that has to be another server than the one that recovers
    "refused": lambda: nullcontext(free_port()),
    "silent": speechless,
    "421 at the door": lambda: speechless(b"421 4.3.2 Too many of you\r\n"),
}


@pytest.fixture(params=[*ELSEWHERE, "421", "450", "sender", "drop after DATA", "silent after DATA"])
def fault(request, server, settings):
    settings.EMAIL_TIMEOUT = IMPATIENT if "silent" in request.param else PATIENT
    with ELSEWHERE.get(request.param, lambda: nullcontext(server.port))() as settings.EMAIL_PORT:
        server.mode = request.param
        yield request.param


@pytest.mark.django_db
def test_mail_that_is_not_taken_now_waits_and_arrives_once(fault, server, settings, do_jobs):
    mails = write(MAILS)
    began = timezone.now()
    assert do_jobs() == MAILS
    assert not server.taken
    assert set(Mail.objects.values_list("state", "problem")) == {("waiting", "")}
    for job in Job.objects.all():
        assert job.state == "waiting"
        assert timedelta(minutes=1) <= job.due_at - began < timedelta(minutes=2)
        assert "example.org" not in job.reason

    server.mode, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "", server.port, PATIENT
    make_due()
    assert do_jobs() == MAILS
    assert server.taken == {mail.message_id: 1 for mail in mails}
    assert set(Mail.objects.values_list("state", "text")) == {("sent", "")}
    report(f"F9 {fault}", mails=MAILS, lost=0, doubled=0)


@pytest.mark.django_db
def test_after_a_day_of_trying_the_mail_has_failed_and_its_sender_sees_it(anna, server, settings, do_jobs):
    server.mode = "421"
    [mail] = write(sender=anna)
    pauses = []
    while True:
        do_jobs()
        job = Job.objects.get()
        if job.state == "failed":
            break
        pauses.append(job.due_at - Attempt.objects.latest("number").ended_at)
        make_due()
    assert pauses == list(PAUSES)
    mail.refresh_from_db()
    assert (mail.state, mail.problem, mail.text) == ("failed", "unreachable", "")
    assert list(Mail.objects.problems_of(anna)) == [mail]
    assert not server.taken
    report(
        "F9 a day without a server", attempts=len(pauses) + 1, hours=round(sum(pauses, timedelta()).seconds / 3600, 1)
    )


# --- never ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "problem", "answer"), [("550", "unknown", "550 5.1.1"), ("554", "refused", "554 5.7.1")]
)
def test_mail_that_is_refused_has_failed_at_once_and_its_sender_sees_it(
    anna, client_of, server, do_jobs, refusal, problem, answer
):
    server.mode = refusal
    write(MAILS, sender=anna)
    assert do_jobs() == MAILS
    server.mode = ""
    make_due()
    assert do_jobs() == 0
    assert not server.taken
    assert set(Mail.objects.values_list("state", "problem", "answer", "text")) == {("failed", problem, answer, "")}
    page = client_of(anna).get("/en/mail/sent/").content.decode()
    assert page.count(str(Mail.Problem(problem).label)) == min(MAILS, Sent.paginate_by)
    report(f"F9 {refusal}", mails=MAILS, failed_and_shown=MAILS)


# --- with a worker of its own, and kills ------------------------------------------------------------

WRITE = """
from django.db import transaction
from django.utils import timezone
from les_portal.accounts.models import User
from les_portal.mail.notifications import ACCOUNT
from les_portal.mail.sending import send
with transaction.atomic():
    finn, _ = User.objects.get_or_create(email="finn@example.org", defaults={"name": "Finn", "language": "en"})
    context = {"change": "x", "timestamp": timezone.now()}
    print(send("account/changed", to=finn, kind=ACCOUNT, context=context).message_id)
"""
ON_THEIR_WAY = "SELECT COUNT(*) FROM mail_mail WHERE state = 'waiting'"


@pytest.fixture
def stage_for_mail(stage_with):
    def make(port: int, **settings) -> Stage:
        stage = stage_with(EMAIL_URL=f"smtp://127.0.0.1:{port}", **settings)
        stage.manage("migrate", "mail", "--verbosity", "0")
        return stage

    return make


def test_worker_killed_between_250_and_commit_sends_one_twin_with_the_same_message_id(stage_for_mail):
    """The only way to a double, and mail programs show it once."""
    rounds = times(1, 10)
    with mail_server() as server:
        stage = stage_for_mail(server.port)
        for _ in range(rounds):
            message_id = stage.manage("shell", "--no-imports", "-c", WRITE).strip()
            killed_after_250(stage, server)
            assert server.taken[message_id] == 1
            assert stage.count(ON_THEIR_WAY) == 1
            stage.start()
            stage.all_ended(seconds=240 + LEASE)
            stage.close()
            assert server.taken[message_id] == 2
        assert stage.database.rows("SELECT state, COUNT(*) FROM mail_mail GROUP BY state") == [("sent", rounds)]
        assert len(server.taken) == rounds
    report("F9 killed between 250 and commit", times=rounds, twins_with_the_same_message_id=rounds)


def killed_after_250(stage: Stage, server: MailServer) -> None:
    crew = stage.start()
    # QUIT comes when the worker has read the 250, and before it has written that down.
    server.on_quit = partial(stage.kill_all_of, crew)
    until(lambda: crew.poll() is not None, seconds=120, what="the worker was killed")
    server.on_quit = None


def test_mail_server_that_is_silent_for_longer_than_a_lease_is_asked_by_one_worker_only(stage_for_mail):
    with speechless() as port:
        stage = stage_for_mail(port, EMAIL_TIMEOUT=LEASE + 3)
        stage.manage("shell", "--no-imports", "-c", WRITE)
        stage.start()
        tried = "SELECT COUNT(*) FROM jobs_attempt WHERE outcome = 'error'"
        until(lambda: stage.count(tried), seconds=240 + LEASE, what="the attempt has ended")
    assert stage.count("SELECT COUNT(*) FROM jobs_attempt") == 1
    ((reason,),) = stage.database.rows("SELECT reason FROM jobs_job")
    assert "timed out" in reason
    assert "mail.deliver" in stage.logs()
    assert "example.org" not in stage.logs()
