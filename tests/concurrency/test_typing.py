"""People who write in one listing at the same moment: nobody's text is lost, and versions follow each other."""

from collections import Counter

import pytest

from les_portal.activity.models import Entry
from les_portal.listings.content import COLUMNS
from les_portal.listings.models import Revision
from les_portal.organisations.models import Membership
from les_portal.workflow.invariants import states_match_history, steps_follow_each_other
from programmes.models import Programme
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.organisations import MembershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory

RACERS = 8
ROUNDS = 6
FREE = [column for column in COLUMNS if not column.startswith("title")][:RACERS]
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(RACERS, module="tests.concurrency.typing_racer", database_url=url) as started:
        yield started


@pytest.fixture
def race(the_racers, file):
    def run(rounds: list[list[dict]]) -> list[Counter]:
        lend(file)
        outcomes = [Counter(answer["outcome"] for answer in the_racers.race(commands)) for commands in rounds]
        take_back(file)
        return outcomes

    return run


def listings(**state) -> list[Programme]:
    return [ProgrammeFactory(at=[CampusFactory()], title_nl="Lassen", **state) for _ in range(ROUNDS)]


def editors(listing: Programme, number: int = RACERS) -> list[int]:
    organisation = listing.school.organisation
    role = Membership.Role.EDITOR
    return [MembershipFactory(organisation=organisation, role=role).user_id for _ in range(number)]


def each_in_a_field_of_their_own(listing: Programme, what: str) -> list[dict]:
    same = {"what": what, "pk": listing.pk}
    return [same | {"by": by, "name": name, "value": name} for by, name in zip(editors(listing), FREE, strict=True)]


def all_in_the_same_field(listing: Programme, what: str) -> list[dict]:
    same = {"what": what, "pk": listing.pk, "name": "title_nl"}
    return [same | {"by": by, "value": f"Van {by}"} for by in editors(listing)]


def written(listing: Programme) -> set[str]:
    """Everything that anybody wrote and that is still there."""
    [revision] = listing.revisions.open()
    return {*revision.changes.values(), *(each["value"] for each in revision.set_aside)}


def test_in_different_fields_everything_is_there_and_nobody_is_asked(race):
    those = listings(published=True)
    race([each_in_a_field_of_their_own(listing, "write") for listing in those])
    for listing in those:
        assert written(listing) == {*FREE}
        assert listing.revisions.get().set_aside == []


def test_in_one_field_one_text_is_there_and_all_others_are_beside_it(race):
    those = listings(published=True)
    rounds = [all_in_the_same_field(listing, "write") for listing in those]
    outcomes = sum(race(rounds), Counter())
    assert outcomes == {"done": RACERS * ROUNDS}
    for listing, commands in zip(those, rounds, strict=True):
        assert written(listing) == {command["value"] for command in commands}
        assert len(listing.revisions.get().set_aside) == RACERS - 1


def test_without_the_lock_somebodys_text_is_lost(race):
    """The control. If this one fails, the two above prove nothing."""
    those = listings(published=True)
    race([each_in_a_field_of_their_own(listing, "write unguarded") for listing in those])
    assert any(written(listing) != {*FREE} for listing in those)


def test_versions_follow_each_other(race):
    """Files that come in, while somebody saves what was being written."""
    those = listings(published=True)
    race([[all_in_the_same_field(listing, "write")[0]] for listing in those])
    rounds = []
    for listing in those:
        coming_in = each_in_a_field_of_their_own(listing, "bring in")
        coming_in[0]["what"] = "apply"
        rounds.append(coming_in)
    outcomes = sum(race(rounds), Counter())
    assert set(outcomes) <= {"done", "waited too long"}
    numbers = [sorted(listing.revisions.versions().values_list("number", flat=True)) for listing in those]
    assert numbers == [list(range(1, len(each) + 1)) for each in numbers]
    assert sum(len(each) - 1 for each in numbers) == outcomes["done"]
    for listing in those:
        newest = listing.revisions.versions().first().content
        now = Programme.objects.get(pk=listing.pk)
        assert {name: newest[name] for name in FREE} == {name: getattr(now, name) or "" for name in FREE}


def test_a_draft_is_published_once_with_what_was_written(race):
    those = listings()
    race([[all_in_the_same_field(listing, "write")[0]] for listing in those])
    rounds = [all_in_the_same_field(listing, "publish") for listing in those]
    outcomes = race(rounds)
    assert [each["done"] for each in outcomes] == [1] * ROUNDS, outcomes
    assert set(sum(outcomes, Counter())) <= {"done", "NotNow", "waited too long"}
    assert Programme.objects.filter(status="published", title_nl__startswith="Van").count() == ROUNDS
    assert Revision.objects.open().count() == 0
    assert Entry.objects.filter(verb="programmes.programme.publish").count() == ROUNDS
    assert not [*states_match_history(), *steps_follow_each_other()]
