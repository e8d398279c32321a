"""What must hold over all that schools keep: nothing is found where it does, and the row where it does not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from les_portal.listings import invariants as of_listings
from les_portal.listings.actions.revising import Typed, revise, type_into
from les_portal.listings.models import Correction, Finding, Revision
from les_portal.workflow.engine import workflow_of
from programmes import invariants as of_programmes
from programmes.freshness import confirm
from programmes.models import Offering, OpenDay, Programme
from schools.models import School
from tests.factories.listings import CorrectionFactory
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory

pytestmark = pytest.mark.django_db
CHECKS = (
    *(of_listings.addresses_that_stayed, of_listings.answered_at_no_time, of_listings.versions_without_a_number),
    *(of_listings.numbers_left_out, of_listings.changes_held_against_nothing, of_listings.hints_of_two_schools),
    *(of_programmes.due_at_another_time, of_programmes.taught_elsewhere, of_programmes.open_days_of_two_schools),
)


def found() -> dict:
    return {check.__name__: rows for check in CHECKS if (rows := [*check()])}


@pytest.fixture
def kept(published, draft, campus, anna) -> Programme:
    """A listing that its school works with."""
    confirm(published)
    revise(published, {"phone": "09 111 11 11"}, by=anna)
    type_into(published, {"title_nl": Typed("Frezen", "Draaien")}, by=anna)
    for field in ("phone", "email"):
        workflow_of(correction := CorrectionFactory(programme=published, school=published.school, field=field)).run(
            "refuse", correction, by=anna, comment="Nee."
        )
    CorrectionFactory(programme=published, school=published.school)
    OpenDayFactory(campus=campus, programme=published, school=campus.school)
    return published


def test_nothing_is_found_where_all_is_well(kept):
    assert found() == {}
    assert Finding.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"due_on": timezone.localdate() + timedelta(days=1)},
        {"is_overdue": True},
        {"due_on": None, "is_overdue": True},
    ],
)
def test_a_listing_that_is_due_at_another_time_is_named(kept, change):
    Programme.objects.filter(pk=kept.pk).update(**change)
    assert found() == {"due_at_another_time": [kept]}


@pytest.mark.parametrize(
    ("days", "is_overdue", "is_named"),
    [(-1, True, True), (0, True, True), (0, False, False), (1, True, False), (1, False, False), (2, False, False),
     (3, False, True), (3, True, False), (400, False, True)],
)  # fmt: skip
def test_what_is_long_over_is_marked(kept, days, is_overdue, is_named):
    """Not at once: it is marked at night, and a portal may have been switched off last night."""
    School.objects.update(rhythm_months=3)
    day = date(2026, 6, 10)
    Programme.objects.update(confirmed_on=date(2026, 3, 10), due_on=day, is_overdue=is_overdue)
    assert bool([*of_programmes.due_at_another_time(day + timedelta(days=days))]) == is_named


def test_a_change_of_rhythm_that_nobody_reckoned_with_is_named(kept):
    School.objects.update(rhythm_months=3)
    assert found() == {"due_at_another_time": [kept]}


def test_where_a_listing_is_taught_at_anothers_campus_it_is_named(kept):
    elsewhere = Offering.objects.create(programme=kept, campus=CampusFactory())
    assert found() == {"taught_elsewhere": [elsewhere]}


@pytest.mark.parametrize("what", ["campus", "programme"])
def test_an_open_day_of_two_schools_is_named(kept, what):
    other = CampusFactory() if what == "campus" else ProgrammeFactory()
    OpenDay.objects.update(**{what: other})
    assert found() == {"open_days_of_two_schools": [OpenDay.objects.get()]}


@pytest.mark.parametrize(
    ("which", "change"),
    [("applied", {"number": None}), ("applied", {"content": None}), ("editing", {"content": {}})],
)
def test_a_version_that_is_not_whole_is_named(kept, which, change):
    broken = Revision.objects.filter(status=which).first()
    Revision.objects.filter(pk=broken.pk).update(**change)
    assert found()["versions_without_a_number"] == [broken]


def test_a_number_that_was_left_out_is_named(kept):
    Revision.objects.filter(number=2).update(number=3)
    assert found() == {"numbers_left_out": [kept]}


def test_a_change_that_is_held_against_nothing_is_named(kept):
    Revision.objects.open().update(before={})
    assert found() == {"changes_held_against_nothing": [Revision.objects.open().get()]}


def test_an_answer_without_a_time_and_a_time_without_an_answer_are_named(kept):
    refused, still_open = Correction.objects.exclude(status="open").first(), Correction.objects.open().get()
    Correction.objects.filter(pk=refused.pk).update(answered_at=None)
    Correction.objects.filter(pk=still_open.pk).update(answered_at=timezone.now())
    assert {each.pk for each in found()["answered_at_no_time"]} == {refused.pk, still_open.pk}


def test_an_address_that_was_answered_is_named(kept):
    refused = Correction.objects.exclude(status="open").first()
    Correction.objects.filter(pk=refused.pk).update(email="iemand@example.org")
    assert found() == {"addresses_that_stayed": [refused]}


def test_a_hint_of_two_schools_is_named(kept):
    hint = Finding.objects.exclude(programme=None).first()
    Finding.objects.filter(pk=hint.pk).update(school=CampusFactory().school)
    assert found() == {"hints_of_two_schools": [hint]}
