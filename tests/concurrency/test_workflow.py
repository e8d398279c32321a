"""Twelve processes want the same listing at the same moment: one wins, and history tells of that one only."""

from collections import Counter
from itertools import cycle, islice

import pytest

from les_portal.activity.models import Entry
from les_portal.documents.models import Document
from les_portal.mail.models import Mail
from les_portal.organisations.models import Membership
from les_portal.workflow import invariants
from programmes.models import Programme
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.schools import CampusFactory, SchoolFactory

RACERS = 12
ROUNDS = 8
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(RACERS, module="tests.concurrency.transition_racer", database_url=url) as started:
        yield started


@pytest.fixture
def editors():
    """Twelve of one school: each tries as somebody else."""
    organisation = OrganisationFactory()
    members = [
        MembershipFactory(organisation=organisation, role=Membership.Role.EDITOR, user__email=f"{number}@example.org")
        for number in range(RACERS)
    ]
    return [member.user for member in members]


@pytest.fixture
def listings(editors):
    organisation = editors[0].memberships.get().organisation
    campus = CampusFactory(school=SchoolFactory(organisation=organisation))
    return ProgrammeFactory.create_batch(ROUNDS, at=[campus])


@pytest.fixture
def race(the_racers, file, editors, listings):
    """A round per listing, where the editors try these transitions by turns; what came out of each round."""

    def run(*names: str, way: str = "door") -> list[Counter]:
        lend(file)
        rounds = []
        for listing in listings:
            tries = islice(cycle(names), RACERS)
            commands = [
                {"label": "programmes.programme", "pk": listing.pk, "name": name, "by": editor.pk, "way": way}
                for name, editor in zip(tries, editors, strict=True)
            ]
            rounds.append(Counter(answer["outcome"] for answer in the_racers.race(commands)))
        take_back(file)
        return rounds

    return run


def histories(listings) -> list[int]:
    return [Entry.objects.about(listing).count() for listing in listings]


def test_of_twelve_who_do_the_same_one_wins(race, listings):
    assert race("publish") == [Counter(done=1, NotNow=RACERS - 1)] * ROUNDS
    assert histories(listings) == [1] * ROUNDS
    assert set(Programme.objects.values_list("status", flat=True)) == {"published"}
    # What belongs to it happened once as well: a sheet in each language, a mail to each of the others.
    assert Document.objects.count() == 3 * ROUNDS
    assert Document.objects.values("number").distinct().count() == 3 * ROUNDS
    assert Mail.objects.count() == (RACERS - 1) * ROUNDS
    assert not [*invariants.states_match_history(), *invariants.steps_follow_each_other()]


def test_of_twelve_who_want_different_things_each_happens_once_and_in_an_order_that_may_be(race, listings):
    """What was taken back to draft may be archived by whoever looks then; nothing happens to what is archived."""
    Programme.objects.update(status="published")
    outcomes = race("archive", "withdraw")
    for listing, outcome in zip(listings, outcomes, strict=True):
        entries = Entry.objects.about(listing).order_by("pk")
        steps = [entry.verb.rpartition(".")[2] for entry in entries]
        assert steps in (["archive"], ["withdraw"], ["withdraw", "archive"])
        assert outcome == Counter(done=len(steps), NotNow=RACERS - len(steps))
        assert entries.last().target == Programme.objects.get(pk=listing.pk).status
    assert not [*invariants.states_match_history(), *invariants.steps_follow_each_other()]


def test_without_the_lock_it_goes_wrong(race, listings):
    """The control. If this one fails, the two above prove nothing."""
    rounds = race("publish", way="control")
    assert max(each["done"] for each in rounds) > 1, rounds
    assert max(histories(listings)) > 1
