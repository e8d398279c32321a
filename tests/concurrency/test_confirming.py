"""Two clicks at once, by one person or by colleagues: each listing is confirmed, and written down, once."""

from collections import Counter

import pytest

from les_portal.activity.models import Entry
from les_portal.listings.actions.confirming import CONFIRMED
from programmes.models import Programme
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.organisations import MembershipFactory
from tests.factories.schools import CampusFactory
from tests.les_portal.listings.fresh import days, due

RACERS = 6
ROUNDS = 5
LISTINGS = 4
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(RACERS, module="tests.concurrency.confirm_racer", database_url=url) as started:
        yield started


@pytest.fixture
def race(the_racers, file):
    """What each of them confirmed, per round: another school each time."""

    def run(what: str) -> list[list]:
        rounds = [commands(what) for _ in range(ROUNDS)]
        lend(file)
        outcomes = [[answer["outcome"] for answer in the_racers.race(each)] for each in rounds]
        take_back(file)
        return outcomes

    return run


def commands(what: str) -> list[dict]:
    campus = CampusFactory()
    ids = [due(campus, in_days=-1).pk for _ in range(LISTINGS)]
    people = [MembershipFactory(organisation=campus.school.organisation).user.pk for _ in range(2)]
    return [{"what": what, "school": campus.school.pk, "ids": ids, "by": people[turn % 2]} for turn in range(RACERS)]


def written_down() -> Counter:
    return Counter(Entry.objects.filter(verb=CONFIRMED).values_list("object_id", flat=True))


def test_each_listing_is_confirmed_once(race):
    outcomes = race("confirm")
    for each in outcomes:
        assert sum(number for number in each if isinstance(number, int)) == LISTINGS, outcomes
        assert {number for number in each if not isinstance(number, int)} <= {"waited too long"}, outcomes
    assert set(written_down().values()) == {1}
    assert len(written_down()) == ROUNDS * LISTINGS
    assert Programme.objects.filter(confirmed_on=days(0), is_overdue=False).count() == ROUNDS * LISTINGS


def test_without_the_condition_it_is_written_down_more_often(race):
    """The control. If this one fails, the one above proves nothing."""
    race("confirm unguarded")
    assert max(written_down().values()) > 1
