"""Administrators who remove each other, and one invitation that is taken twelve times, all at the same moment."""

from collections import Counter

import pytest

from les_portal.accounts.models import User
from les_portal.activity.models import Entry
from les_portal.mail.models import Mail
from les_portal.organisations import invariants
from les_portal.organisations.models import Membership, Organisation
from tests.concurrency.databases import lend, take_back, url_for_others
from tests.concurrency.racers import racers
from tests.factories.accounts import UserFactory
from tests.factories.organisations import InvitationFactory, MembershipFactory, OrganisationFactory

RACERS = 12
ROUNDS = 8
ADMINISTRATOR = Membership.Role.ADMINISTRATOR
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("race") / "race.sqlite3"


@pytest.fixture(scope="module")
def the_racers(file, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = url_for_others(file)
    with racers(RACERS, module="tests.concurrency.people_racer", database_url=url) as started:
        yield started


@pytest.fixture
def race(the_racers, file):
    def run(rounds: list[list[dict]]) -> list[Counter]:
        lend(file)
        outcomes = [Counter(answer["outcome"] for answer in the_racers.race(commands)) for commands in rounds]
        take_back(file)
        return outcomes

    return run


def administrators(number: int) -> list[Membership]:
    organisation = OrganisationFactory()
    return [MembershipFactory(organisation=organisation, role=ADMINISTRATOR) for _ in range(number)]


def each_removes_the_next(ring: list[Membership], what: str) -> list[dict]:
    following = [*ring[1:], ring[0]]
    return [{"what": what, "pk": next_one.pk, "by": one.user_id} for one, next_one in zip(ring, following, strict=True)]


def how_many_are_left() -> list[int]:
    return [organisation.memberships.count() for organisation in Organisation.objects.order_by("pk")]


def removing_in_a_ring(size: int, what: str) -> list[list[dict]]:
    """Every round as many organisations as there are racers for, each with `size` who remove one another."""
    return [
        [command for _ in range(RACERS // size) for command in each_removes_the_next(administrators(size), what)]
        for _ in range(ROUNDS)
    ]


@pytest.mark.parametrize("size", [2, 4])
def test_of_administrators_who_remove_each_other_one_is_left(race, size):
    """Who comes too late is told so, or is out themselves; on a busy machine somebody may wait too long."""
    outcomes = sum(race(removing_in_a_ring(size, "take")), Counter())
    left = how_many_are_left()
    assert min(left) == 1, outcomes
    assert outcomes["LastOne"] > ROUNDS
    assert set(outcomes) <= {"done", "LastOne", "PermissionDenied", "waited too long"}
    assert outcomes["done"] == size * len(left) - sum(left) == Entry.objects.count() == Mail.objects.count()
    assert not [*invariants.without_their_last_administrator()]


def test_without_holding_the_organisation_nobody_is_left(race):
    """The control. If this one fails, the one above proves nothing."""
    race(removing_in_a_ring(2, "take unguarded"))
    assert 0 in how_many_are_left()


def taken_twelve_times(what: str) -> list[list[dict]]:
    rounds = []
    for number in range(ROUNDS):
        user = UserFactory()
        invitation = InvitationFactory(email=user.email, secret=f"{number}")
        rounds.append([{"what": what, "pk": invitation.pk, "by": user.pk}] * RACERS)
    return rounds


def joined() -> Counter:
    return Counter(Entry.objects.filter(verb="organisations.joined").values_list("object_id", flat=True))


def test_an_invitation_is_taken_once(race):
    outcomes = race(taken_twelve_times("accept"))
    assert [each["done"] for each in outcomes] == [1] * ROUNDS, outcomes
    assert list(joined().values()) == [1] * ROUNDS
    assert Membership.objects.exclude(role=ADMINISTRATOR).count() == Mail.objects.count() == ROUNDS
    assert not [*invariants.taken_for_nothing()]


def test_an_invitation_makes_one_account(race):
    invitation = InvitationFactory(email="wim@example.org")
    command = {"what": "accept as somebody new", "pk": invitation.pk, "by": None}
    [outcomes] = race([[command] * RACERS])
    assert outcomes["done"] == 1, outcomes
    assert User.objects.filter(email="wim@example.org").count() == 1
    assert Membership.objects.filter(user__email="wim@example.org").count() == 1


def test_without_the_condition_an_invitation_is_taken_more_often(race):
    """The control."""
    outcomes = race(taken_twelve_times("accept unguarded"))
    assert max(each["done"] for each in outcomes) > 1, outcomes
    assert max(joined().values()) > 1
