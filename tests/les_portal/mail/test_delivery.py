"""Through Django's backend for tests; `tests/faults/test_smtp.py` talks to real servers."""

import logging
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from les_portal.jobs.models import Job
from les_portal.mail.delivery import NotTaken, Refused, answered, problem_of
from les_portal.mail.models import Mail
from les_portal.mail.sending import Address
from les_portal.mail.stopping import read
from les_portal.mail.tasks import PAUSES
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_mail_is_delivered_once_with_text_and_html(finn, write, do_jobs, mail_server):
    mail = write(finn)
    assert do_jobs() == 1
    assert do_jobs() == 0
    [message] = django_mail.outbox
    assert message.to == ["Finn O'Brien <finn@example.org>"]
    assert (message.subject, message.body) == (mail.subject, mail.text)
    assert [(body.content, body.mimetype) for body in message.alternatives] == [(mail.html, "text/html")]
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert timezone.now() - mail.sent_at < timedelta(minutes=1)
    assert mail.text  # no secret: it may be looked up


def test_head_of_a_mail_says_whose_it_is_and_how_to_stop_it(finn, write, news, do_jobs, mail_server, settings):
    mail = write(finn)
    do_jobs()
    head = message_from_bytes(django_mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert head["Message-ID"] == mail.message_id
    assert (head["Content-Language"], head["Auto-Submitted"]) == ("en", "auto-generated")
    address = head["List-Unsubscribe"].strip(" <>")
    assert address.startswith(f"{settings.SITE_URL}/en/mail/stop/")
    assert read(address.rstrip("/").rpartition("/")[2]) == (finn, news)
    assert head["List-Unsubscribe-Post"] is None


def test_on_a_portal_with_tls_mail_programs_may_stop_it_themselves(finn, write, do_jobs, mail_server, settings):
    settings.BEHIND_TLS = True
    write(finn)
    do_jobs()
    assert django_mail.outbox[0].message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_always_comes_offers_no_way_to_stop_it(finn, write, kind, do_jobs, mail_server):
    write(finn, kind=kind("decisions", optional=False))
    write(Address("new@example.org", "nl"))
    do_jobs()
    assert [message.message()["List-Unsubscribe"] for message in django_mail.outbox] == [None, None]


def test_mail_of_a_kind_that_is_gone_still_arrives(finn, write, do_jobs, mail_server):
    mail = write(finn)
    Mail.objects.update(kind="of-an-older-version")
    do_jobs()
    mail.refresh_from_db()
    assert (mail.state, len(django_mail.outbox)) == ("sent", 1)


@pytest.mark.parametrize(
    ("name", "email", "address"),
    [
        ("", "ann@example.org", "ann@example.org"),
        ('Ann "the one" <x>, Bob', "ann@example.org", "ann@example.org"),
        ("Ånn 安 " + "Ü" * 140, "ann@example.org", "ann@example.org"),
        ("Ann", "ann@café.example.org", "ann@xn--caf-dma.example.org"),
    ],
)
def test_every_name_and_address_makes_a_head_that_can_be_read(write, do_jobs, mail_server, name, email, address):
    write(UserFactory(name=name, email=email))
    do_jobs()
    data = django_mail.outbox[0].message().as_bytes()
    [to] = message_from_bytes(data, policy=policy.default)["To"].addresses
    assert (to.display_name, to.addr_spec) == (name.strip(), address)


def test_who_sent_to_a_domain_that_cannot_be_hears_so_at_once(anna, write, do_jobs, mail_server):
    mail = write(UserFactory(email=f"ann@{'é' * 61}.org"), sender=anna)
    do_jobs()
    mail.refresh_from_db()
    assert (mail.state, mail.problem, mail.sender) == ("failed", Mail.Problem.UNKNOWN, anna)
    assert not django_mail.outbox
    assert Job.objects.get().reason == ""


def test_in_a_demo_the_mailbox_is_where_it_arrives(finn, write, kind, do_jobs, settings):
    settings.MAILBOX = True
    mail = write(finn, kind=kind("secret", secret=True))
    do_jobs()
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert mail.text
    assert mail.html
    assert django_mail.outbox == []


def test_secret_is_forgotten_once_it_was_sent(finn, write, kind, do_jobs, mail_server):
    mail = write(finn, kind=kind("secret", secret=True), change="open sesame")
    do_jobs()
    assert "open sesame" in django_mail.outbox[0].body
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == ("sent", "", "")


def test_without_a_mail_server_nothing_is_called_sent(finn, write, do_jobs, mail_server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    mail = write(finn)
    do_jobs()
    mail.refresh_from_db()
    assert mail.state == "waiting"
    job = Job.objects.get()
    assert (job.state, job.reason) == ("waiting", "NotTaken: No mail server is set: EMAIL_URL is empty.")


def test_who_left_meanwhile_gets_nothing_and_the_sender_sees_it(finn, anna, write, do_jobs, mail_server):
    mail = write(finn, sender=anna)
    finn.is_active = False
    finn.save()
    do_jobs()
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == ("failed", "left")
    assert django_mail.outbox == []
    assert list(Mail.objects.problems_of(anna)) == [mail]


def test_mail_to_who_was_deleted_is_no_longer_needed(finn, write, do_jobs, mail_server):
    write(finn)
    finn.delete()
    do_jobs()
    assert Job.objects.get().state == "skipped"
    assert django_mail.outbox == []


@pytest.mark.parametrize("state", ["held", "sent", "bounced"])
def test_only_what_is_on_its_way_is_delivered(finn, write, do_jobs, mail_server, state):
    write(finn)
    problem = "unknown" if state == "bounced" else ""
    Mail.objects.update(state=state, problem=problem, sent_at=timezone.now())
    do_jobs()
    assert Job.objects.get().state == "skipped"
    assert django_mail.outbox == []


def tried_again(job: Job) -> None:
    """As the page of the jobs does it."""
    Job.objects.filter(pk=job.pk).update(state="waiting", due_at=timezone.now(), finished_at=None)


def given_up(settings, do_jobs) -> Job:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    Job.objects.update(attempts=len(PAUSES))
    do_jobs()
    job = Job.objects.get()
    assert job.state == "failed"
    return job


def test_mail_that_failed_can_be_tried_again_and_arrives(finn, write, do_jobs, mail_server, settings):
    backend = settings.EMAIL_BACKEND
    mail = write(finn)
    job = given_up(settings, do_jobs)
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == ("failed", "unreachable")
    settings.EMAIL_BACKEND = backend
    tried_again(job)
    do_jobs()
    mail.refresh_from_db()
    assert (mail.state, mail.problem, len(django_mail.outbox)) == ("sent", "", 1)


def test_secret_that_failed_is_forgotten_and_not_sent_again(finn, write, kind, do_jobs, mail_server, settings):
    backend = settings.EMAIL_BACKEND
    mail = write(finn, kind=kind("secret", secret=True))
    job = given_up(settings, do_jobs)
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == ("failed", "", "")
    settings.EMAIL_BACKEND = backend
    tried_again(job)
    do_jobs()
    job.refresh_from_db()
    assert (job.state, django_mail.outbox) == ("skipped", [])


def test_pauses_grow_from_a_minute_to_half_an_hour_and_last_a_day():
    assert PAUSES[0] == timedelta(minutes=1)
    assert max(PAUSES) == PAUSES[-1] == timedelta(minutes=30)
    assert list(PAUSES) == sorted(PAUSES)
    assert timedelta(hours=23) < sum(PAUSES, timedelta()) <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("5.1.1", "unknown"),
        ("5.1.10", "unknown"),
        ("4.2.2", "full"),
        ("5.2.0", "full"),
        ("5.7.1", "refused"),
        ("5.1.8", "refused"),
        ("", "refused"),
    ],
)
def test_number_of_a_refusal_becomes_a_sentence(status, problem):
    assert problem_of(status) == problem
    assert str(problem_of(status).label).endswith(".")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (b"5.1.1 <finn@example.org>: no such person", "550 5.1.1"),
        ("5.1.1 <finn@example.org>", "550 5.1.1"),
        (b"finn@example.org \xff unknown", "550"),
        (b"5.1.12345 x", "550"),
    ],
)
def test_of_a_servers_answer_only_the_number_is_kept(words, answer):
    refused = answered(550, words, is_final=True)
    assert isinstance(refused, Refused)
    assert (refused.answer, str(refused)) == (answer, answer)
    assert str(answered(550, words, is_final=False)) == answer
    assert isinstance(answered(450, words, is_final=False), NotTaken)


def test_no_log_holds_a_name_or_an_address(finn, write, do_jobs, mail_server, settings, caplog):
    caplog.set_level(logging.DEBUG)
    write(finn)
    do_jobs()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    write(finn)
    do_jobs()
    assert "mail.deliver" in caplog.text
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "example.org" not in said
    assert "Finn" not in said
