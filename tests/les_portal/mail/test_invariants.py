import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from les_portal.invariants import findings
from les_portal.jobs.models import Job
from les_portal.mail import invariants  # noqa: F401
from les_portal.mail.models import Mail

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    """Of ours: the promises of other apps are theirs."""
    ours = {
        "A mail on its way has a job that will deliver it",
        "A mail that is kept has a summary coming",
        "A mail in a summary arrived as the summary did",
        "A secret link is forgotten once it was sent",
    }
    return [f"{finding.promise}: {finding.row}" for finding in findings() if finding.promise in ours]


@pytest.fixture
def everything(finn, bram, anna, write, choose, kind, do_jobs_later, mail_server):
    """Mails in every state, in order."""
    secret = kind("secret", secret=True)
    choose(finn, "daily")
    write(finn, sender=anna)
    write(bram, kind=secret)
    do_jobs_later()
    do_jobs_later()
    return {"part": write(finn), "waiting": write(bram), "secret": Mail.objects.get(kind="secret")}


def test_what_the_portal_does_keeps_every_promise(everything, do_jobs_later):
    assert found() == []
    do_jobs_later()
    assert Mail.objects.filter(state="waiting", kind="summary").exists() or Mail.objects.filter(state="sent").exists()
    assert found() == []


def test_mail_without_a_job_is_found(everything):
    mail = everything["waiting"]
    Job.objects.filter(key=f"mail:{mail.pk}").update(state="failed", finished_at=timezone.now())
    assert found() == [f"A mail on its way has a job that will deliver it: account/changed {mail.pk}"]


def test_mail_that_nobody_sums_up_is_found(everything, bram):
    mail = everything["part"]
    Job.objects.filter(kind="mail.summary").update(key=None)
    assert found() == [f"A mail that is kept has a summary coming: account/changed {mail.pk}"]


def test_part_that_differs_from_its_summary_is_found(everything):
    part = Mail.objects.exclude(summary=None).get()
    Mail.objects.filter(pk=part.summary_id).update(state="failed", problem="refused")
    assert found() == [f"A mail in a summary arrived as the summary did: account/changed {part.pk}"]


def test_secret_that_stayed_is_found_but_not_in_a_demo(everything, settings):
    mail = everything["secret"]
    Mail.objects.filter(pk=mail.pk).update(html="open sesame")
    assert found() == [f"A secret link is forgotten once it was sent: account/changed {mail.pk}"]
    settings.MAILBOX = True
    assert found() == []


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "sent", "sent_at": None},
        {"state": "failed"},
        {"state": "bounced"},
        {"state": "waiting", "problem": "unknown"},
    ],
)
def test_database_refuses_what_makes_no_sense(finn, write, broken):
    write(finn)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.update(**broken)


def test_a_kind_is_chosen_once(finn, choose):
    choose(finn, "daily")
    with pytest.raises(IntegrityError), transaction.atomic():
        finn.mail_choices.create(kind="news", frequency="never")
