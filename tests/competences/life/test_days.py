"""How long it is valid, when it is looked at again, and what happens then by itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from competences.actions import watching
from competences.actions.authorising import months_before
from competences.completeness import in_years
from competences.models import AuthorisedDescription
from les_portal.activity.models import Entry
from les_portal.jobs.daily import ask_for_daily_jobs
from les_portal.jobs.models import Job
from les_portal.mail.models import Mail
from les_portal.workflow.engine import NotReady
from programmes.models import Qualification
from tests.factories.accounts import UserFactory
from tests.factories.competences import authorised, authoriser, counting, network_administrator
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
Status = AuthorisedDescription.Status


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 11, 20), 4, date(2030, 11, 20)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
        (date(2026, 12, 31), 4, date(2030, 12, 31)),
    ],
)
def test_so_many_years_on_is_the_same_day(day, years, expected):
    assert in_years(day, years) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2030, 11, 20), date(2030, 5, 20)),
        (date(2030, 3, 15), date(2029, 9, 15)),
        (date(2030, 6, 30), date(2029, 12, 28)),
        (date(2030, 8, 31), date(2030, 2, 28)),
    ],
)
def test_six_months_before_is_a_day_that_exists(day, expected):
    assert months_before(day, 6) == expected


def test_it_is_valid_for_four_years_and_looked_at_before():
    description, today = authorised(), timezone.localdate()
    assert description.valid_until == in_years(today, 4)
    assert today < description.review_on < description.valid_until


def test_chosen_day_stands_and_review_never_lies_behind():
    soon = timezone.localdate() + timedelta(days=30)
    description = authorised(valid_until=soon)
    assert (description.valid_until, description.review_on) == (soon, timezone.localdate())


@pytest.mark.parametrize("days", [0, -1, 1500])
def test_day_that_cannot_be_is_not_sent_for_signature(draft, keeper, run, days):
    AuthorisedDescription.objects.update(valid_until=timezone.localdate() + timedelta(days=days))
    with pytest.raises(NotReady):
        run("submit", draft, by=keeper)


# --- expiring -------------------------------------------------------------------------------------


def test_it_expires_the_day_after_its_last_and_stays_readable():
    description = counting()
    writer = UserFactory()
    description.contributors.add(writer)
    Mail.objects.all().delete()
    assert watching.expire(description.valid_until) == 0
    assert watching.expire(description.valid_until + timedelta(days=1)) == 1
    assert watching.expire(description.valid_until + timedelta(days=1)) == 0, "once"
    description.refresh_from_db()
    assert (description.status, description.is_current) == (Status.EXPIRED, True)
    entry = Entry.objects.about(description).first()
    assert (entry.verb, entry.actor) == ("competences.authoriseddescription.expire", None)
    assert writer.email in Mail.objects.filter(template="competences/changed").values_list("to_email", flat=True)


@pytest.mark.parametrize(("side", "expected"), [("source", 1), ("target", 0)])
def test_it_expires_when_the_diploma_itself_ended(side, expected):
    description = counting()
    today = timezone.localdate()
    diploma = getattr(description.comparison, side)
    Qualification.objects.filter(pk=diploma.pk).update(valid_to=today)
    assert watching.expire(today) == 0
    assert watching.expire(today + timedelta(days=1)) == expected


@pytest.mark.parametrize("status", [Status.AUTHORISED, Status.SUPERSEDED, Status.WITHDRAWN, Status.EXPIRED])
def test_only_what_counts_expires(status):
    description = authorised()
    AuthorisedDescription.objects.update(status=status)
    assert watching.expire(description.valid_until + timedelta(days=1)) == 0


# --- reminding ------------------------------------------------------------------------------------


def test_network_and_writers_are_reminded_once():
    description = counting()
    nora, writer = network_administrator(), UserFactory()
    description.contributors.add(writer)
    Mail.objects.all().delete()
    assert watching.remind(description.review_on - timedelta(days=1)) == 0
    assert [watching.remind(description.review_on + timedelta(days=more)) for more in (0, 1)] == [1, 0]
    told = set(Mail.objects.filter(template="competences/review_due").values_list("to_email", flat=True))
    assert {nora.email, writer.email} <= told
    assert Mail.objects.filter(to_email=writer.email).count() == 1


# --- every day ------------------------------------------------------------------------------------


def test_daily_job_looks_at_all_that_counts(do_jobs):
    description = counting()
    Qualification.objects.filter(pk=description.comparison.source_id).update(title="Anders", title_nl="Anders")
    due = next(job for job in ask_for_daily_jobs() if job.kind == "descriptions.daily")
    Job.objects.filter(pk=due.pk).update(due_at=timezone.now())
    do_jobs()
    description.refresh_from_db()
    assert description.status == Status.UNDER_REVIEW
    assert Job.objects.filter(kind=watching.LOOK, state="done").exists()


def test_authorisers_of_another_pair_hear_nothing():
    counting()
    other = authoriser("be")
    MembershipFactory(user=other)
    Mail.objects.all().delete()
    watching.remind(timezone.localdate() + timedelta(days=2000))
    assert other.email not in Mail.objects.values_list("to_email", flat=True)
