"""Colleagues who do the same, or the opposite, with what their school keeps at the same moment."""

from collections import Counter

import pytest

from les_portal.activity.models import Entry
from les_portal.invariants import findings
from les_portal.listings.actions.closing import CLOSED, REOPENED
from les_portal.listings.actions.register import TAKEN
from les_portal.listings.actions.revising import Typed, type_into
from les_portal.listings.models import Correction, Finding, Revision
from les_portal.listings.register import compare
from les_portal.mail.models import Mail
from les_portal.organisations.models import Membership, Organisation
from programmes.freshness import confirm, fill_due_dates, mark_overdue
from programmes.models import OpenDay, Programme
from schools.models import Campus, School
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.listings import CorrectionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import OpenDayFactory, ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory
from tests.schools.files import as_csv, bring_in, wilg

RACERS = 4
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(RACERS, module="tests.concurrency.keeping_racer", database_url=url) as started:
        yield started


@pytest.fixture
def campus() -> Campus:
    return CampusFactory()


@pytest.fixture
def listing(campus) -> Programme:
    listing = ProgrammeFactory(at=[campus], published=True, title_nl="Frezen")
    confirm(listing)
    return listing


@pytest.fixture
def people(campus) -> list[Membership]:
    role = Membership.Role.ADMINISTRATOR
    return [MembershipFactory(organisation=campus.school.organisation, role=role) for _each in range(RACERS)]


@pytest.fixture
def race(the_racers, file, people):
    """What each of them was answered. Whatever they do, all that is promised of the data holds afterwards."""

    def run(deed: str, pk: int, *each: dict) -> Counter:
        more = each or ({},) * RACERS
        commands = [
            {"deed": deed, "pk": pk, "by": person.user_id} | other for person, other in zip(people, more, strict=True)
        ]
        lend(file)
        outcomes = Counter(answer["outcome"] for answer in the_racers.race(commands))
        take_back(file)
        assert [*findings()] == [] or "unguarded" in deed
        return outcomes

    return run


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


# --- corrections ----------------------------------------------------------------------------------


@pytest.fixture
def correction(listing) -> Correction:
    return CorrectionFactory(programme=listing, school=listing.school, email="bezoeker@example.org")


def answers() -> int:
    return Mail.objects.filter(kind="correction_answers").count()


def test_a_correction_is_answered_once(race, correction):
    outcomes = race("answer", correction.pk, *({"name": name} for name in ("accept", "refuse") * (RACERS // 2)))
    assert outcomes["NotNow"] == RACERS - 1, outcomes
    correction.refresh_from_db()
    assert (answers(), correction.email, correction.status == "open") == (1, "", False)
    assert Entry.objects.about(correction).count() == 1


def test_without_the_guard_the_visitor_hears_more_often(race, correction):
    """The control: what the test above finds is not luck."""
    race("answer_unguarded", correction.pk, *({"name": "refuse"},) * RACERS)
    assert answers() > 1


# --- campuses -------------------------------------------------------------------------------------


def test_a_campus_is_closed_once_with_all_that_follows(race, campus, listing):
    assert race("close", campus.pk) == {True: 1, False: RACERS - 1}
    assert (entries(CLOSED), entries("programmes.programme.archive")) == (1, 1)
    listing.refresh_from_db()
    assert listing.status == Programme.Status.ARCHIVED


def test_closed_and_opened_again_at_once_each_follows_the_other(race, campus, listing):
    closed = race("close", campus.pk, *({"deed": deed} for deed in ("close", "reopen") * (RACERS // 2)))
    assert set(closed) <= {True, False}
    campus.refresh_from_db()
    newest = list(Entry.objects.filter(verb__in=[CLOSED, REOPENED]).order_by("pk").values_list("verb", flat=True))
    assert newest == [CLOSED, REOPENED, CLOSED, REOPENED][: len(newest)]
    assert campus.is_open == (newest[-1] == REOPENED)


def test_the_register_is_taken_over_once(the_racers, file):
    school = SchoolFactory(register="flanders", register_number="099001")
    bring_in("flanders", as_csv(wilg()))
    people = [MembershipFactory(organisation=school.organisation) for _each in range(RACERS)]
    campus = school.campuses.get()
    Campus.objects.filter(pk=campus.pk).update(phone="09 999 99 99")
    [part] = [part for part in compare(School.objects.get(pk=school.pk)).parts if part.about == campus]
    [phone] = [each for each in part.differences if each.name == "phone"]
    lend(file)
    told = {"deed": "take_over", "pk": school.pk, "token": phone.sayings[0].token}
    outcomes = Counter(each["outcome"] for each in the_racers.race([told | {"by": each.user_id} for each in people]))
    take_back(file)
    assert outcomes == {1: 1, "NoLongerSo": RACERS - 1}
    assert entries(TAKEN) == 1
    campus.refresh_from_db()
    assert campus.phone == "09 000 00 01"


# --- listings -------------------------------------------------------------------------------------


def test_four_who_change_a_field_each_make_four_versions_and_lose_none(race, listing):
    changes = {"phone": "09 000 00 01", "title_fr": "Fraisage", "duration_months": 36, "reference": "R1"}
    each = ({"name": name, "value": value} for name, value in changes.items())
    assert race("change", listing.pk, *each) == {2: 1, 3: 1, 4: 1, 5: 1}
    listing.refresh_from_db()
    assert {name: getattr(listing, name) for name in changes} == changes
    assert listing.revisions.versions().first().content.items() >= changes.items()


def test_what_is_open_is_applied_once(race, listing, people):
    type_into(listing, {"title_nl": Typed("Frezen", "Draaien")}, by=people[0].user)
    assert race("apply", Revision.objects.get().pk) == {"applied": 1, "NotNow": RACERS - 1}
    assert sorted(Revision.objects.values_list("number", flat=True)) == [1, 2]


def test_a_draft_is_published_once_with_what_was_written_for_it(race, campus, people):
    draft = ProgrammeFactory(at=[campus], title_nl="Frezen")
    type_into(draft, {"title_nl": Typed("Frezen", "Draaien")}, by=people[0].user)
    assert race("publish_it", draft.pk) == {"published": 1, "NotNow": RACERS - 1}
    draft.refresh_from_db()
    assert (draft.status, draft.title_nl) == ("published", "Draaien")
    assert entries("programmes.programme.publish") == 1
    assert sorted(Revision.objects.values_list("number", flat=True)) == [1, 2]


def test_a_hint_is_dismissed_once(race, listing):
    finding = Finding.objects.filter(programme=listing).first()
    assert race("dismiss", finding.pk) == {True: 1, False: RACERS - 1}
    assert entries("listings.finding.dismiss") == 1


# --- freshness ------------------------------------------------------------------------------------


def test_two_workers_write_one_reminder_to_each(race, campus, people):
    late = ProgrammeFactory(at=[campus], published=True)  # confirmed long ago
    fill_due_dates()
    mark_overdue()
    assert race("write_to", campus.school.pk) == {RACERS: 1, 0: RACERS - 1}
    assert Mail.objects.filter(kind="reminders").count() == RACERS
    assert Programme.objects.get(pk=late.pk).times_reminded == 1


# --- open days, and the school itself ---------------------------------------------------------------


def test_an_open_day_is_cancelled_once(race, campus):
    day = OpenDayFactory(school=campus.school)
    assert race("cancel", day.pk) == {"cancelled": 1, "ChangedMeanwhile": RACERS - 1}
    assert OpenDay.objects.get().sequence == 1


def test_of_those_who_saw_the_same_day_one_changes_it(race, campus):
    day = OpenDayFactory(school=campus.school)
    notes = [{"note": f"Ingang {number}"} for number in range(RACERS)]
    assert race("move", day.pk, *notes) == {True: 1, "ChangedMeanwhile": RACERS - 1}
    assert (OpenDay.objects.get().sequence, Entry.objects.about(day).count()) == (1, 1)


def test_of_those_who_saw_the_same_settings_one_changes_them(race, campus, listing):
    rhythms = [{"months": months} for months in (3, 12, 3, 12)]
    assert race("set_rhythm", campus.school.pk, *rhythms) == {True: 1, "ChangedMeanwhile": RACERS - 1}


def test_the_address_and_the_telephone_of_a_school_are_kept_both(race, campus):
    said = {"phone": "09 000 00 01", "email": "nieuw@example.org"}
    race("reach", campus.school.pk, *({"name": name, "value": value} for name, value in (*said.items(),) * 2))
    organisation = Organisation.objects.get(pk=campus.school.organisation_id)
    assert {name: getattr(organisation, name) for name in said} == said
