"""Mail that asks whether listings are still right: seldom, once per school and person, and never for nothing."""

import re

import pytest
from django.db import transaction

from les_portal.activity.models import Entry
from les_portal.jobs.models import Job
from les_portal.jobs.queue import enqueue
from les_portal.listings.reminding import REMINDED, SHOWN, remind, schools_to_remind
from les_portal.listings.tasks.freshness import look_at_freshness
from les_portal.mail.models import Mail, MailChoice
from schools.models import School
from tests.factories.organisations import MembershipFactory
from tests.factories.schools import CampusFactory
from tests.les_portal.listings.fresh import again, days, due, link_in, reminders

pytestmark = pytest.mark.django_db


def at_night(do_jobs) -> None:
    """What the worker does: the job of the day, and what comes of it."""
    with transaction.atomic():
        enqueue("listings.freshness", {})
    do_jobs()


def so_long_ago(number: int) -> None:
    """What was done tonight was done so many days ago."""
    School.objects.update(reminded_on=days(-number))
    Job.objects.filter(kind="listings.remind").delete()


def test_each_keeper_gets_one_mail_about_all_that_is_due(campus, ada, anna, bram, tom, chloe, do_jobs):
    late, soon = due(campus, in_days=-9, title_nl="Lassen"), due(campus, in_days=14, title_nl="Frezen")
    due(campus, in_days=15, title_nl="Draaien")
    at_night(do_jobs)
    assert [mail.recipient for mail in reminders()] == [ada, anna]
    for mail in reminders():
        assert late.title in mail.text
        assert soon.title in mail.text
        assert "Draaien" not in mail.text
        assert (mail.about, mail.sender) == (campus.school, None)
    assert again(campus.school).reminded_on == days(0)
    assert [entry.actor for entry in Entry.objects.about(campus.school).filter(verb=REMINDED)] == [None]


def test_each_has_a_link_of_their_own(campus, ada, anna, do_jobs):
    due(campus)
    at_night(do_jobs)
    assert len({link_in(mail) for mail in reminders()}) == 2


def test_who_holds_two_roles_gets_one_mail(campus, ada, do_jobs):
    MembershipFactory(user=ada, organisation=campus.school.organisation, role="editor")
    due(campus)
    at_night(do_jobs)
    assert len(reminders()) == 1


def test_it_comes_in_the_language_of_who_gets_it(campus, ada, anna, do_jobs):
    anna.language = "fr"
    anna.save()
    due(campus, title_nl="Lassen", title_fr="Soudage")
    at_night(do_jobs)
    of_ada, of_anna = reminders()
    assert "Lassen" in of_ada.text
    assert "Soudage" in of_anna.text
    assert (link_in(of_ada)[:4], link_in(of_anna)[:4]) == ("/nl/", "/fr/")


def test_nothing_due_means_no_mail(campus, ada, do_jobs):
    due(campus, in_days=15), due(campus, status="draft"), due(campus, status="archived", in_days=-3)
    at_night(do_jobs)
    assert reminders() == []
    assert again(campus.school).reminded_on is None


def test_not_again_within_thirty_days(campus, ada, do_jobs):
    due(campus, in_days=-1)
    at_night(do_jobs)
    so_long_ago(29)
    at_night(do_jobs)
    assert len(reminders()) == 1
    so_long_ago(30)
    at_night(do_jobs)
    assert len(reminders()) == 2


def test_at_most_twice_about_the_same_listings(campus, ada, do_jobs):
    listing = due(campus, in_days=-1)
    for _ in range(4):
        at_night(do_jobs)
        so_long_ago(30)
    assert len(reminders()) == 2
    assert again(listing).times_reminded == 2


def test_something_new_that_is_due_is_asked_with_what_was_asked_before(campus, ada, do_jobs):
    old = due(campus, in_days=-90, times_reminded=2, title_nl="Lassen")
    at_night(do_jobs)
    assert reminders() == []
    due(campus, title_nl="Frezen")
    at_night(do_jobs)
    [mail] = reminders()
    assert "Lassen" in mail.text
    assert again(old).times_reminded == 3


def test_a_school_that_nobody_keeps_is_not_marked_as_reminded(campus, bram, do_jobs):
    due(campus, in_days=-1)
    at_night(do_jobs)
    assert again(campus.school).reminded_on is None


def test_who_left_gets_nothing(campus, ada, anna, do_jobs):
    ada.is_active = False
    ada.save()
    due(campus)
    at_night(do_jobs)
    assert [mail.recipient for mail in reminders()] == [anna]


@pytest.mark.parametrize(("frequency", "states"), [("never", []), ("daily", [Mail.State.HELD])])
def test_one_may_have_it_daily_or_not_at_all(campus, ada, do_jobs, frequency, states):
    MailChoice.objects.create(user=ada, kind="reminders", frequency=frequency)
    due(campus)
    at_night(do_jobs)
    assert [mail.state for mail in reminders()] == states


def test_the_mail_names_the_first_and_counts_the_rest(campus, ada, do_jobs):
    for number in range(SHOWN + 7):
        due(campus, in_days=number - 30)
    at_night(do_jobs)
    [mail] = reminders()
    assert len(re.findall(r"^- ", mail.text, re.M)) == SHOWN
    assert "7" in mail.text
    assert str(SHOWN + 7) in mail.subject


def test_done_twice_at_night_it_is_sent_once(campus, ada, do_jobs):
    due(campus)
    look_at_freshness()
    assert remind(campus.school.pk) == 1
    assert remind(campus.school.pk) == 0
    assert len(reminders()) == 1


def test_a_job_per_school_and_day(campus, ada, do_jobs):
    due(campus), due(CampusFactory())
    at_night(do_jobs)
    at_night(do_jobs)
    assert Job.objects.filter(kind="listings.remind").count() == 1


def test_which_schools_to_remind_is_one_question(campus, ada, django_assert_num_queries):
    due(campus)
    with django_assert_num_queries(1):
        assert list(schools_to_remind(days(0))) == [campus.school]
