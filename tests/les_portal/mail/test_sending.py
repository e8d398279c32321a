import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.utils import timezone, translation

from les_portal.jobs.models import Job
from les_portal.mail.frequency import next_summary
from les_portal.mail.models import Mail
from les_portal.mail.rendering import render
from les_portal.mail.sending import Address, send
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_mail_is_written_with_the_job_that_delivers_it(finn, write, school_organisation):
    mail = write(finn, sender=finn, about=school_organisation)
    mail.refresh_from_db()
    assert (mail.state, mail.to_email, mail.to_name, mail.language) == ("waiting", "finn@example.org", finn.name, "en")
    assert (mail.kind, mail.template, mail.recipient, mail.sender) == ("news", "account/changed", finn, finn)
    assert mail.about == school_organisation
    [job] = Job.objects.all()
    assert (job.kind, job.payload, job.state) == ("mail.deliver", {"mail": mail.pk}, "waiting")
    assert job.due_at <= timezone.now()


@pytest.mark.parametrize(("language", "word"), [("nl", "wachtwoord"), ("fr", "mot de passe"), ("en", "password")])
def test_mail_speaks_the_language_of_who_gets_it(news, language, word):
    with translation.override("fr" if language != "fr" else "nl"):
        to = UserFactory(language=language)
        with transaction.atomic():
            mail = send(
                "account/password_reset_key", to=to, kind=news, context={"password_reset_url": "https://x.org/"}
            )
    assert word in mail.subject.lower()
    assert word in mail.text
    assert word in mail.html
    assert f'<html lang="{language}">' in mail.html
    assert f"/{language}/mail/choices/" in mail.text


def test_subject_is_one_line_whatever_people_typed(finn, write):
    mail = write(finn, change="Ann\r\nBcc: everybody@example.org\n\x0bx" + "y" * 300)
    assert mail.subject.startswith("Ann Bcc: everybody@example.org x")
    assert len(mail.subject) == 250


def test_name_is_one_line_too(write):
    assert (
        write(UserFactory(name="Ann\r\nBcc: x@example.org", email="a@example.org")).to_name == "Ann Bcc: x@example.org"
    )


def test_only_html_is_escaped(finn, write):
    mail = write(finn)
    assert mail.subject == "Something <new>"
    assert mail.text.startswith("Hello Finn O'Brien,\n\n")
    assert "Something &lt;new&gt;" in mail.html
    assert "<new>" not in mail.html


def test_text_has_no_holes_and_marks_its_foot(finn, write):
    text = write(finn).text
    assert "\n\n\n" not in text
    assert "\n-- \nLerende Euregio Scheldemond" in text
    assert text.endswith("/\n")


def test_foot_says_why_and_how_to_change_it(finn, write, news, settings):
    mail = write(finn)
    links = [a["href"] for a in BeautifulSoup(mail.html, "html.parser").select(".foot a")]
    assert links[0] == f"{settings.SITE_URL}/en/mail/choices/"
    assert links[1].startswith(f"{settings.SITE_URL}/en/mail/stop/")
    for text in (mail.text, mail.html):
        assert news.why in text
        assert links[0] in text
        assert links[1] in text
    assert len(links) == 2


def test_foot_of_what_always_comes_has_no_way_to_stop_it(finn, write, kind):
    mail = write(finn, kind=kind("account-like", optional=False))
    assert "/mail/choices/" in mail.text
    assert "/mail/stop/" not in mail.text + mail.html


def test_somebody_without_an_account_has_nothing_to_choose(write, news):
    mail = write(Address("new@example.org", "fr"))
    assert (mail.recipient, mail.to_email, mail.to_name, mail.language) == (None, "new@example.org", "", "fr")
    assert "/mail/choices/" not in mail.text + mail.html
    assert news.why in mail.text
    assert mail.text.splitlines()[0].endswith(",")


def test_a_mail_shows_no_picture_and_runs_nothing(finn, write):
    page = BeautifulSoup(write(finn).html, "html.parser")
    assert page.find_all(["img", "script", "link", "iframe", "form"]) == []
    assert "url(" not in page.style.string
    assert "@import" not in page.style.string


@pytest.mark.parametrize("person", [{"is_active": False}, {"email": ""}])
def test_nobody_writes_to_who_left_or_has_no_address(write, person):
    assert write(UserFactory(**person)) is None
    assert not Mail.objects.exists()
    assert not Job.objects.exists()


def test_never_is_no_mail_at_all(finn, write, choose):
    choose(finn, "never")
    assert write(finn) is None
    assert not Mail.objects.exists()
    assert not Job.objects.exists()


def test_never_holds_for_this_person_and_this_kind(finn, write, choose, kind, bram):
    choose(finn, "never")
    assert write(bram).state == "waiting"
    assert write(finn, kind=kind("other")).state == "waiting"


def test_never_is_no_answer_to_what_always_comes(finn, write, choose, kind):
    decisions = kind("decisions", optional=False)
    choose(finn, "never", decisions)
    assert write(finn, kind=decisions).state == "waiting"


def test_daily_keeps_the_mail_for_one_summary(finn, write, choose):
    choose(finn, "daily")
    first, second = write(finn), write(finn)
    assert (first.state, second.state) == ("held", "held")
    [job] = Job.objects.all()
    due = next_summary(timezone.now())
    assert (job.kind, job.payload, job.due_at) == ("mail.summary", {"user": finn.pk}, due)
    assert job.key == f"summary:{finn.pk}:{due.date()}"


@pytest.mark.parametrize("how", [{"secret": True}, {"urgent": True}])
def test_what_cannot_wait_is_never_kept(finn, write, choose, kind, how):
    quick = kind("quick", **how)
    choose(finn, "daily", quick)
    assert write(finn, kind=quick).state == "waiting"


def test_part_of_a_summary_has_no_greeting_and_no_foot(finn, news):
    context = {"change": "x", "timestamp": timezone.now()}
    with translation.override(finn.language):
        part = render("account/changed", to=finn, kind=news, context=context, is_part=True)
    for text in (part.text, part.html):
        assert "Hello" not in text
        assert news.why not in text
        assert "Was it you?" in text
    assert "<html" not in part.html


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("frequency", ["at_once", "daily", "never"])
def test_outside_a_transaction_nothing_is_written(finn, news, choose, frequency):
    """Also for who wants none: whoever calls it wrongly hears of it at once, and not from the first who does."""
    choose(finn, frequency)
    with pytest.raises(RuntimeError, match="transaction"):
        send("account/changed", to=finn, kind=news, context={"change": "x", "timestamp": timezone.now()})
    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("frequency", ["at_once", "daily"])
def test_what_never_was_is_never_told(finn, news, write, choose, frequency):
    choose(finn, frequency)
    with pytest.raises(KeyError), transaction.atomic():
        write(finn)
        raise KeyError
    assert not Mail.objects.exists()
    assert not Job.objects.exists()


def test_message_id_is_ours_and_stays(finn, write, settings):
    mail = write(finn)
    kept = mail.message_id
    assert kept.endswith(f"@{settings.MAIL_DOMAIN}>")
    mail.save()
    assert Mail.objects.get().message_id == kept
    assert write(finn).message_id != kept


def test_mail_and_choice_name_themselves_without_a_person(finn, write, choose):
    mail = write(finn)
    assert str(mail) == f"account/changed {mail.pk}"
    choose(finn, "daily")
    assert str(finn.mail_choices.get()) == "news: daily"
