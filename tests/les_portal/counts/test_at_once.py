"""Eight processes that count the same page at the same moment: every one of it is there."""

import pytest

from les_portal.counts.models import Count
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.programmes import ProgrammeFactory

PROCESSES, BEACONS = 8, 50
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(PROCESSES, module="tests.les_portal.counts.racer", database_url=url) as started:
        yield started


@pytest.fixture
def counted(the_racers, file):
    """How often the page of a programme was counted when all of them count it BEACONS times."""

    def race(how: str) -> int:
        pk = ProgrammeFactory(published=True).pk
        lend(file)
        commands = [{"how": how, "pk": pk, "times": BEACONS, "network": each} for each in range(PROCESSES)]
        assert [answer["outcome"] for answer in the_racers.race(commands)] == [BEACONS] * PROCESSES
        take_back(file)
        return sum(Count.objects.filter(object_id=pk).values_list("number", flat=True))

    return race


def test_all_are_counted(counted):
    assert counted("beacons") == PROCESSES * BEACONS


def test_reading_and_writing_loses_some(counted):
    """The control. If this one fails, the one above proves nothing."""
    assert counted("unguarded") < PROCESSES * BEACONS
