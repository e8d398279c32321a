import pytest
from bs4 import BeautifulSoup
from django.core import mail as django_mail
from django.utils import timezone, translation

from les_portal.jobs.models import Job
from les_portal.mail import actions
from les_portal.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def daily(finn, choose):
    choose(finn, "daily")
    return finn


def test_summary_is_one_mail_of_all_that_was_kept(daily, write, news, do_jobs, do_jobs_later, mail_server):
    parts = [write(daily, change="First <one>"), write(daily, change="Second")]
    assert do_jobs() == 0, "not before its hour"
    assert do_jobs_later() == 2  # the summary, and its delivery
    [message] = django_mail.outbox
    assert message.subject == "2 things for you today"
    assert message.body.index("FIRST <ONE>") < message.body.index("SECOND")
    page = BeautifulSoup(message.alternatives[0].content, "html.parser")
    assert [title.get_text() for title in page.find_all("h2")] == ["First <one>", "Second"]
    assert (len(page.find_all("html")), page.get_text().count("Hello Finn")) == (1, 1)
    assert news.why not in message.body
    for part in parts:
        part.refresh_from_db()
        assert part.state == "sent"
        assert part.summary.kind == "summary"
    assert part.summary.state == "sent"
    assert message.message()["Message-ID"] == part.summary.message_id


def test_summary_of_one_says_so(daily, write, do_jobs_later, mail_server):
    write(daily)
    do_jobs_later()
    assert django_mail.outbox[0].subject == "One thing for you today"


def test_summary_is_only_of_this_person(daily, bram, write, choose, do_jobs_later, mail_server):
    choose(bram, "daily")
    write(daily, change="For Finn")
    write(bram, change="For Bram")
    do_jobs_later()
    do_jobs_later()
    said = {message.to[0]: message.body for message in django_mail.outbox}
    assert "FOR FINN" in said["Finn O'Brien <finn@example.org>"]
    assert "FOR FINN" not in said["Bram <bram@example.org>"]


def test_nothing_kept_is_no_summary(daily, write, do_jobs_later, mail_server):
    write(daily)
    Mail.objects.all().delete()
    do_jobs_later()
    assert Job.objects.get().state == "skipped"
    assert django_mail.outbox == []


def test_what_is_kept_after_a_summary_that_was_made_early_has_one_too(daily, write, do_jobs_later, mail_server):
    write(daily, change="Before")
    do_jobs_later()
    late = write(daily, change="After")
    do_jobs_later()
    late.refresh_from_db()
    assert (late.state, len(django_mail.outbox)) == ("sent", 2)


def test_what_an_earlier_summary_left_comes_with_the_next(daily, write, do_jobs_later, mail_server):
    write(daily, change="Of yesterday")
    Job.objects.update(state="failed", finished_at=timezone.now(), key="summary:yesterday")
    write(daily, change="Of today")
    do_jobs_later()
    assert "OF YESTERDAY" in django_mail.outbox[0].body


def test_who_left_gets_no_summary(daily, anna, write, do_jobs_later, mail_server):
    part = write(daily, sender=anna)
    daily.is_active = False
    daily.save()
    do_jobs_later()
    part.refresh_from_db()
    assert (part.state, part.problem, part.summary) == ("failed", "left", None)
    assert django_mail.outbox == []


def test_mail_kept_before_somebody_chose_at_once_still_comes(daily, write, do_jobs_later, mail_server, news):
    write(daily)
    actions.choose(by=daily, chosen={news.code: "at_once"})
    do_jobs_later()
    assert len(django_mail.outbox) == 1


def test_a_part_fails_and_arrives_with_its_summary(daily, anna, write, do_jobs_later, mail_server, settings):
    part = write(daily, sender=anna)
    do_jobs_later()
    summary = Mail.objects.get(kind="summary")
    Mail.objects.filter(pk=summary.pk).update(state="failed", problem="unreachable")
    actions.failed(summary.pk, Mail.Problem.UNREACHABLE)
    part.refresh_from_db()
    assert (part.state, part.problem) == ("failed", "unreachable")
    assert list(Mail.objects.problems_of(anna)) == [part]
    actions.sent(summary.pk)
    part.refresh_from_db()
    assert (part.state, part.problem) == ("sent", "")


def test_parts_keep_the_language_they_were_written_in(daily, write, do_jobs_later, mail_server):
    write(daily)
    daily.language = "nl"
    daily.save()
    with translation.override("fr"):
        do_jobs_later()
    page = BeautifulSoup(django_mail.outbox[0].alternatives[0].content, "html.parser")
    assert page.html["lang"] == "nl"
    assert page.select_one(".body div")["lang"] == "en"
