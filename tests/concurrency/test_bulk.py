"""One file that several people bring in at the same moment, and the same file read by each of them."""

from collections import Counter

import pytest

from les_portal.imports.actions import check_file
from les_portal.imports.models import ImportRun
from les_portal.organisations.models import Membership
from programmes.models import Programme
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.organisations import MembershipFactory
from tests.factories.schools import SchoolFactory
from tests.les_portal.listings.sheets import as_file, row

RACERS, ROWS = 4, 30
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(RACERS, module="tests.concurrency.bulk_racer", database_url=url) as started:
        yield started


@pytest.fixture
def race(the_racers, file):
    def run(commands: list[dict]) -> Counter:
        lend(file)
        outcomes = Counter(answer["outcome"] for answer in the_racers.race(commands))
        take_back(file)
        return outcomes

    return run


@pytest.fixture
def editors() -> list[Membership]:
    school = SchoolFactory()
    return [MembershipFactory(organisation=school.organisation) for _each in range(RACERS)]


def checked(editor: Membership) -> ImportRun:
    """Without references: nothing in the database itself keeps a listing from being there twice."""
    data = as_file(*(row(title=f"Opleiding {number}") for number in range(ROWS)))
    scope = str(editor.organisation.school.pk)
    return check_file(source="listings", scope=scope, data=data, file_name="x.csv", by=editor.user)


def commands(what: str, runs: list[ImportRun], editors: list[Membership]) -> list[dict]:
    return [{"what": what, "run": run.pk, "by": each.user_id} for run, each in zip(runs, editors, strict=True)]


def test_of_people_who_bring_in_one_file_one_does(race, editors):
    runs = [checked(editors[0])] * RACERS
    assert race(commands("bring in", runs, editors)) == {"done": 1, "too late": RACERS - 1}
    assert Programme.objects.count() == ROWS


def test_the_same_file_read_by_each_comes_in_once(race, editors):
    runs = [checked(editor) for editor in editors]
    assert race(commands("bring in", runs, editors)) == {"done": RACERS}
    assert Programme.objects.count() == ROWS
    assert sorted(run.report["created"] for run in ImportRun.objects.all()) == [0] * (RACERS - 1) + [ROWS]


def test_without_the_guard_several_bring_it_in(race, editors):
    """The control: what the first test finds is not luck."""
    runs = [checked(editors[0])] * RACERS
    outcomes = race(commands("unguarded", runs, editors))
    assert outcomes["done"] > 1, outcomes
